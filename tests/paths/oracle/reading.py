"""An application as its history tells it, read apart from the product."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from . import published as call

# What each act leaves the application as; the others leave it as it was.
LEADS_TO = {
    "save_draft": "draft", "submit": "submitted", "withdraw": "withdrawn", "schedule_interview": "interview_scheduled",
    "record_interview": "interviewed", "admit": "admitted", "decline": "not_admitted", "exclude": "excluded",
    "complete": "completed",
}  # fmt: skip
BEFORE_INTERVIEW = ("draft", "submitted", "interview_scheduled")
FINAL = ("not_admitted", "completed", "excluded", "withdrawn")


class Record(NamedTuple):
    held: date
    outcome: str
    panel: tuple[str, ...]


class Task(NamedTuple):
    due: date
    state: str = "assigned"
    explain_until: datetime | None = None
    explanations: tuple[str, ...] = ()


class Facts(NamedTuple):
    """`promised`: the latest end ever told for after the interview; `reopened`: of an exception before it.

    `waiting`: kinds of documents of which the scanner has said nothing; `infected`: those it refused, and when.
    """

    version: int = 0
    status: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    submitted_on: date | None = None
    appointment: datetime | None = None
    offered: bool = False
    answer: tuple[str, str] | None = None
    records: tuple[Record, ...] = ()
    promised: datetime | None = None
    reopened: datetime | None = None
    exceptional: bool = False
    documents: frozenset[str] = frozenset()
    waiting: frozenset[str] = frozenset()
    infected: tuple[tuple[str, datetime], ...] = ()
    announced: frozenset[str] = frozenset()
    tasks: tuple[Task, ...] = ()
    scores: tuple[tuple[str, str], ...] = ()

    @property
    def record(self) -> Record | None:
        return self.records[-1] if self.records else None

    @property
    def missed(self) -> list[Task]:
        return [task for task in self.tasks if task.state == "missed"]


def read(events: Iterable[Any]) -> Facts:
    known: dict[str, Any] = {}
    for event in events:
        _READERS.get(event.act, _nothing)(known, event, event.detail)
        known["status"] = LEADS_TO.get(event.act, known.get("status") or "draft")
        if event.answers is not None:
            known["version"] = known.get("version", 0) + 1
            known["answers"] = tuple(sorted((name, str(value)) for name, value in event.answers.items()))
    known.pop("kinds", None)
    return Facts(**known)


def folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _nothing(known: dict[str, Any], event: Any, detail: Any) -> None:
    pass


def _submit(known: dict[str, Any], event: Any, detail: Any) -> None:
    known.setdefault("submitted_on", call.local_day(event.at))


def _schedule(known: dict[str, Any], event: Any, detail: Any) -> None:
    """An answer was about the appointment before."""
    known["appointment"] = datetime.fromisoformat(detail["when"])
    known["offered"], known["answer"] = bool(detail.get("offered")), None


def _answer(known: dict[str, Any], event: Any, detail: Any) -> None:
    known["answer"] = (detail["answer"], detail.get("text", ""))


def _record(known: dict[str, Any], event: Any, detail: Any) -> None:
    """Not failed: three days from the day held; from today when nobody had been told of that day's window in time."""
    held, earlier = date.fromisoformat(detail["held"]), known.get("records", ())
    panel = tuple(map(folded, (*detail["committee"], *detail["experts"])))
    known["records"] = (*earlier, Record(held, detail["outcome"], panel))
    if known.get("reopened"):
        _promise(known, known["reopened"])
    if detail["outcome"] == "failed":
        return
    by_held = call.end_after(held, call.SUPPLEMENT_DAYS)
    by_today = call.end_after(call.local_day(event.at), call.SUPPLEMENT_DAYS)
    told = any(record.held >= held and record.outcome != "failed" for record in earlier)
    late = by_held < by_today and not told
    known["exceptional"] = known.get("exceptional", False) or late
    _promise(known, by_today if late else by_held)


def _exception(known: dict[str, Any], event: Any, detail: Any) -> None:
    until = datetime.fromisoformat(detail["until"])
    known["exceptional"] = True
    if detail["window"] == "submit":
        known["reopened"] = max(until, known.get("reopened") or until)
    else:
        _promise(known, until)


def _promise(known: dict[str, Any], until: datetime) -> None:
    known["promised"] = max(until, known.get("promised") or until)


def _announce(known: dict[str, Any], event: Any, detail: Any) -> None:
    known["announced"] = known.get("announced", frozenset()) | {detail["kind"]}


def _receive(known: dict[str, Any], event: Any, detail: Any) -> None:
    place = "waiting" if detail.get("checking") else "documents"
    known[place] = known.get(place, frozenset()) | {detail["kind"]}
    known.setdefault("kinds", {})[detail["document"]] = detail["kind"]


def _check(known: dict[str, Any], event: Any, detail: Any) -> None:
    kind = known["kinds"][detail["document"]]
    known["waiting"] = known["waiting"] - {kind}
    if detail["verdict"] == "clean":
        known["documents"] = known.get("documents", frozenset()) | {kind}
    else:
        known["infected"] = (*known.get("infected", ()), (kind, event.at))


def _score(known: dict[str, Any], event: Any, detail: Any) -> None:
    scores = dict(known.get("scores", ())) | {folded(detail["expert"]): event.actor}
    known["scores"] = tuple(sorted(scores.items()))


def _assign(known: dict[str, Any], event: Any, detail: Any) -> None:
    known["tasks"] = (*known.get("tasks", ()), Task(date.fromisoformat(detail["due"])))


def _finish(known: dict[str, Any], event: Any, detail: Any) -> None:
    _change_task(known, detail, state="done")


def _miss(known: dict[str, Any], event: Any, detail: Any) -> None:
    end = call.end_after(call.local_day(event.at), call.EXPLANATION_DAYS)
    _change_task(known, detail, state="missed", explain_until=end)


def _explain(known: dict[str, Any], event: Any, detail: Any) -> None:
    earlier = known["tasks"][int(detail["task"]) - 1].explanations
    _change_task(known, detail, explanations=(*earlier, detail["text"]))


def _change_task(known: dict[str, Any], detail: Any, **changes: Any) -> None:
    index, tasks = int(detail["task"]) - 1, list(known["tasks"])
    tasks[index] = tasks[index]._replace(**changes)
    known["tasks"] = tuple(tasks)


_READERS = {
    "submit": _submit, "schedule_interview": _schedule, "record_interview": _record, "make_exception": _exception,
    "announce_document": _announce, "receive_document": _receive, "score": _score, "assign_task": _assign,
    "finish_task": _finish, "miss_task": _miss, "explain": _explain, "answer_interview": _answer,
    "check_document": _check,
}  # fmt: skip
