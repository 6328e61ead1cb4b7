"""Every act of applicant and committee, as somebody does it who may have to do it again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from chalicelib.call import Call
from chalicelib.intake.answer_interview import answer_interview
from chalicelib.intake.change_application import rewrite, submit_draft, withdraw
from chalicelib.intake.explain_task import explain
from chalicelib.intake.idempotency import SenderKey
from chalicelib.intake.receive_document import receive
from chalicelib.intake.save_draft import save_new_draft
from chalicelib.intake.send_document import announce
from chalicelib.intake.submit_application import submit
from chalicelib.rules.application import Application
from chalicelib.rules.refusals import Stale
from chalicelib.selection import decisions, interviews, task_acts
from chalicelib.selection.committee_act import CommitteeAct
from tests import files_building
from tests.building import OPEN, PEPPER, FakeFiles, FakeStore, answers
from tests.faults.breaking import Breaking, Fault
from tests.selection.building import HELD, PACKAGE, with_documents

DAY = timedelta(days=1)
# The task is due on 15 October.
AFTER_DUE = 31
DOCUMENT = {
    "kind": "leader_id",
    "filename": "a.pdf",
    "size": len(files_building.PDF),
    "content_type": "application/pdf",
}


@dataclass
class Scene:
    """One application in a sound store; `store` and `files` are the same behind the fault."""

    call: Call
    fault: Fault = field(default_factory=Fault)
    sound: FakeStore = field(default_factory=FakeStore)
    sound_files: FakeFiles = field(default_factory=FakeFiles)
    number: str = ""
    key: str = ""

    @property
    def store(self) -> Any:
        return Breaking(self.sound, self.fault)

    @property
    def files(self) -> Any:
        return Breaking(self.sound_files, self.fault)

    def is_submitted(self) -> None:
        receipt = submit(self.call, self.sound, PEPPER, answers(), OPEN)
        self.number, self.key = receipt.event.number, receipt.key

    def is_drafted(self) -> None:
        draft, self.key = save_new_draft(self.call, self.sound, PEPPER, answers(), OPEN, SenderKey("k"))
        self.number = draft.number

    def is_scheduled(self) -> None:
        self.is_submitted()
        interviews.schedule(self._desk(0.5), self.number, OPEN + DAY, "Талдықорған", "offline")

    def is_offered_a_time(self) -> None:
        self.is_drafted()
        submit_draft(self.call, self.sound, self.number, self.key, OPEN)
        plan = interviews.Plan(offered=True)
        interviews.schedule(self._desk(0.5), self.number, OPEN + DAY, "Талдықорған", "offline", plan=plan)

    def is_interviewed(self) -> None:
        self.is_scheduled()
        interviews.record(self._desk(1), self.number, HELD, ["А. Б."], ["В. Г."], "passed")

    def is_whole(self) -> None:
        self.is_interviewed()
        with_documents(self.sound, self.number, *PACKAGE)

    def is_admitted(self) -> None:
        self.is_whole()
        decisions.admit(self._desk(2), self.number)

    def has_a_task(self) -> None:
        self.is_admitted()
        task_acts.assign(self._desk(3), self.number, "Міндет", date(2021, 10, 15))

    def has_missed_two(self) -> None:
        self.is_admitted()
        for task in ("1", "2"):
            task_acts.assign(self._desk(3), self.number, "Міндет", date(2021, 10, 15))
            task_acts.miss(self._desk(AFTER_DUE), self.number, task)

    def may_explain(self) -> None:
        self.is_drafted()
        submit_draft(self.call, self.sound, self.number, self.key, OPEN)
        interviews.schedule(self._desk(0.5), self.number, OPEN + DAY, "Талдықорған", "offline")
        interviews.record(self._desk(1), self.number, HELD, ["А. Б."], ["В. Г."], "passed")
        with_documents(self.sound, self.number, *PACKAGE)
        decisions.admit(self._desk(2), self.number)
        task_acts.assign(self._desk(3), self.number, "Міндет", date(2021, 10, 15))
        task_acts.miss(self._desk(AFTER_DUE), self.number, "1")

    def _desk(self, days: float) -> CommitteeAct:
        return CommitteeAct(self.call, self.sound, "committee/asel", OPEN + days * DAY)

    @property
    def told(self) -> list[tuple[Any, ...]]:
        """What is there, but for announcements of files that may never come."""
        return [
            (number, event.act, event.status, event.version, event.answers_sha256, event.at)
            for (number, _), event in sorted(self.sound.kept.items()) if event.act != "announce_document"
        ]  # fmt: skip


Do = Callable[[Scene], Any]
Prepare = Callable[[Scene], None]


def committee(days: float, verb: Callable[..., Application], *words: Any) -> Do:
    """With what was seen when the decision was taken; being told that it is done already is as good as doing it."""

    def do(scene: Scene) -> Any:
        seen = scene.__dict__.setdefault("seen", len(scene.sound.events(scene.number)))
        desk = CommitteeAct(scene.call, scene.store, "committee/asel", OPEN + days * DAY)
        try:
            return verb(desk, scene.number, *words, seen=seen).status
        except Stale as stale:
            assert len(stale.current.events) == seen + 1, "somebody else was there"
            return stale.current.status

    return do


def applicant(act: Callable[..., Any], *words: Any, at: datetime = OPEN + DAY / 2) -> Do:
    return lambda scene: act(scene.call, scene.store, scene.number, scene.key, *words, at).status


def submits(key: str) -> Do:
    def do(scene: Scene) -> Any:
        receipt = submit(scene.call, scene.store, PEPPER, answers(), OPEN, SenderKey(key))
        return receipt.event.number, receipt.key, receipt.event.at

    return do


def drafts(scene: Scene) -> Any:
    draft, key = save_new_draft(scene.call, scene.store, PEPPER, {"project_title": "Жарты"}, OPEN, SenderKey("k"))
    return draft.number, key


def sends_a_document(scene: Scene) -> Any:
    """Announces, uploads, says so; whoever has to begin again announces again."""
    known = scene.__dict__
    if "document" not in known:
        known["document"] = announce(scene.call, scene.store, scene.number, scene.key, DOCUMENT, OPEN)[1].document
        scene.sound_files.post(f"{scene.number}/{known['document']}", files_building.PDF)
    _, event = receive(scene.call, scene.store, scene.files, scene.number, scene.key, known["document"], OPEN)
    return event.detail["sha256"]


def lets_in(scene: Scene) -> Any:
    desk = CommitteeAct(scene.call, scene.store, "committee/asel", OPEN + 20 * DAY)
    place, key = decisions.let_in(desk, PEPPER, OPEN + 21 * DAY, "Ауылда жарық болмады.", "drawn once")
    return place.number, key


def explains(scene: Scene) -> Any:
    at = OPEN + (AFTER_DUE + 1) * DAY
    return explain(scene.call, scene.store, scene.number, scene.key, "1", "Ауырып қалдым", at).events[-1].detail


def answers_the_offer(scene: Scene) -> Any:
    at = OPEN + 0.6 * DAY
    return (
        answer_interview(scene.call, scene.store, scene.number, scene.key, 3, "declined", "Жолдамын", at)
        .events[-1]
        .detail
    )


def nothing(scene: Scene) -> None:
    """Before the first act there is nothing."""


POINTS = {"1": 7, "2": 8, "3": 9, "4": 5, "5": 6}
WHY = dict.fromkeys(POINTS, "Негіздеме")
UNTIL = OPEN + 9 * DAY
ACTS: dict[str, tuple[Prepare, Do]] = {
    "submit with a key": (nothing, submits("press")),
    "submit without": (nothing, submits("")),
    "a new draft": (nothing, drafts),
    "save the draft": (Scene.is_drafted, applicant(rewrite, 1, answers(settlement="Есік"))),
    "submit the draft": (Scene.is_drafted, applicant(submit_draft)),
    "edit": (Scene.is_submitted, applicant(rewrite, 1, answers(settlement="Есік"))),
    "supplement": (Scene.is_interviewed, applicant(rewrite, 1, answers(settlement="Есік"), at=OPEN + 2 * DAY)),
    "withdraw": (Scene.is_submitted, applicant(withdraw)),
    "explain": (Scene.may_explain, explains),
    "answer an offered time": (Scene.is_offered_a_time, answers_the_offer),
    "send a document": (Scene.is_submitted, sends_a_document),
    "schedule": (Scene.is_submitted, committee(0.5, interviews.schedule, OPEN + DAY, "Талдықорған", "offline")),
    "score": (Scene.is_interviewed, committee(2, interviews.score, "В. Г.", POINTS, WHY)),
    "decline": (Scene.is_submitted, committee(20, decisions.decline, "ineligible", "себеп")),
    "reopen": (Scene.is_interviewed, committee(7, decisions.reopen, "supplement", UNTIL, "себеп")),
    "let in": (nothing, lets_in),
    "assign": (Scene.is_admitted, committee(3, task_acts.assign, "Міндет", date(2021, 10, 15))),
    "finish": (Scene.has_a_task, committee(4, task_acts.finish, "1")),
    "miss": (Scene.has_a_task, committee(AFTER_DUE, task_acts.miss, "1")),
    "record": (Scene.is_scheduled, committee(1, interviews.record, HELD, ["А. Б."], ["В. Г."], "passed")),
    "admit": (Scene.is_whole, committee(2, decisions.admit)),
    "exclude": (Scene.has_missed_two, committee(AFTER_DUE + 10, decisions.exclude, "себеп")),
    "complete": (Scene.is_admitted, committee(60, decisions.complete)),
}  # fmt: skip
