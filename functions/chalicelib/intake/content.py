"""The one byte form of a set of answers, and its hash (RFC 8785, JSON Canonicalization Scheme)."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from typing import Any

import rfc8785

from ..rules.conditions import Answers


def canonical(answers: Answers) -> bytes:
    """Raises rfc8785.CanonicalizationError for what JSON numbers or UTF-8 cannot hold."""
    if _is_plain(answers):
        text = json.dumps(answers, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return text.encode()
    return rfc8785.dumps(dict(answers))


def answers_sha256(answers: Answers) -> str:
    """Hexadecimal; anyone holding the answers can compute it again."""
    return sha256(canonical(answers)).hexdigest()


def _is_plain(value: Any) -> bool:
    """Whether the standard library writes the same bytes: names in ASCII, numbers written without an exponent.

    Nearly every application is; the library's own writer in Python takes as long as all the rest of a request.
    """
    if isinstance(value, str):
        return not _SURROGATE.search(value)
    if isinstance(value, dict):
        return all(name.isascii() and _is_plain(each) for name, each in value.items())
    if isinstance(value, list):
        return all(map(_is_plain, value))
    if isinstance(value, float):
        return not value.is_integer() and "e" not in repr(value)
    return value is None or isinstance(value, bool) or (isinstance(value, int) and -_EXACT < value < _EXACT)


_EXACT = 2**53
_SURROGATE = re.compile("[\\ud800-\\udfff]")
