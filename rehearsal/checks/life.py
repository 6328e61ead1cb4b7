"""Of the life of an application (spec 3): which act leads where, and by whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..call_facts import CallFacts
from ..evidence import Breach, Evidence

UNDECIDED = ("draft", "submitted", "interview_scheduled", "interviewed")
_STAYING = {status: status for status in UNDECIDED}
_TASK = {"admitted": "admitted"}
# Act: from which status to which, in a call with interviews.
LIFE: Mapping[str, Mapping[str, str]] = {
    "save_draft": {"": "draft", "draft": "draft"},
    "submit": {"": "submitted", "draft": "submitted"},
    "edit": {"submitted": "submitted", "interview_scheduled": "interview_scheduled"},
    "supplement": {"interviewed": "interviewed"},
    "withdraw": dict.fromkeys(UNDECIDED, "withdrawn"),
    "announce_document": _STAYING,
    "receive_document": _STAYING,
    "schedule_interview": dict.fromkeys(("submitted", "interview_scheduled"), "interview_scheduled"),
    "record_interview": dict.fromkeys(("interview_scheduled", "interviewed"), "interviewed"),
    "answer_interview": {"interview_scheduled": "interview_scheduled"},
    "score": {"interviewed": "interviewed"},
    "admit": {"interviewed": "admitted"},
    "decline": dict.fromkeys(("submitted", "interview_scheduled", "interviewed"), "not_admitted"),
    "assign_task": _TASK, "finish_task": _TASK, "miss_task": _TASK, "explain": _TASK,
    "exclude": {"admitted": "excluded"},
    "complete": {"admitted": "completed"},
    "make_exception": {"": "draft", **_STAYING},
}  # fmt: skip
_OF_INTERVIEW = ("schedule_interview", "answer_interview", "record_interview", "score")
_OF_TASKS = ("assign_task", "finish_task", "miss_task", "explain", "exclude", "complete")
APPLICANTS = (
    "save_draft", "submit", "edit", "supplement", "withdraw", "announce_document", "receive_document", "explain",
    "answer_interview",
)  # fmt: skip
DECISIONS = ("admit", "decline")
ENDS = ("withdrawn", "not_admitted", "excluded", "completed")


def life_of(facts: CallFacts) -> Mapping[str, Mapping[str, str]]:
    """Without interviews a submission is decided upon as it stands; without tasks nothing follows an admission."""
    lacking = (*(() if facts.has_interview else _OF_INTERVIEW), *(() if facts.has_tasks else _OF_TASKS),
               *(() if facts.has_supplement else ("supplement",)))  # fmt: skip
    life = {act: steps for act, steps in LIFE.items() if act not in lacking}
    if not facts.has_interview:
        life |= {"admit": {"submitted": "admitted"}, "decline": {"submitted": "not_admitted"}}
    return life


def every_act_was_allowed(evidence: Evidence) -> Iterator[Breach]:
    """Every act comes from a status that allows it, and leads where the rulebook says."""
    life = life_of(evidence.facts)
    for number, rows in evidence.table.journals.items():
        status = ""
        for row in rows:
            if row.before != status or life.get(row.act, {}).get(status) != row.status:
                yield Breach(number, f"event {row.seq}: {row.act} from {row.before or 'nothing'} to {row.status}")
            status = row.status


def nothing_happens_after_the_end(evidence: Evidence) -> Iterator[Breach]:
    """Whoever withdrew is not decided upon, and nothing follows a decision against, an exclusion or the completion."""
    for number, rows in evidence.table.journals.items():
        ended = next((index for index, row in enumerate(rows) if row.status in ENDS), len(rows))
        for row in rows[ended + 1 :]:
            yield Breach(number, f"{row.act} after it was {rows[ended].status}")


def decided_once(evidence: Evidence) -> Iterator[Breach]:
    """An application is admitted or declined once, whoever decided at the same time."""
    for number, rows in evidence.table.journals.items():
        decisions = [row.act for row in rows if row.act in DECISIONS]
        if len(decisions) > 1:
            yield Breach(number, f"was decided {len(decisions)} times: {', '.join(decisions)}")


def acts_have_their_author(evidence: Evidence) -> Iterator[Breach]:
    """What the applicant may do, only the applicant did; what the committee may do, a named member did."""
    for row in evidence.table.rows:
        if not row.actor or (row.act in APPLICANTS) != (row.actor == "applicant"):
            yield Breach(row.number, f"{row.act} by {row.actor or 'nobody'}")


CHECKS = (every_act_was_allowed, nothing_happens_after_the_end, decided_once, acts_have_their_author)
