"""Of the desk (spec 8): two people to a grave act, points sealed until one's own, conflicts before the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from html import unescape

from ..evidence import Breach, Evidence
from ..notes import Sight
from ..raw_table import RawEvent, Table

GRAVE = ("admit", "decline", "exclude", "complete", "make_exception")
DESK = "member#"
# A shorter answer may stand on a page by chance.
TELLING = 60
_NUMBER = re.compile(r"\b[2-9DFGJNRSUVW]{4}-[2-9DFGJNRSUVW]{4}\b")
_HOLE = re.compile(r"[{}]")


def grave_acts_took_two(evidence: Evidence) -> Iterator[Breach]:
    """A decision, an exclusion, a completion, an exception at the desk: ordered by one, confirmed by another, and done
    once for each line that says so.
    """
    done: Counter[tuple[str, str, str]] = Counter()
    for order in evidence.table.orders:
        results = order.results or ("",) * len(order.lines)
        for (number, act), result in zip(order.lines, results, strict=True):
            done[number, act, order.by] += result == "done"
        if order.results and order.confirmed_by in ("", order.by):
            yield Breach(order.lines[0][0], f"an order was carried out without a second person ({order.confirmed_by})")
    rows = [row for row in evidence.table.rows if row.act in GRAVE and row.actor.startswith(DESK)]
    stored = Counter((row.number, row.act, row.actor) for row in rows)
    for number, act, by in ((stored - done) + (done - stored)).elements():
        yield Breach(number, f"{act} of {by}: the orders and the events do not agree")


def points_are_of_whoever_gave_them(evidence: Evidence) -> Iterator[Breach]:
    """Whoever gave points gave their own, and had declared no conflict of interest."""
    names = {member.actor: member.name for member in evidence.table.members}
    for row in _scores(evidence.table):
        if names.get(row.actor, row.detail["expert"]) != row.detail["expert"]:
            yield Breach(row.number, f"{names[row.actor]} gave points for {row.detail['expert']}")
        if _has_conflict(evidence.table, row.number, row.actor, row.at):
            yield Breach(row.number, f"points of {row.detail['expert']}, who has a conflict of interest")


def points_are_sealed(evidence: Evidence) -> Iterator[Breach]:
    """Nobody is shown others' points before giving their own."""
    given = [(row, _reasons(row)) for row in _scores(evidence.table)]
    own = {(row.number, row.actor): row.at for row, _ in reversed(given)}
    for sight in evidence.log.sights:
        if own.get((sight.number, sight.who), datetime.max.replace(tzinfo=sight.at.tzinfo)) <= sight.at:
            continue
        others = [reasons for row, reasons in given if row.number == sight.number and row.actor != sight.who]
        page = unescape(sight.page)
        if any(reason in page for reasons in others for reason in reasons):
            yield Breach(sight.number, f"{sight.who} was shown points before giving any")


def a_conflict_takes_the_text_away(evidence: Evidence) -> Iterator[Breach]:
    """Whoever has declared a conflict of interest is shown no answer of the application but who stands behind it."""
    for sight in evidence.log.sights:
        if _has_conflict(evidence.table, sight.number, sight.who, sight.at):
            page = unescape(sight.page)
            for name, text in _texts(evidence, sight).items():
                if text in page:
                    yield Breach(sight.number, f"{sight.who} has a conflict and was shown {name}")


def appointments_do_not_meet(evidence: Evidence) -> Iterator[Breach]:
    """No two appointments are in one place, or with one person, at one time."""
    last: dict[str, RawEvent] = {}
    for row in sorted(evidence.table.rows, key=lambda row: row.at):
        if row.act == "schedule_interview":
            for other in last.values():
                if other.number != row.number and _meet(row.detail, other.detail):
                    yield Breach(row.number, f"meets the interview of {other.number}")
            last[row.number] = row
        elif row.number in last and row.status != "interview_scheduled":
            del last[row.number]


def the_desk_writes_when_asked(evidence: Evidence) -> Iterator[Breach]:
    """Whoever of the committee asked to sign in got one mail for it; it speaks of no application."""
    asked = Counter(sign_in.address for sign_in in evidence.log.sign_ins)
    members = {member.email for member in evidence.table.members}
    letters = [letter for letter in evidence.letters if set(letter.to) & members]
    got = Counter(address for letter in letters for address in letter.to)
    for address in sorted({*asked, *got}):
        if asked[address] != got[address]:
            yield Breach(address, f"asked {asked[address]} times and got {got[address]} mails")
    for letter in letters:
        if _NUMBER.search(f"{letter.subject} {letter.text}"):
            yield Breach(", ".join(letter.to), "a mail to sign in by names an application")


def refusals_are_whole_sentences(evidence: Evidence) -> Iterator[Breach]:
    """Whoever of the committee was refused read a sentence, and not the place of what belongs into it."""
    for decision in evidence.log.decisions:
        if _HOLE.search(decision.refused):
            yield Breach(decision.number, f"{decision.act} was refused with «{decision.refused}»")


def _scores(table: Table) -> list[RawEvent]:
    return [row for row in table.rows if row.act == "score"]


def _reasons(row: RawEvent) -> list[str]:
    return [str(reason) for reason in row.detail["reasons"].values()]


def _has_conflict(table: Table, number: str, actor: str, at: datetime) -> bool:
    return any(
        conflict.number == number and conflict.actor == actor and conflict.at <= at for conflict in table.conflicts
    )


def _texts(evidence: Evidence, sight: Sight) -> dict[str, str]:
    """Long answers that say nothing of who the people are."""
    rows = [row for row in evidence.journal(sight.number) if row.answers and row.at <= sight.at]
    answers = rows[-1].answers or {} if rows else {}
    shown = {name for role in ("title", "organisation", "name") for name in evidence.facts.roles.get(role, ())}
    return {name: value.strip() for name, value in answers.items()
            if name not in shown and isinstance(value, str) and len(value.strip()) >= TELLING}  # fmt: skip


def _meet(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Both lists of people count; a length of nought is a moment."""
    if one["place"] != other["place"] and not _people(one) & _people(other):
        return False
    (first, end), (second, after) = _span(one), _span(other)
    return first == second or (first < after and second < end)


def _people(detail: Mapping[str, object]) -> set[str]:
    lists = [detail.get(name) for name in ("committee", "experts")]
    return {str(name) for names in lists if isinstance(names, list) for name in names}


def _span(detail: Mapping[str, object]) -> tuple[datetime, datetime]:
    start = datetime.fromisoformat(str(detail["when"]))
    return start, start + timedelta(minutes=int(str(detail.get("minutes", 0))))


CHECKS = (
    grave_acts_took_two, points_are_of_whoever_gave_them, points_are_sealed, a_conflict_takes_the_text_away,
    appointments_do_not_meet, the_desk_writes_when_asked, refusals_are_whole_sentences,
)  # fmt: skip
