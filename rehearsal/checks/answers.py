"""Of the applicants' own notes: what they were told "yes" to is there, word for word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from ..evidence import Breach, Evidence
from ..expected_times import hash_of
from ..notes import Attempt
from ..raw_table import RawEvent

FIRST = ("submit", "save_draft")
# Two clocks of one machine, read in two programs.
SLACK = timedelta(milliseconds=25)
EVENT = {"submit": "submit", "submit_draft": "submit", "save_draft": "save_draft"}


def what_was_acknowledged_is_there(evidence: Evidence) -> Iterator[Breach]:
    """Whatever was answered with a yes is stored under the number told, in the words sent."""
    for made in _yes(evidence):
        rows = evidence.journal(_number(made))
        if made.words is not None and not any(holds_words(row, made.words) for row in rows):
            yield Breach(_number(made), f"{made.act}: the words acknowledged are not stored")
        if made.act in EVENT and not any(row.act == EVENT[made.act] for row in rows):
            yield Breach(_number(made), f"{made.act} was acknowledged and has no event")


def holds_words(row: RawEvent, words: Mapping[str, object]) -> bool:
    """Answers are stored as answers, an explanation as what the act itself says."""
    return (row.detail if row.act == "explain" else row.answers) == words


def receipts_are_true(evidence: Evidence) -> Iterator[Breach]:
    """A receipt's status, version, instant and hash are those of the stored event."""
    for made in _yes(evidence):
        row = next((row for row in evidence.journal(_number(made)) if row.act == EVENT.get(made.act)), None)
        if row is None:
            continue
        told = (made.said["status"], made.said["version"], made.said["answers_sha256"])
        if told != (row.status, row.version, row.sha256) or datetime.fromisoformat(made.said["received_at"]) != row.at:
            yield Breach(row.number, f"{made.act}: the receipt says otherwise than the event")
        if made.words is not None and made.said["answers_sha256"] != hash_of(made.words):
            yield Breach(row.number, f"{made.act}: the receipt's hash is not that of the words sent")


def a_draft_is_never_called_submitted(evidence: Evidence) -> Iterator[Breach]:
    """Whoever saved a draft was told that it is one, and without a submission it is one still."""
    for made in _yes(evidence):
        if made.act == "save_draft" and made.said["status"] != "draft":
            yield Breach(_number(made), f"a saved draft was told to be {made.said['status']}")
    for number, rows in evidence.table.journals.items():
        if not any(row.act == "submit" for row in rows) and rows[-1].status not in ("draft", "withdrawn"):
            yield Breach(number, f"was never submitted and is {rows[-1].status}")


def one_press_one_number(evidence: Evidence) -> Iterator[Breach]:
    """However often a press is repeated, it gets one number and key; other words never get the same."""
    told: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    words: defaultdict[str, set[str]] = defaultdict(set)
    for made in _yes(evidence):
        if made.act in FIRST:
            told[made.press].add((made.said["number"], made.said["key"]))
            words[made.said["number"]].add(hash_of(made.words))
    for receipts in told.values():
        if len(receipts) > 1:
            yield Breach(" ".join(sorted(number for number, _ in receipts)), "one press was told two receipts")
    for number, hashes in words.items():
        if len(hashes) > 1:
            yield Breach(number, f"was told for {len(hashes)} different applications")


def the_arrival_decides(evidence: Evidence) -> Iterator[Breach]:
    """The instant stored is that of the request: not before it was sent, not after it was answered."""
    sent: dict[str, datetime] = {}
    for made in evidence.log.attempts:
        if made.act in FIRST:
            sent[hash_of(made.words)] = min(made.sent, sent.get(hash_of(made.words), made.sent))
    for made in _yes(evidence):
        if made.act in FIRST:
            at = datetime.fromisoformat(made.said["received_at"])
            if not sent[hash_of(made.words)] - SLACK <= at <= made.answered + SLACK:
                yield Breach(_number(made), f"{made.act} of {made.sent.isoformat()} is said to be of {at.isoformat()}")


def a_look_shows_what_is_there(evidence: Evidence) -> Iterator[Breach]:
    """The last look of everyone with a key shows their status, version, words and every event of theirs."""
    looks = {made.number: made for made in evidence.log.attempts if made.act == "look"}
    for number, made in looks.items():
        rows = evidence.journal(number)
        if not made.is_yes or not rows:
            yield Breach(number, f"a look with the right key was answered {made.status}")
        elif _answers_in_reply(made) != _answers_in_table(rows):
            yield Breach(number, "a look shows otherwise than the table")


def strangers_learn_nothing(evidence: Evidence) -> Iterator[Breach]:
    """A wrong key and an unknown number are answered alike."""
    answers = [made for made in evidence.log.attempts if made.act == "stranger's look"]
    for made in answers:
        if made.status != 404 or made.said != answers[0].said:
            yield Breach(made.number, f"a stranger was answered {made.status}")


def documents_are_there(evidence: Evidence) -> Iterator[Breach]:
    """Every document acknowledged as received has its event."""
    for made in _yes(evidence):
        if made.act == "receive_document":
            kept = [row.detail["document"] for row in evidence.journal(made.number) if row.act == "receive_document"]
            if kept.count(made.said["document"]) != 1:
                yield Breach(made.number, "a document acknowledged is not there, or there twice")


def _answers_in_reply(attempt: Attempt) -> tuple[object, ...]:
    said = attempt.said
    return said["status"], said["version"], said["answers"], [(line["act"], line["to"]) for line in said["history"]]


def _answers_in_table(rows: tuple[RawEvent, ...]) -> tuple[object, ...]:
    words = [row.answers for row in rows if row.answers is not None][-1]
    # The committee's scores and announcements of files are nobody's history.
    history = [(row.act, row.status) for row in rows if row.act not in ("score", "announce_document")]
    return rows[-1].status, rows[-1].version, words, history


def _yes(evidence: Evidence) -> Iterator[Attempt]:
    return (made for made in evidence.log.attempts if made.is_yes)


def _number(attempt: Attempt) -> str:
    return attempt.number or str(attempt.said.get("number", ""))


CHECKS = (
    what_was_acknowledged_is_there, receipts_are_true, a_draft_is_never_called_submitted, one_press_one_number,
    the_arrival_decides, a_look_shows_what_is_there, strangers_learn_nothing, documents_are_there,
)  # fmt: skip
