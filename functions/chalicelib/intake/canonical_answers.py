"""The one byte form of a set of answers, its largest size and its hash (RFC 8785, JSON Canonicalization Scheme)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from hashlib import sha256
from math import isfinite
from typing import Any

import rfc8785

from ..rules.field_conditions import Answers
from ..rules.refusals import TooLarge

# Canonical bytes of one set of answers. DynamoDB takes items of 400 KB; tests/store/test_item_size.py does the sum.
MOST_ANSWERS = 200 * 1024
# Doubles hold every integer up to here; a longer one in a draft is kept as text.
LARGEST_EXACT = 2**53 - 1


def canonical(answers: Answers) -> bytes:
    """RFC 8785 bytes. Raises rfc8785.CanonicalizationError for a value that JSON numbers or UTF-8 cannot hold."""
    if _is_plain(answers):
        with suppress(UnicodeEncodeError):  # Half a surrogate pair: the library says so in words of its own.
            return json.dumps(answers, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return rfc8785.dumps(dict(answers))


def in_canonical_order(value: object) -> Any:
    """The same answers with every name where `canonical` writes it."""
    if isinstance(value, dict):
        return {name: in_canonical_order(value[name]) for name in sorted(value, key=_order_of(value))}
    return [in_canonical_order(item) for item in value] if isinstance(value, list) else value


def _order_of(names: Iterable[str]) -> Callable[[str], bytes] | None:
    """What sorts by UTF-16 code units, as RFC 8785 does; ASCII names stand in that order by themselves."""
    return None if all(map(str.isascii, names)) else lambda name: name.encode("utf-16-be", "surrogatepass")


def answers_sha256(answers: Answers) -> str:
    """Hexadecimal; anyone holding the answers can compute it again."""
    return sha256(canonical(answers)).hexdigest()


def stored_sha256(answers: Answers) -> str:
    """The hash of answers that are about to be stored. Raises TooLarge."""
    written = canonical(answers)
    if len(written) > MOST_ANSWERS:
        raise TooLarge
    return sha256(written).hexdigest()


def check_size(raw: Mapping[str, object]) -> None:
    """Raises TooLarge for answers, as sent, of more than MOST_ANSWERS canonical bytes."""
    kept = tidy(raw)
    # Of what `tidy` leaves, the standard writer makes less than twice the canonical bytes, and does so much sooner.
    written = len(json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode())
    if written > 2 * MOST_ANSWERS or len(canonical(kept)) > MOST_ANSWERS:
        raise TooLarge


def tidy(raw: Mapping[str, object]) -> dict[str, object]:
    """What can be stored exactly: half a surrogate pair becomes U+FFFD, an over-long integer becomes text, a whole
    number is written as one (1e15 and 1000000000000000 are the same JSON number).
    """
    return {_tidy(name): _tidy(value) for name, value in raw.items()}


def _tidy(value: object) -> Any:
    if isinstance(value, str):
        broken = _SURROGATE.search(value)
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if broken else value
    if isinstance(value, Mapping):
        return tidy(value)
    if isinstance(value, list):
        return [_tidy(item) for item in value]
    if isinstance(value, float) and value.is_integer() and abs(value) <= LARGEST_EXACT:
        return int(value)
    too_long = isinstance(value, int) and abs(value) > LARGEST_EXACT
    return str(value) if too_long else value


def _is_plain(value: object) -> bool:
    """Whether the standard library writes the same bytes: names in ASCII, numbers written without an exponent.

    Nearly every application is; the library's own writer in Python takes as long as all the rest of a request.
    """
    if isinstance(value, str):
        return True
    if isinstance(value, dict):
        return all(map(str.isascii, value)) and all(map(_is_plain, value.values()))
    if isinstance(value, list):
        return all(map(_is_plain, value))
    if isinstance(value, float):
        return isfinite(value) and not value.is_integer() and "e" not in repr(value)
    return value is None or isinstance(value, bool) or (isinstance(value, int) and -_EXACT < value < _EXACT)


_EXACT = 2**53
_SURROGATE = re.compile("[\\ud800-\\udfff]")
