"""Of the applicants' own notes: what they were told "yes" to is there, word for word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from ..evidence import Breach, Evidence
from ..expected_times import hash_of
from ..notes import NotedAttempt
from ..raw_table import RawEvent

FIRST = ("submit", "save_draft")
# Two clocks of one machine, read in two programs.
SLACK = timedelta(milliseconds=25)
EVENT = {"submit": "submit", "submit_draft": "submit", "save_draft": "save_draft"}


def what_was_acknowledged_is_there(evidence: Evidence) -> Iterator[Breach]:
    """Whatever was answered with a yes is stored under the number told, in the words sent."""
    for attempt in _yes(evidence):
        rows = evidence.journal(_number(attempt))
        if attempt.words is not None and not any(holds_words(row, attempt.words) for row in rows):
            yield Breach(_number(attempt), f"{attempt.act}: the words acknowledged are not stored")
        if attempt.act in EVENT and not any(row.act == EVENT[attempt.act] for row in rows):
            yield Breach(_number(attempt), f"{attempt.act} was acknowledged and has no event")


def holds_words(row: RawEvent, words: Mapping[str, object]) -> bool:
    """Answers are stored as answers, an explanation as what the act itself says."""
    return (row.detail if row.act == "explain" else row.answers) == words


def receipts_are_true(evidence: Evidence) -> Iterator[Breach]:
    """A receipt's status, version, instant and hash are those of the stored event."""
    for attempt in _yes(evidence):
        row = next((row for row in evidence.journal(_number(attempt)) if row.act == EVENT.get(attempt.act)), None)
        if row is None:
            continue
        receipt = tuple(attempt.said[name] for name in ("status", "version", "answers_sha256", "received_at"))
        if (*receipt[:3], datetime.fromisoformat(receipt[3])) != (row.status, row.version, row.sha256, row.at):
            yield Breach(row.number, f"{attempt.act}: the receipt says otherwise than the event")
        if attempt.words is not None and attempt.said["answers_sha256"] != hash_of(attempt.words):
            yield Breach(row.number, f"{attempt.act}: the receipt's hash is not that of the words sent")


def a_draft_is_never_called_submitted(evidence: Evidence) -> Iterator[Breach]:
    """Whoever saved a draft was told that it is one, and without a submission it is one still."""
    for attempt in _yes(evidence):
        if attempt.act == "save_draft" and attempt.said["status"] != "draft":
            yield Breach(_number(attempt), f"a saved draft was told to be {attempt.said['status']}")
    for number, rows in evidence.table.journals.items():
        if not any(row.act == "submit" for row in rows) and rows[-1].status not in ("draft", "withdrawn"):
            yield Breach(number, f"was never submitted and is {rows[-1].status}")


def one_press_one_number(evidence: Evidence) -> Iterator[Breach]:
    """However often a press is repeated, it gets one number and key; other words never get the same."""
    numbers: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    words: defaultdict[str, set[str]] = defaultdict(set)
    for attempt in _yes(evidence):
        if attempt.act in FIRST:
            numbers[attempt.press].add((attempt.said["number"], attempt.said["key"]))
            words[attempt.said["number"]].add(hash_of(attempt.words))
    for receipts in numbers.values():
        if len(receipts) > 1:
            yield Breach(" ".join(sorted(number for number, _ in receipts)), "one press was told two receipts")
    for number, hashes in words.items():
        if len(hashes) > 1:
            yield Breach(number, f"was told for {len(hashes)} different applications")


def the_arrival_decides(evidence: Evidence) -> Iterator[Breach]:
    """The instant stored is that of the request: not before it was sent, not after it was answered."""
    sent: dict[str, datetime] = {}
    for attempt in evidence.log.attempts:
        if attempt.act in FIRST:
            sent[hash_of(attempt.words)] = min(attempt.sent, sent.get(hash_of(attempt.words), attempt.sent))
    for attempt in _yes(evidence):
        if attempt.act in FIRST:
            at = datetime.fromisoformat(attempt.said["received_at"])
            if not sent[hash_of(attempt.words)] - SLACK <= at <= attempt.answered + SLACK:
                yield Breach(
                    _number(attempt), f"{attempt.act} of {attempt.sent.isoformat()} is said to be of {at.isoformat()}"
                )


def a_look_shows_what_is_there(evidence: Evidence) -> Iterator[Breach]:
    """The last look of everyone with a key shows their status, version, words and every event of theirs."""
    looks = {look.number: look for look in evidence.log.attempts if look.act == "look"}
    for number, look in looks.items():
        rows = evidence.journal(number)
        if not look.is_yes or not rows:
            yield Breach(number, f"a look with the right key was answered {look.status}")
        elif _answers_in_reply(look) != _answers_in_table(rows):
            yield Breach(number, "a look shows otherwise than the table")


def strangers_learn_nothing(evidence: Evidence) -> Iterator[Breach]:
    """A wrong key and an unknown number are answered alike."""
    answers = [attempt for attempt in evidence.log.attempts if attempt.act == "stranger's look"]
    for attempt in answers:
        if attempt.status != 404 or attempt.said != answers[0].said:
            yield Breach(attempt.number, f"a stranger was answered {attempt.status}")


def documents_are_there(evidence: Evidence) -> Iterator[Breach]:
    """Every document acknowledged as received has its event."""
    for attempt in _yes(evidence):
        if attempt.act == "receive_document":
            kept = [row.detail["document"] for row in evidence.journal(attempt.number) if row.act == "receive_document"]
            if kept.count(attempt.said["document"]) != 1:
                yield Breach(attempt.number, "a document acknowledged is not there, or there twice")


def _answers_in_reply(attempt: NotedAttempt) -> tuple[object, ...]:
    said = attempt.said
    return said["status"], said["version"], said["answers"], [(line["act"], line["to"]) for line in said["history"]]


def _answers_in_table(rows: tuple[RawEvent, ...]) -> tuple[object, ...]:
    words = [row.answers for row in rows if row.answers is not None][-1]
    # The committee's scores and announcements of files are nobody's history.
    history = [(row.act, row.status) for row in rows if row.act not in ("score", "announce_document")]
    return rows[-1].status, rows[-1].version, words, history


def _yes(evidence: Evidence) -> Iterator[NotedAttempt]:
    return (attempt for attempt in evidence.log.attempts if attempt.is_yes)


def _number(attempt: NotedAttempt) -> str:
    return attempt.number or str(attempt.said.get("number", ""))


CHECKS = (
    what_was_acknowledged_is_there, receipts_are_true, a_draft_is_never_called_submitted, one_press_one_number,
    the_arrival_decides, a_look_shows_what_is_there, strangers_learn_nothing, documents_are_there,
)  # fmt: skip
