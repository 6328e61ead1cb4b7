"""Of every "no": it cites a rule that really stands against the act, hands back every word, and nothing was stored."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from ..evidence import Breach, Evidence
from ..expected_times import unanswered_questions
from ..notes import NotedAttempt
from ..raw_table import RawEvent
from .acknowledgements import SLACK, holds_words
from .times import closing, is_reopened, own_end

MILLISECOND = timedelta(milliseconds=1)
INSTANT = {"window": "opens_at", "deadline": "closes_at", "supplement": "supplement_until"}
# What an attempt would have written.
WRITES = {
    "submit": ("submit",), "save_draft": ("save_draft",), "rewrite": ("save_draft", "edit", "supplement"),
    "stale rewrite": ("save_draft", "edit", "supplement"), "submit_draft": ("submit",), "withdraw": ("withdraw",),
    "announce_document": ("announce_document",), "receive_document": ("receive_document",), "explain": ("explain",),
}  # fmt: skip


def nobody_stored_was_told_no(evidence: Evidence) -> Iterator[Breach]:
    """Whoever was finally refused has nothing stored of that press."""
    presses: defaultdict[str, list[NotedAttempt]] = defaultdict(list)
    for attempt in evidence.log.attempts:
        presses[attempt.press].append(attempt)
    written: defaultdict[str, list[RawEvent]] = defaultdict(list)
    for row in evidence.table.rows:
        written[row.act].append(row)
    for tries in presses.values():
        last = tries[-1]
        if 400 <= last.status < 500:
            for row in (row for act in WRITES.get(last.act, ()) for row in written[act] if _is_of(row, tries)):
                yield Breach(row.number, f"{last.act} was answered {last.status} and is stored as {row.act}")


def refused_only_outside_the_window(evidence: Evidence) -> Iterator[Breach]:
    """Whoever was refused for the time was outside their window, by as much as they were told."""
    for attempt in _refusals(evidence, 403):
        rule, received = attempt.said["rule"], datetime.fromisoformat(attempt.said["received_at"])
        instant = _instant(evidence, attempt, rule, received)
        gap = (instant - received) if rule == "window" else (received - instant)
        distance = attempt.said["early_by_ms" if rule == "window" else "late_by_ms"]
        if gap < timedelta(0) or (rule == "window" and not gap):
            yield Breach(
                _who(attempt), f"{attempt.act} of {received.isoformat()} was refused by {rule}, and was inside"
            )
        elif distance != gap // MILLISECOND or _instant_in_refusal(attempt, rule) != instant:
            yield Breach(
                _who(attempt), f"{attempt.act} was told it missed {rule} by {distance} ms; it was {gap // MILLISECOND}"
            )
        if not attempt.sent - SLACK <= received <= attempt.answered + SLACK:
            yield Breach(_who(attempt), f"{attempt.act} was refused for another instant than its own")


def an_open_exception_lets_in(evidence: Evidence) -> Iterator[Breach]:
    """Nobody is refused by the deadline while an exception is open for them."""
    for attempt in _refusals(evidence, 403):
        received = datetime.fromisoformat(attempt.said["received_at"])
        if attempt.said["rule"] == "deadline" and is_reopened(evidence.journal(attempt.number), "submit", received):
            yield Breach(_who(attempt), f"{attempt.act} was refused in spite of an open exception")


def every_word_is_handed_back(evidence: Evidence) -> Iterator[Breach]:
    """A refusal of written words returns all of them."""
    for attempt in evidence.log.attempts:
        refused = attempt.words is not None and attempt.status in (403, 409, 412, 422, 428)
        if refused and attempt.said.get("answers") != attempt.words:
            yield Breach(_who(attempt), f"{attempt.act} was answered {attempt.status} without the words sent")


def the_complete_is_never_incomplete(evidence: Evidence) -> Iterator[Breach]:
    """Whoever answered every required question is not told that something is missing; who did not, is told each."""
    for attempt in _refusals(evidence, 422):
        rows = [
            row for row in evidence.journal(attempt.number) if row.answers is not None and row.at <= attempt.answered
        ]
        words = attempt.words or (rows[-1].answers if rows else None) or {}
        fields = {
            problem["field"] for problem in attempt.said.get("problems", ()) if problem["code"] and problem["message"]
        }
        if not fields or not unanswered_questions(evidence.facts, words) <= fields:
            yield Breach(_who(attempt), f"{attempt.act} was told {len(fields)} problems of those it has")
        if not unanswered_questions(evidence.facts, words):
            yield Breach(_who(attempt), f"{attempt.act} was complete and told to be incomplete")


def a_refusal_is_a_refusal(evidence: Evidence) -> Iterator[Breach]:
    """Never an error of ours: a yes, a refusal that cites its rule, or "unknown, safe to retry"."""
    for attempt in evidence.log.attempts:
        if attempt.status not in (0, 200, 201, 403, 404, 409, 412, 422, 503, 504):
            yield Breach(_who(attempt), f"{attempt.act} was answered {attempt.status}")
        if attempt.status in (403, 409, 422) and not attempt.said.get("rule"):
            yield Breach(_who(attempt), f"{attempt.act} was refused without a rule")
        if attempt.status in (403, 409) and not attempt.said.get("next"):
            yield Breach(_who(attempt), f"{attempt.act} was refused without a word of what to do now")


def late_attempts_left_their_trace(evidence: Evidence) -> Iterator[Breach]:
    """Every act outside its window is counted, by its rule, and nothing else is."""
    refusals = Counter(attempt.said["rule"] for attempt in _refusals(evidence, 403))
    lost = sum(attempt.status in (0, 503, 504) for attempt in evidence.log.attempts)
    for rule in {*refusals, *evidence.table.late}:
        if not refusals[rule] <= evidence.table.late.get(rule, 0) <= refusals[rule] + lost:
            yield Breach(rule, f"{refusals[rule]} refused, {evidence.table.late.get(rule, 0)} counted")


def _instant(evidence: Evidence, attempt: NotedAttempt, rule: str, received: datetime) -> datetime:
    if rule == "window":
        return evidence.facts.opens_at
    if rule == "deadline":
        made_before = [row for row in evidence.journal(attempt.number) if row.at <= received] if attempt.number else []
        return closing(evidence.facts, made_before)
    return own_end(evidence.facts, [row for row in evidence.journal(attempt.number) if row.at <= received])


def _instant_in_refusal(attempt: NotedAttempt, rule: str) -> datetime:
    """The instant the refusal names; of a window that never was open it is the interview's record."""
    name = "recorded_at" if "recorded_at" in attempt.said else INSTANT[rule]
    return datetime.fromisoformat(attempt.said[name])


def _is_of(row: RawEvent, tries: list[NotedAttempt]) -> bool:
    last = tries[-1]
    if (
        not min(attempt.sent for attempt in tries) - SLACK
        <= row.at
        <= max(attempt.answered for attempt in tries) + SLACK
    ):
        return False
    # Two people may explain in the same words: who knew a number spoke of that application only.
    if last.number and row.number != last.number:
        return False
    return last.words is None or holds_words(row, last.words)


def _refusals(evidence: Evidence, status: int) -> Iterator[NotedAttempt]:
    return (attempt for attempt in evidence.log.attempts if attempt.status == status)


def _who(attempt: NotedAttempt) -> str:
    return attempt.number or "a new applicant"


CHECKS = (
    nobody_stored_was_told_no, refused_only_outside_the_window, an_open_exception_lets_in, every_word_is_handed_back,
    the_complete_is_never_incomplete, a_refusal_is_a_refusal, late_attempts_left_their_trace,
)  # fmt: skip
