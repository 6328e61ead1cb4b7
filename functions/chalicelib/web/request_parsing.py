"""Parses a request: answers from JSON or a form, the idempotency key, the language to answer in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from itertools import chain, islice

from ..call import Form
from ..intake.canonical_answers import MOST_ANSWERS, check_size
from .form_body import read_form_body
from .parsed_request import LEAST_KEY, MOST_KEY, ParsedRequest, Unreadable, most_values

# `\u` escapes and percent-encoding write one Cyrillic letter (2 canonical bytes) as 6. More is read than may be stored,
# so that what is too long is handed back; Lambda answers with 6 MB at most.
MOST_BYTES = 4 * MOST_ANSWERS
# A control character is one byte in a form and six in JSON: no body grows by more than this.
MOST_GROWTH = 6
# Real answers are three deep; what goes on for hundreds of levels is meant to exhaust a stack.
MOST_DEPTH = 20
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
_KEY = re.compile(rf"[\x21-\x7e]{{{LEAST_KEY},{MOST_KEY}}}")


def is_form(headers: Mapping[str, str]) -> bool:
    return _media_type(headers) == FORM


def read(form: Form | None, headers: Mapping[str, str], body: bytes) -> ParsedRequest:
    """Raises Unreadable: too_large, wrong_media_type, not_json, too_many_values, bad_idempotency_key. Without a form
    no name is a table's or a list's."""
    media_type = _media_type(headers)
    if media_type not in (JSON, FORM):
        raise Unreadable("wrong_media_type")
    if len(body) > MOST_BYTES:
        raise Unreadable("too_large")
    sent = read_form_body(form, body) if media_type == FORM else ParsedRequest(_from_json(form, body))
    key = "" if sent.form_key else headers.get("idempotency-key", "")
    if any(sent_key and not _KEY.fullmatch(sent_key) for sent_key in (key, sent.form_key)):
        raise Unreadable("bad_idempotency_key", sent)
    return sent._replace(idempotency_key=key)


def check_answers_size(sent: ParsedRequest, body: bytes) -> None:
    """Raises TooLarge for answers of which more was read than may be stored: every word can be handed back."""
    if len(body) * MOST_GROWTH > MOST_ANSWERS:
        check_size(sent.answers)


def language_of(written: object, page_language: str, accept_language: str, known: tuple[str, ...]) -> str:
    """The language the answers are written in, else the page's, else the first of Accept-Language, else the first
    known.
    """
    for wish in (written, page_language, *_preferred_languages(accept_language)):
        if isinstance(wish, str) and wish.strip() in known:
            return wish.strip()
    return known[0]


def _preferred_languages(accept_language: str) -> list[str]:
    wishes = []
    for part in accept_language[:200].split(","):
        tag, _, quality = part.partition(";q=")
        try:
            wishes.append((-float(quality or 1), tag.strip().split("-")[0].lower()))
        except ValueError:
            continue
    return [tag for _, tag in sorted(wishes, key=lambda wish: wish[0])]


def _media_type(headers: Mapping[str, str]) -> str:
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def _from_json(form: Form | None, body: bytes) -> dict[str, object]:
    try:
        answers = json.loads(
            body.decode("utf-8"), parse_constant=_no_constant, parse_float=_finite, object_pairs_hook=_keep_both
        )
    except (ValueError, RecursionError):
        raise Unreadable("not_json") from None
    if not isinstance(answers, dict):
        raise Unreadable("not_json")
    most = most_values(form)
    levels = _levels(answers, most)
    if levels is None:
        raise Unreadable("too_many_values", ParsedRequest(answers), most)
    if levels > MOST_DEPTH:
        raise Unreadable("not_json")
    return answers


def _keep_both(members: list[tuple[str, object]]) -> dict[str, object]:
    """A name that stands twice with two values is kept as a list of both, as a form's is: the question then refuses it
    in words, where a plain reader would silently take the last (RFC 8259, section 4).
    """
    latest = dict(members)
    return latest if len(latest) == len(members) else {name: _one_or_all(values) for name, values in _by_name(members)}


def _by_name(members: list[tuple[str, object]]) -> Iterable[tuple[str, list[object]]]:
    values: dict[str, list[object]] = {}
    for name, value in members:
        values.setdefault(name, []).append(value)
    return values.items()


def _one_or_all(values: list[object]) -> object:
    first = values[0]
    return first if all(type(value) is type(first) and value == first for value in values) else values


def _levels(answers: dict[str, object], most: int) -> int | None:
    """How many levels deep a JSON value is; None if it has more than `most` values in it. Stops counting at `most`."""
    levels, level = 0, list[object]([answers])
    while level:
        level = list(islice(chain.from_iterable(map(_members, level)), most + 1))
        levels, most = levels + 1, most - len(level)
        if most < 0:
            return None
    return levels


def _members(value: object) -> Iterable[object]:
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


def _no_constant(name: str) -> float:
    raise ValueError(name)


def _finite(text: str) -> float:
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise ValueError(text)
    return value
