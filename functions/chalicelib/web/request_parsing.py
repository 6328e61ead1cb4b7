"""What was sent: answers from JSON or from a form, the idempotency key, the language to answer in."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl, unquote_plus

from ..call import Field, Form
from ..intake.canonical_answers import MOST_ANSWERS, check_size

# `\u` escapes and percent-encoding write one Cyrillic letter (2 canonical bytes) as 6. More is read than may be stored,
# so that what is too long is handed back; Lambda answers with 6 MB at most.
MOST_BYTES = 4 * MOST_ANSWERS
# A control character, one byte of a form, is six in JSON: no body grows more than this.
MOST_GROWTH = 6
# Rows beyond a table's limit still come from a page that handed them back.
ROWS_BEYOND = 10
# Of a form that asks for no answers: a look-up's, a document's. The bucket adds some to what it sends back.
MOST_OWN_FIELDS = 50
# The name of what a form sent beyond what is taken apart; no question can have it.
REST = "…"
# A key that can be guessed names somebody else's press: 16 signs are what nobody meets by chance.
LEAST_KEY, MOST_KEY = 16, 64
# Real answers are three deep; what goes on for hundreds of levels is meant to exhaust a stack.
MOST_DEPTH = 20
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
_CELL = re.compile(r"([a-z][a-z0-9_]*)-([0-9]{1,4})-([a-z][a-z0-9_]*)")
_KEY = re.compile(rf"[\x21-\x7e]{{{LEAST_KEY},{MOST_KEY}}}")


class Unreadable(Exception):
    """The request as such is no good; `why` names a sentence of words/refusals.toml, `sent` is what could be read, and
    `limit` what it was over.
    """

    def __init__(self, why: str, sent: ParsedRequest | None = None, limit: int = MOST_KEY) -> None:
        super().__init__(why)
        self.why, self.sent, self.limit = why, sent, limit


@dataclass(frozen=True)
class ParsedRequest:
    """`idempotency_key` is the sender's own, `form_key` the one that the server put into a form it rendered."""

    answers: dict[str, Any] = field(default_factory=dict)
    idempotency_key: str = ""
    page_language: str = ""
    form_key: str = ""


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
    sent = _from_form(form, body) if media_type == FORM else ParsedRequest(_from_json(form, body))
    key = "" if sent.form_key else headers.get("idempotency-key", "")
    if any(each and not _KEY.fullmatch(each) for each in (key, sent.form_key)):
        raise Unreadable("bad_idempotency_key", sent)
    return replace(sent, idempotency_key=key)


def most_values(form: Form | None) -> int:
    """Twice what the form can send with every row and every tick; more is junk, and dear to judge and to show."""
    return 2 * sum(_inputs(field) for field in form) if form else MOST_OWN_FIELDS


def _inputs(field: Field) -> int:
    rows = (field.max_rows + ROWS_BEYOND) * (len(field.columns) + 1) if field.columns else 1
    return max(rows, len(field.options) if field.kind == "multi" else 1)


def check_answers_size(sent: ParsedRequest, body: bytes) -> None:
    """Raises TooLarge for answers of which more was read than may be stored: every word can be handed back."""
    if len(body) * MOST_GROWTH > MOST_ANSWERS:
        check_size(sent.answers)


def language_of(written: object, page_language: str, accept_language: str, known: tuple[str, ...]) -> str:
    """The language the answers are written in, else the page's, else the first of Accept-Language, else the first
    known.
    """
    for wish in (written, page_language, *_preferred(accept_language)):
        if isinstance(wish, str) and wish.strip() in known:
            return wish.strip()
    return known[0]


def _preferred(accept_language: str) -> list[str]:
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


def _from_json(form: Form | None, body: bytes) -> dict[str, Any]:
    try:
        answers = json.loads(body.decode("utf-8"), parse_constant=_no_constant, parse_float=_finite)
    except (ValueError, RecursionError):
        raise Unreadable("not_json") from None
    if not isinstance(answers, dict):
        raise Unreadable("not_json")
    if _has_more_values(answers, most_values(form)):
        raise Unreadable("too_many_values", ParsedRequest(answers), most_values(form))
    if not _is_shallow(answers, MOST_DEPTH):
        raise Unreadable("not_json")
    return answers


def _has_more_values(answers: dict[str, Any], most: int) -> bool:
    """Counted one level after another, and no further than `most`."""
    level: list[Any] = [answers]
    while level and most >= 0:
        held = level.pop()
        inner = held.values() if isinstance(held, dict) else held if isinstance(held, list) else ()
        most -= len(inner)
        level += inner if most >= 0 else ()
    return most < 0


def _is_shallow(value: Any, levels: int) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return levels > 0 and all(_is_shallow(item, levels - 1) for item in inner)


def _no_constant(name: str) -> float:
    raise ValueError(name)


def _finite(text: str) -> float:
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise ValueError(text)
    return value


def _from_form(form: Form | None, body: bytes) -> ParsedRequest:
    try:
        most = most_values(form)
        *first, rest = [*body.decode("utf-8").split("&", most), ""][: most + 1]
        pairs = parse_qsl("&".join(first), keep_blank_values=True, errors="strict")
    except ValueError:
        raise Unreadable("not_json") from None
    sent = _gather(form, pairs)
    if rest:
        raise Unreadable("too_many_values", _with_rest(sent, rest), most)
    return sent


def _with_rest(sent: ParsedRequest, rest: str) -> ParsedRequest:
    """All that was sent, to be handed back: what was not taken apart stands as one text, and no key beside it."""
    answers = {name: value for name, value in sent.answers.items() if name != "key" and not name.startswith("_")}
    return replace(sent, answers={**answers, REST: unquote_plus(rest.replace("&", "\n"))})


def _put(place: dict[str, Any], name: str, value: str) -> None:
    """A single answer sent twice with two values is kept as both: the question then refuses it, and no word is lost."""
    present = place.get(name, value)
    if isinstance(present, list):
        present.append(value)
    else:
        place[name] = value if present == value else [present, value]


def _gather(form: Form | None, pairs: list[tuple[str, str]]) -> ParsedRequest:
    kinds = {field.id: field.kind for field in form or ()}
    answers: dict[str, Any] = {}
    rows: dict[str, dict[int, dict[str, Any]]] = {}
    for name, value in pairs:
        cell = _CELL.fullmatch(name)
        if cell and kinds.get(cell[1]) == "table":
            _put(rows.setdefault(cell[1], {}).setdefault(int(cell[2]), {}), cell[3], value)
        elif kinds.get(name) == "multi":
            answers.setdefault(name, []).append(value)
        elif name == "idempotency_key" or name.startswith("_"):
            answers[name] = value
        else:
            _put(answers, name, value)
    answers |= {name: [row for _, row in sorted(table.items())] for name, table in rows.items()}
    form_key, page_language = (answers.pop(name, "") for name in ("idempotency_key", "_language"))
    return ParsedRequest(answers, page_language=page_language, form_key=form_key)
