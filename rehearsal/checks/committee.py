"""Of the committee's own notes: what they did stands as they did it, and what a rule forbids was refused."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from ..call_facts import CallFacts
from ..evidence import Breach, Evidence
from ..notes import NotedDecision
from ..raw_table import RawEvent
from .acknowledgements import SLACK
from .life import APPLICANTS

COUNTED = {
    "submit": "received", "record_interview": "interviewed", "admit": "admitted", "decline": "declined",
    "exclude": "excluded", "withdraw": "withdrawn",
}  # fmt: skip
LISTED = ("admitted", "completed")
# How a refusal is noted when no answer came.
UNKNOWN = "unknown"


def guards_cannot_be_got_round(evidence: Evidence) -> Iterator[Breach]:
    """Every attempt against a rule was refused."""
    for decision in evidence.log.decisions:
        if decision.must_fail and not decision.refused:
            yield Breach(decision.number, f"{decision.act} went through against its rule")


def results_are_as_recorded(evidence: Evidence) -> Iterator[Breach]:
    """The committee's events are the acts its members noted, by the same person, while they waited; and no others."""
    noted, unknown = _acknowledged_acts(evidence)
    for row in evidence.table.rows:
        if row.act in APPLICANTS:
            continue
        own = noted[row.number, row.act, row.actor]
        decision = next(
            (attempt for attempt in own if attempt.sent - SLACK <= row.at <= attempt.answered + SLACK), None
        )
        if decision:
            own.remove(decision)
        elif (row.act, row.number) not in unknown:
            yield Breach(row.number, f"{row.act} of {row.actor} at {row.at.isoformat()} is stored and nobody noted it")
    for decision in (decision for own in noted.values() for decision in own):
        yield Breach(
            decision.number,
            f"{decision.act} of {decision.author} at {decision.sent.isoformat()} was acknowledged, not stored",
        )


def _acknowledged_acts(
    evidence: Evidence,
) -> tuple[dict[tuple[str, str, str], list[NotedDecision]], set[tuple[str, str]]]:
    """What was acknowledged, by application, act and person; and of what nobody knows whether it was done."""
    noted: defaultdict[tuple[str, str, str], list[NotedDecision]] = defaultdict(list)
    for decision in sorted(evidence.log.decisions, key=lambda decision: decision.sent):
        if not decision.refused:
            noted[decision.number, decision.act, decision.author].append(decision)
    return noted, {
        (decision.act, decision.number) for decision in evidence.log.decisions if decision.refused == UNKNOWN
    }


def the_ledger_agrees(evidence: Evidence) -> Iterator[Breach]:
    """The ledger on the site counts, day by day, what the table holds."""
    # A call that lacks a part has no column of it, and nothing to count.
    ledger = evidence.results.get("ledger", ())
    days = {day["day"]: {name: day.get(name, 0) for name in COUNTED.values()} for day in ledger}
    counted = _ledger(evidence)
    for day in sorted({*days, *counted}):
        if days.get(day) != counted.get(day):
            yield Breach(day, f"the ledger says {days.get(day)}, the table {counted.get(day)}")


def the_list_is_the_admitted(evidence: Evidence) -> Iterator[Breach]:
    """The published list is whom the committee admitted and did not exclude, by name only where they agreed."""
    published = Counter(_line(line) for line in evidence.results.get("admitted", ()))
    admitted = Counter(
        _expected_line(evidence.facts, rows) for rows in evidence.table.journals.values() if rows[-1].status in LISTED
    )
    for line in (published - admitted).elements():
        yield Breach("results", f"lists {line}, whom nobody admitted so")
    for line in (admitted - published).elements():
        yield Breach("results", f"does not list {line}")


def _ledger(evidence: Evidence) -> dict[str, dict[str, int]]:
    days: defaultdict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(COUNTED.values(), 0))
    for rows in evidence.table.journals.values():
        if any(row.act == "submit" for row in rows):
            firsts = {row.act: row for row in reversed(rows) if row.act in COUNTED}
            for act, row in firsts.items():
                days[row.at.astimezone(evidence.facts.zone).date().isoformat()][COUNTED[act]] += 1
    return dict(days)


def _line(line: Any) -> tuple[object, ...]:
    group, territory = line.get("group") or "", line.get("territory") or ""
    return group, territory, line["state"], line.get("title", ""), line.get("leader", "")


def _expected_line(facts: CallFacts, rows: tuple[RawEvent, ...]) -> tuple[object, ...]:
    """Without a question of consent to it no name is published; a call without groups or territories lists none."""
    words = [row.answers for row in rows if row.answers is not None][-1]
    known = facts.answer_of("publication", words) is True
    names = [str(words[name]) for name in facts.roles["name"] if words.get(name)] if known else []
    title = facts.answer_of("title", words) if known else ""
    group, territory = (str(facts.answer_of(role, words) or "") for role in ("group", "territory"))
    return group, territory, rows[-1].status, title, " ".join(names)


CHECKS = (guards_cannot_be_got_round, results_are_as_recorded, the_ledger_agrees, the_list_is_the_admitted)
