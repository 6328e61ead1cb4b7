"""An applicant's answers as the committee reads them: every one, by section, with labels instead of codes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.padding import Padding

from chalicelib.call import Field, Form
from chalicelib.call.answer_words import answer_words
from chalicelib.rules.application import Application
from chalicelib.rules.form_version import call_as_written
from chalicelib.rules.masking import mask_answer

from ..console.session import Session
from .terminal import safe, write

Shown = Mapping[str, Any]


def answers_of(session: Session, application: Application, personal: bool) -> dict[str, Any]:
    """In the form's order, then what no question explains; masked unless `personal`."""
    given, fields = application.answers, call_as_written(session.call, application).form.by_id
    order = [*(name for name in fields if name in given), *(name for name in given if name not in fields)]
    return {name: given[name] if personal else mask_answer(fields.get(name), given[name]) for name in order}


def print_answers(console: Console, session: Session, form: Form, answers: Shown) -> None:
    for section in form.sections:
        asked = [field for field in section.fields if field.id in answers]
        if asked:
            _heading(console, section.label[session.language])
        for field in asked:
            _answer(console, field.label[session.language], in_words(session, field, answers[field.id]))
    unknown = {name: value for name, value in answers.items() if name not in form.by_id}
    if unknown:
        _heading(console, session.say("card.unknown"))
    for name, value in unknown.items():
        _answer(console, name, _text(value))


def in_words(session: Session, field: Field, value: object) -> str:
    """Drafts may hold anything under a name; what has the wrong shape is shown as it was sent."""
    if isinstance(value, bool):
        return session.say("yes_no.yes" if value else "yes_no.no")
    if field.kind == "choice" and isinstance(value, str):
        return field.label_of(value, session.language)
    if field.kind == "multi" and isinstance(value, list):
        return ", ".join(field.label_of(str(code), session.language) for code in value)
    if field.kind == "table" and isinstance(value, list):
        return "\n".join(f"{number}. {_row(session, field, row)}" for number, row in enumerate(value, 1))
    return answer_words(field.kind, _text(value), session.language)


def _row(session: Session, field: Field, row: object) -> str:
    if not isinstance(row, dict):
        return _text(row)
    known = [column for column in field.columns if column.id in row]
    cells = {column.label[session.language]: in_words(session, column, row[column.id]) for column in known}
    cells |= {name: _text(cell) for name, cell in row.items() if name not in {column.id for column in known}}
    return "; ".join(f"{label}: {text}" for label, text in cells.items())


def _heading(console: Console, text: str) -> None:
    console.print()
    write(console, text, "bold underline")


def _answer(console: Console, label: str, text: str) -> None:
    write(console, label, "bold")
    console.print(Padding(safe(text), (0, 0, 0, 2), expand=False))


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
