"""`reviewers`: how far each has come, how they give points, and how far they agree. Numbers to look at, no verdict."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from functools import partial
from typing import Any

from rich.console import Console

from chalicelib.call.alphabet import alphabetical
from chalicelib.call.wording import number, signed_number
from chalicelib.rules import application_record
from chalicelib.rules.application import Application
from chalicelib.rules.people_names import name_key
from chalicelib.rules.reviewer_numbers import PersonNumbers, Sheet, agreement, applying, remark, reviewer_numbers
from staff.applications.all_applications import applications
from staff.console.localized_click import command as named
from staff.console.session import Session
from staff.printing.tables import heading
from staff.printing.terminal import safe, write

Row = dict[str, Any]


@named("reviewers")
def command(session: Session) -> None:
    asked: Counter[str] = Counter()
    names: dict[str, str] = {}
    sheets: list[Sheet] = []
    for application in applications(session):
        panel = session.guard(application.number, partial(_panel, application), ())
        names |= {name_key(name): name for name in panel}
        asked.update(map(name_key, panel))
        sheets += session.guard(application.number, partial(_sheets, application), [])
    numbers = {person.person: person for person in reviewer_numbers(sheets)}
    in_order = sorted(asked.keys() | numbers.keys(), key=alphabetical)
    rows = [_row(names.get(key, key), asked[key], numbers.get(key)) for key in in_order]
    alpha = agreement(sheets)
    answer = {"reviewers": rows, "agreement": None if alpha is None else round(alpha, 3)}
    session.out(answer, lambda console: _print(console, session, rows, alpha))


def _panel(application: Application) -> tuple[str, ...]:
    held = application_record.interview(application)
    return (*held["committee"], *held["experts"]) if held else ()


def _sheets(application: Application) -> list[Sheet]:
    given = application_record.scores(application)
    return [Sheet(application.number, key, applying(scores.points)) for key, scores in given.items()]


def _row(name: str, asked: int, found: PersonNumbers | None) -> Row:
    """`asked` is of how many panels somebody was; `severity` is None where there is too little to say."""
    numbers = asdict(found) if found else {"scored": 0, "mean": None, "spread": None, "severity": None, "error": None,
                                           "is_noticeable": False}  # fmt: skip
    rounded = {key: round(value, 2) if isinstance(value, float) else value for key, value in numbers.items()}
    return {**rounded, "person": name, "asked": asked, "remark": remark(found) if found else "too_few"}


def _print(console: Console, session: Session, rows: list[Row], alpha: float | None) -> None:
    table = heading(session, "name", "scored_of", "mean", "spread", "severity", "remark")
    for row in rows:
        progress = session.say("reviewers.of", scored=row["scored"], asked=row["asked"])
        shown = [row["person"], progress, *(_number(row[name]) for name in ("mean", "spread")), _severity(row),
                 session.say(f"reviewers.{row['remark']}")]  # fmt: skip
        table.add_row(*(safe(cell) for cell in shown))
    console.print(table)
    number = session.say("reviewers.too_few") if alpha is None else _number(round(alpha, 2))
    write(console, session.say("reviewers.agreement", value=number))
    write(console, session.say("reviewers.note"))


def _severity(row: Row) -> str:
    """The severity with its standard error, in words."""
    if row["severity"] is None:
        return ""
    return f"{signed_number(row['severity'], is_difference=True)} ± {number(row['error'])}"


def _number(value: float | None) -> str:
    return "" if value is None else signed_number(value)
