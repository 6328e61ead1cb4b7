"""Of the instants: nothing early, nothing late, every window by the specification's arithmetic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from ..call_facts import CallFacts
from ..evidence import Breach, Evidence
from ..expected_times import end_of_supplement
from ..raw_table import RawEvent

CONTENT = ("save_draft", "submit", "edit")
DOCUMENTS = ("announce_document", "receive_document")


def nothing_outside_the_call(evidence: Evidence) -> Iterator[Breach]:
    """A draft, a submission, an edit: `opens_at <= received_at < closes_at`, or inside an open exception."""
    facts = evidence.facts
    for row, before in _each(evidence):
        if row.act in CONTENT or (row.act in DOCUMENTS and row.before != "interviewed"):
            if row.at < facts.opens_at:
                yield Breach(row.number, f"{row.act} at {row.at.isoformat()}, before the opening")
            if row.at >= facts.closes_at and not is_reopened(before, "submit", row.at):
                yield Breach(row.number, f"{row.act} at {row.at.isoformat()}, after the closing")


def supplements_in_their_window(evidence: Evidence) -> Iterator[Breach]:
    """A supplement: after the interview was recorded and before 24:00 of the last day, or inside an open exception."""
    for row, before in _each(evidence):
        if row.act == "supplement" or (row.act in DOCUMENTS and row.before == "interviewed"):
            opened = min((event.at for event in before if event.act == "record_interview"), default=None)
            if opened is None or row.at < opened:
                yield Breach(row.number, f"{row.act} before an interview was recorded")
            elif row.at >= own_end(evidence.facts, before):
                yield Breach(row.number, f"{row.act} at {row.at.isoformat()}, after its window")


def exceptions_say_why(evidence: Evidence) -> Iterator[Breach]:
    """An exception has a reason and an end that was still to come, later than what was promised before."""
    for row, before in _each(evidence):
        if row.act == "make_exception":
            until = datetime.fromisoformat(row.detail["until"])
            if not str(row.detail.get("why", "")).strip():
                yield Breach(row.number, "an exception without a reason")
            if until <= row.at:
                yield Breach(row.number, "an exception that was over when it was made")
            if (earlier := _promised_end(before)) and until <= earlier:
                yield Breach(row.number, "an exception that ends before what was promised already")


def is_reopened(before: Sequence[RawEvent], window: str, at: datetime) -> bool:
    return any(begins <= at < until for begins, until in _exceptions(before, window))


def own_end(facts: CallFacts, before: Sequence[RawEvent]) -> datetime:
    """The latest end that these events promised: by records that did not fail, counted here again, and by exceptions.

    Where nothing was promised it is the instant of the last record: the window never was open.
    """
    records = [row for row in before if row.act == "record_interview"]
    ends = [end_of_supplement(facts, date.fromisoformat(row.detail["held"])) for row in records
            if facts.has_supplement and row.detail["outcome"] != "failed"]  # fmt: skip
    ends += [datetime.fromisoformat(row.detail["until"]) for row in records if row.detail.get("until")]
    ends += [datetime.fromisoformat(row.detail["until"]) for row in before if row.act == "make_exception"]
    return max(ends, default=records[-1].at)


def promises_never_shrink(evidence: Evidence) -> Iterator[Breach]:
    """What an event said of the window's end is kept by every later event, and a record says it by the arithmetic."""
    facts = evidence.facts
    for row, before in _each(evidence):
        if row.act == "record_interview" and row.detail["outcome"] != "failed" and facts.has_supplement:
            until = datetime.fromisoformat(row.detail["until"])
            earlier = [end for end in [_promised_end(before)] if end]
            if until < max([end_of_supplement(facts, date.fromisoformat(row.detail["held"])), *earlier]):
                yield Breach(row.number, f"event {row.seq} promises {until.isoformat()}, less than it should")
        if row.act == "decline" and row.before == "interviewed" and row.at < own_end(facts, before):
            yield Breach(row.number, f"declined at {row.at.isoformat()}, inside an open window")
        if row.act == "decline" and row.before != "interviewed" and row.at < closing(facts, before):
            yield Breach(row.number, f"declined at {row.at.isoformat()}, while the application may be edited")


def late_records_give_the_whole_window(evidence: Evidence) -> Iterator[Breach]:
    """Told of the interview days after it was held, the applicant has as many days from then, openly marked."""
    facts = evidence.facts
    for row, before in _each(evidence):
        if row.act != "record_interview" or row.detail["outcome"] == "failed" or not facts.has_supplement:
            continue
        held, recorded = date.fromisoformat(row.detail["held"]), row.at.astimezone(facts.zone).date()
        records = [event for event in before if event.act == "record_interview" and event.detail["outcome"] != "failed"
                and date.fromisoformat(event.detail["held"]) >= held]  # fmt: skip
        whole = end_of_supplement(facts, recorded)
        is_late = not records and whole > end_of_supplement(facts, held)
        if is_late and datetime.fromisoformat(row.detail["until"]) < whole:
            yield Breach(row.number, f"recorded late, promised only {row.detail['until']}")
        if is_late != bool(row.detail.get("exception")):
            yield Breach(row.number, f"event {row.seq}: the mark of a late record is not as it should be")


def _promised_end(before: Sequence[RawEvent]) -> datetime | None:
    promises = [row for row in before if row.act in ("record_interview", "make_exception") and row.detail.get("until")]
    return max((datetime.fromisoformat(row.detail["until"]) for row in promises), default=None)


def closing(facts: CallFacts, before: Sequence[RawEvent]) -> datetime:
    return max([facts.closes_at, *(until for _, until in _exceptions(before, "submit"))])


def _exceptions(before: Sequence[RawEvent], window: str) -> list[tuple[datetime, datetime]]:
    return [
        (row.at, datetime.fromisoformat(row.detail["until"])) for row in before
        if row.act == "make_exception" and row.detail["window"] == window
    ]  # fmt: skip


def _each(evidence: Evidence) -> Iterator[tuple[RawEvent, tuple[RawEvent, ...]]]:
    """Every event with those before it."""
    for rows in evidence.table.journals.values():
        for index, row in enumerate(rows):
            yield row, rows[:index]


CHECKS = (
    nothing_outside_the_call, supplements_in_their_window, exceptions_say_why, promises_never_shrink,
    late_records_give_the_whole_window,
)  # fmt: skip
