"""Acts as data, and how each is done by the real verbs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, BinaryIO, NamedTuple

from chalicelib.call import Call
from chalicelib.intake import change_application, receive_document, save_draft, send_document, submit_application
from chalicelib.intake.answer_interview import answer_interview
from chalicelib.intake.explain_task import explain
from chalicelib.intake.idempotency import SenderKey
from chalicelib.intake.malware_scan import check_document
from chalicelib.rules.application import Application
from chalicelib.rules.refusals import NotFound
from chalicelib.selection import decisions, interviews, task_acts
from chalicelib.selection.committee_act import CommitteeAct

from .store import PDF, Events, MemoryFiles, MemoryStore

PEPPER = b"a pepper for paths"
WRONG_KEY = "22222222-22222222-22222222"
AUTHOR = "committee/asel"
FILES = MemoryFiles()
# A form sent without JavaScript has no idempotency key.
PLAIN = ""


class Act(NamedTuple):
    """`args` are the verb's own words; `base` of a rewriting: on the present version, an old one or none."""

    name: str
    args: Mapping[str, Any]


class Scanner(NamedTuple):
    """It says one word of every file; an empty one is its silence."""

    word: str

    def verdict(self, file: BinaryIO) -> str:
        return self.word


class Scene(NamedTuple):
    """Where an act happens. `seen`: how many events the actor saw; `version`: of the content they saw."""

    call: Call
    store: MemoryStore
    at: datetime
    events: Events
    key: str
    seen: int

    @property
    def number(self) -> str:
        return self.events[0].number if self.events else "2345-DFGJ"

    def desk(self, author: str = AUTHOR) -> CommitteeAct:
        return CommitteeAct(self.call, self.store, author, self.at)


def perform(act: Act, scene: Scene) -> Any:
    """Raises Refused. A verb that creates an application answers its key."""
    return _VERBS[act.name](scene, act.args)


def version_seen(act: Act, events: Events) -> int | None:
    present = events[-1].version if events else 0
    return {"fresh": present, "stale": present - 1, "none": None}[act.args.get("base", "none")]


def _key(s: Scene, args: Mapping[str, Any]) -> str:
    return WRONG_KEY if args.get("key") == "wrong" else s.key


def _save_new(s: Scene, args: Mapping[str, Any]) -> str:
    return save_draft.save_new_draft(s.call, s.store, PEPPER, args["answers"], s.at, SenderKey(args["press"]))[1]


def _submit_new(s: Scene, args: Mapping[str, Any]) -> str:
    return submit_application.submit(s.call, s.store, PEPPER, args["answers"], s.at, SenderKey(args["press"])).key


def _rewrite(s: Scene, args: Mapping[str, Any]) -> None:
    version = version_seen(Act("rewrite", args), s.events[: s.seen])
    change_application.rewrite(s.call, s.store, s.number, _key(s, args), version, args["answers"], s.at)


def _submit_draft(s: Scene, args: Mapping[str, Any]) -> None:
    change_application.submit_draft(s.call, s.store, s.number, _key(s, args), s.at)


def _withdraw(s: Scene, args: Mapping[str, Any]) -> None:
    change_application.withdraw(s.call, s.store, s.number, _key(s, args), s.at)


def _announce(s: Scene, args: Mapping[str, Any]) -> None:
    wish = {"kind": args["kind"], "filename": f"{args['kind']}.pdf", "size": len(PDF)}
    send_document.announce(s.call, s.store, s.number, _key(s, args), wish, s.at)


def _receive(s: Scene, args: Mapping[str, Any]) -> None:
    ids = [event.detail["document"] for event in s.events
           if event.act == "announce_document" and event.detail["kind"] == args["kind"]]  # fmt: skip
    document = ids[-1] if ids else "0" * 16
    scanner = Scanner("") if args.get("scanner") == "silent" else None
    receive_document.receive(s.call, s.store, FILES, s.number, _key(s, args), document, s.at, scanner)


def _check(s: Scene, args: Mapping[str, Any]) -> None:
    """The scanner answers about the documents of a kind that wait for it."""
    if not s.events:
        raise NotFound
    for event in s.events:
        if event.act == "receive_document" and event.detail["kind"] == args["kind"]:
            document = event.detail["document"]
            check_document(s.store, FILES, Scanner(args["verdict"]), Application(s.events), document, s.at)


def _explain(s: Scene, args: Mapping[str, Any]) -> None:
    explain(s.call, s.store, s.number, _key(s, args), args["task"], args["text"], s.at)


def _schedule(s: Scene, a: Mapping[str, Any]) -> None:
    plan = interviews.Plan(offered=bool(a.get("offered")))
    interviews.schedule(s.desk(), s.number, a["when"], a["place"], "offline", s.seen, plan)


def _answer(s: Scene, a: Mapping[str, Any]) -> None:
    """About the last appointment, or the `first` there was."""
    planned = [event.seq for event in s.events if event.act == "schedule_interview"] or [0]
    appointment = planned[0 if a.get("of") == "first" else -1]
    answer_interview(s.call, s.store, s.number, _key(s, a), appointment, a["answer"], a["text"], s.at)


def _record(s: Scene, a: Mapping[str, Any]) -> None:
    panel = (a["committee"], a["experts"])
    interviews.record(s.desk(), s.number, a["held"], *panel, a["outcome"], seen=s.seen, why=a["why"])


def _score(s: Scene, a: Mapping[str, Any]) -> None:
    interviews.score(s.desk(a["author"]), s.number, a["expert"], a["points"], a["reasons"], seen=s.seen)


def _admit(s: Scene, a: Mapping[str, Any]) -> None:
    decisions.admit(s.desk(), s.number, seen=s.seen)


def _decline(s: Scene, a: Mapping[str, Any]) -> None:
    decisions.decline(s.desk(), s.number, a["reason"], a["text"], s.seen)


def _reopen(s: Scene, a: Mapping[str, Any]) -> None:
    decisions.reopen(s.desk(a["author"]), s.number, a["window"], a["until"], a["why"], s.seen)


def _let_in(s: Scene, a: Mapping[str, Any]) -> str:
    return decisions.let_in(s.desk(a["author"]), PEPPER, a["until"], a["why"], a["press"])[1]


def _assign(s: Scene, a: Mapping[str, Any]) -> None:
    task_acts.assign(s.desk(), s.number, a["title"], a["due"], s.seen)


def _finish(s: Scene, a: Mapping[str, Any]) -> None:
    task_acts.finish(s.desk(), s.number, a["task"], a["note"], s.seen)


def _miss(s: Scene, a: Mapping[str, Any]) -> None:
    task_acts.miss(s.desk(), s.number, a["task"], a["note"], s.seen)


def _exclude(s: Scene, a: Mapping[str, Any]) -> None:
    decisions.exclude(s.desk(), s.number, a["text"], s.seen)


def _complete(s: Scene, a: Mapping[str, Any]) -> None:
    decisions.complete(s.desk(), s.number, seen=s.seen)


_VERBS: Mapping[str, Callable[[Scene, Mapping[str, Any]], Any]] = {
    "save_new": _save_new, "submit_new": _submit_new, "rewrite": _rewrite, "submit_draft": _submit_draft,
    "withdraw": _withdraw, "announce": _announce, "receive": _receive, "explain": _explain, "schedule": _schedule,
    "answer_interview": _answer, "check": _check,
    "record": _record, "score": _score, "admit": _admit, "decline": _decline, "reopen": _reopen, "let_in": _let_in,
    "assign": _assign, "finish": _finish, "miss": _miss, "exclude": _exclude, "complete": _complete,
}  # fmt: skip
