"""Answers from the body of a form: names with rows are cells of a table, and no word is lost."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl, unquote_plus

from ..call import Form
from .parsed_request import ParsedRequest, Unreadable, most_values

# Holds whatever was sent beyond the number of fields that are parsed; no question can have this name.
REST = "…"
_CELL = re.compile(r"([a-z][a-z0-9_]*)-([0-9]{1,4})-([a-z][a-z0-9_]*)")


def read_form_body(form: Form | None, body: bytes) -> ParsedRequest:
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
    """Everything that was sent, to be handed back: what was not parsed as one text, without the key."""
    answers = {name: value for name, value in sent.answers.items() if name != "key" and not name.startswith("_")}
    return sent._replace(answers={**answers, REST: unquote_plus(rest.replace("&", "\n"))})


def _put(place: dict[str, object], name: str, value: str) -> None:
    """Keep both values of a field that was sent twice: its question then refuses the list, and no word is lost."""
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
