"""Of the instants: nothing early, nothing late, every window by the specification's arithmetic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from ..evidence import Breach, Evidence
from ..exact import end_of_supplement
from ..facts import Facts
from ..table import Row

CONTENT = ("save_draft", "submit", "edit")
DOCUMENTS = ("announce_document", "receive_document")


def nothing_outside_the_call(evidence: Evidence) -> Iterator[Breach]:
    """A draft, a submission, an edit: `opens_at <= received_at < closes_at`, or inside an open exception."""
    facts = evidence.facts
    for row, before in _each(evidence):
        if row.act in CONTENT or (row.act in DOCUMENTS and row.before != "interviewed"):
            if row.at < facts.opens_at:
                yield Breach(row.number, f"{row.act} at {row.at.isoformat()}, before the opening")
            if row.at >= facts.closes_at and not reopened(before, "submit", row.at):
                yield Breach(row.number, f"{row.act} at {row.at.isoformat()}, after the closing")


def supplements_in_their_window(evidence: Evidence) -> Iterator[Breach]:
    """A supplement: after the interview was recorded and before 24:00 of the last day, or inside an open exception."""
    for row, before in _each(evidence):
        if row.act == "supplement" or (row.act in DOCUMENTS and row.before == "interviewed"):
            opened = min((each.at for each in before if each.act == "record_interview"), default=None)
            if opened is None or row.at < opened:
                yield Breach(row.number, f"{row.act} before an interview was recorded")
            elif row.at >= own_end(evidence.facts, before):
                yield Breach(row.number, f"{row.act} at {row.at.isoformat()}, after its window")


def exceptions_say_why(evidence: Evidence) -> Iterator[Breach]:
    """An exception has a reason and an end that was still to come."""
    for row in evidence.table.rows:
        if row.act == "make_exception":
            if not str(row.detail.get("why", "")).strip():
                yield Breach(row.number, "an exception without a reason")
            if datetime.fromisoformat(row.detail["until"]) <= row.at:
                yield Breach(row.number, "an exception that was over when it was made")


def reopened(before: Sequence[Row], window: str, at: datetime) -> bool:
    return any(made <= at < until for made, until in _exceptions(before, window))


def own_end(facts: Facts, before: Sequence[Row]) -> datetime:
    """The end of the supplement window that these events opened; the last record counts, and an exception if later."""
    held = [date.fromisoformat(row.detail["held"]) for row in before if row.act == "record_interview"][-1]
    return max([end_of_supplement(facts, held), *(until for _, until in _exceptions(before, "supplement"))])


def _exceptions(before: Sequence[Row], window: str) -> list[tuple[datetime, datetime]]:
    return [
        (row.at, datetime.fromisoformat(row.detail["until"])) for row in before
        if row.act == "make_exception" and row.detail["window"] == window
    ]  # fmt: skip


def _each(evidence: Evidence) -> Iterator[tuple[Row, tuple[Row, ...]]]:
    """Every event with those before it."""
    for rows in evidence.table.journals.values():
        for index, row in enumerate(rows):
            yield row, rows[:index]


CHECKS = (nothing_outside_the_call, supplements_in_their_window, exceptions_say_why)
