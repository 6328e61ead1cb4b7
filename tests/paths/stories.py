"""The stories that are explored: each a beginning, a list of instants and all acts that may happen at any of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from chalicelib.call import Call
from chalicelib.intake.idempotency import SenderKey
from chalicelib.intake.submit_application import submit

from .acts import AUTHOR, PEPPER, PLAIN, Act
from .oracle import published
from .oracle.reading import FINAL, Facts
from .small_call import small_call
from .store import Events, MemoryStore

MS = timedelta(milliseconds=1)
A = {"project_title": "A", "stage": "running"}
B = {"project_title": "B", "stage": "running"}
PILOT = {"project_title": "P", "stage": "pilot", "team_experience": "Екі жоба"}
PARTIAL = {"project_title": "A"}
UNPROVEN = {"project_title": "A", "stage": "pilot"}
LONG = {"project_title": "A" * 21, "stage": "running"}


def at(text: str) -> datetime:
    """A day and a time of September or October 2021 in Almaty: `09-17 18:00`."""
    return datetime.fromisoformat(f"2021-{text}").replace(tzinfo=published.ALMATY)


def act(name: str, **args: Any) -> Act:
    return Act(name, args)


def _beside() -> tuple[str, Events]:
    store = MemoryStore({})
    event = submit(small_call(), store, PEPPER, B, at("09-11 10:00"), SenderKey("beside")).event
    return event.number, store.applications[event.number]


BESIDE, _BESIDE_EVENTS = _beside()


@dataclass(frozen=True)
class Story:
    """`most` limits how often an event of an act may be there before the act is no longer offered.

    `extended`: under an amended call, whose new closing is in force from the day it was announced on.
    """

    name: str
    instants: tuple[datetime, ...]
    acts: tuple[Act, ...]
    prologue: tuple[Act, ...] = ()
    racing: frozenset[str] = frozenset()
    most: Mapping[str, int] = field(default_factory=dict)
    extended: bool = False

    def call_at(self, instant: datetime) -> Call:
        return small_call(extended=self.extended and instant >= published.EXTENDED_ON)

    def closes_at(self, instant: datetime) -> datetime:
        return published.EXTENDED if self.extended and instant >= published.EXTENDED_ON else published.CLOSES

    def beside(self) -> Events:
        return _BESIDE_EVENTS

    def is_offered(self, act: Act, facts: Facts, counts: Mapping[str, int]) -> bool:
        """Where an act can change nothing any more, it is tried without limit; what arrived does not arrive again."""
        if act.name == "receive" and act.args["kind"] in {*facts.waiting, *(kind for kind, _ in facts.infected)}:
            return False
        if facts.status in (*FINAL, *(["admitted"] if act.name == "announce" else [])):
            return True
        if act.name == "announce":
            return act.args["kind"] not in facts.announced
        return counts.get(EVENT_OF.get(act.name, act.name), 0) < self.most.get(act.name, 99)


EVENT_OF = {"reopen": "make_exception", "schedule": "schedule_interview", "record": "record_interview",
            "assign": "assign_task", "rewrite": "edit", "miss": "miss_task", "finish": "finish_task"}  # fmt: skip

WAIT = act("wait")
WRITING = (
    act("rewrite", answers=A, base="fresh"),
    act("rewrite", answers=B, base="fresh"),
    act("rewrite", answers=B, base="stale"),
    act("rewrite", answers=A, base="none"),
    act("rewrite", answers=PARTIAL, base="fresh"),
    act("rewrite", answers=LONG, base="fresh"),
    act("rewrite", answers=B, base="fresh", key="wrong"),
    act("submit_draft"),
    act("submit_draft", key="wrong"),
    act("withdraw"),
    act("withdraw", key="wrong"),
    act("announce", kind="leader_id"),
    act("receive", kind="leader_id"),
)
PILOTING = (
    act("rewrite", answers=PILOT, base="fresh"),
    act("rewrite", answers=UNPROVEN, base="fresh"),
    act("announce", kind="team_cv"),
    act("receive", kind="team_cv"),
)
NEW = (
    act("save_new", answers=A, press="d1"),
    act("save_new", answers=PARTIAL, press="d2"),
    act("submit_new", answers=A, press="s1"),
    act("submit_new", answers=B, press="s1"),
    act("submit_new", answers=B, press=PLAIN),
    act("submit_new", answers=PILOT, press="s2"),
    act("submit_new", answers=PARTIAL, press="s3"),
    act("submit_new", answers=LONG, press="s4"),
    act("submit_new", answers=UNPROVEN, press="s5"),
)
SUBMITTED = act("submit_new", answers=A, press="s1")
APPOINTED = at("09-15 11:00")
SCHEDULING = (
    act("schedule", when=APPOINTED, place="Талдықорған"),
    act("schedule", when=APPOINTED, place=" "),
)
REASONS = ("interview_failed", "incomplete", "no_interview", "ineligible", "criteria", "other")
DECIDING = (
    act("admit"),
    *(act("decline", reason=reason, text="себеп") for reason in REASONS),
    act("decline", reason="ineligible", text=" "),
)


def recording(held: str, outcome: str = "passed", **changes: Any) -> Act:
    told = {"committee": ("Ахметов А.",), "experts": ("Байтұрсынов А.",), "outcome": outcome, "why": ""}
    return act("record", held=date.fromisoformat(f"2021-{held}"), **(told | changes))


def reopening(window: str, until: str, **changes: Any) -> Act:
    return act("reopen", **({"window": window, "until": at(until), "why": "ауырды", "author": AUTHOR} | changes))


def letting_in(until: str, **changes: Any) -> Act:
    told = {"until": at(until), "why": "сайт істемеді", "author": AUTHOR, "press": "l1"}
    return act("let_in", **(told | changes))


def scoring(expert: str = "Ахметов А.", **changes: Any) -> Act:
    points = {"1": 8, "2": 0, "3": 10, "4": None, "5": 7}
    reasons = {number: "дәлел бар" for number, value in points.items() if value is not None}
    return act("score", **({"expert": expert, "points": points, "reasons": reasons, "author": AUTHOR} | changes))


CHECKS = tuple(act("check", kind="leader_id", verdict=word) for word in ("clean", "infected"))
WRITE = Story(
    "writing",
    (at("09-10 00:00") - MS, at("09-10 00:00"), at("09-14 10:00"), at("09-17 18:00") - MS, at("09-17 18:00"),
     at("09-25 12:00") - MS, at("09-25 12:00")),
    (*NEW, *WRITING, *SCHEDULING, *DECIDING,
     letting_in("09-25 12:00"), letting_in("09-17 18:00"), letting_in("09-25 12:00", why=" "),
     letting_in("09-25 12:00", author=""),
     reopening("submit", "09-25 12:00"), reopening("submit", "09-17 17:00"), reopening("supplement", "09-25 12:00"),
     reopening("submit", "09-25 12:00", why=" "), recording("09-14"), CHECKS[0], act("complete"),
     act("exclude", text="себеп")),
    racing=frozenset(("rewrite", "submit_draft", "withdraw", "schedule", "decline", "reopen")),
    most={"reopen": 2, "schedule": 1},
)  # fmt: skip
EXTEND = Story(
    "extension",
    (at("09-16 09:59"), at("09-16 10:00"), at("09-17 18:00") - MS, at("09-17 18:00"), at("09-22 18:00") - MS,
     at("09-22 18:00"), at("09-25 12:00")),
    (*NEW, *WRITING, *PILOTING, act("schedule", when=at("09-17 12:00"), place="Онлайн"), recording("09-16"),
     recording("09-16", "pending"), recording("09-16", "failed"), *DECIDING,
     reopening("submit", "09-22 12:00"), reopening("submit", "09-25 12:00"), reopening("supplement", "09-25 12:00")),
    racing=frozenset(("rewrite", "record", "withdraw", "decline", "admit")),
    most={"reopen": 2, "schedule": 1, "record": 2},
    extended=True,
)  # fmt: skip
INTERVIEW = Story(
    "interview",
    (at("09-13 10:00"), APPOINTED - MS, APPOINTED, APPOINTED + MS, at("09-16 00:00") - MS, at("09-16 00:00"),
     at("09-17 00:00"), at("09-17 18:00"), at("09-22 00:00") - MS, at("09-22 00:00"), at("09-28 00:00") - MS,
     at("09-28 00:00"), at("09-30 12:00") - MS, at("09-30 12:00")),
    (*WRITING, *SCHEDULING, act("schedule", when=at("09-22 00:00"), place="Онлайн"),
     *(recording(day, outcome) for day in ("09-13", "09-15", "09-21") for outcome in ("passed", "failed", "pending")),
     recording("09-12"), recording("09-30"), recording("09-15", "absent"),
     recording("09-15", committee=(" ",)), recording("09-15", experts=()),
     recording("09-15", experts=("ахметов  а.",)), recording("09-15", experts=("Б. А.", "б. а.")),
     recording("09-15", "passed", why="қате болды"), recording("09-15", "failed", why="қате болды"),
     recording("09-13", "passed", why="қате болды"), recording("09-15", "pending", why="қате болды"),
     *DECIDING, reopening("submit", "09-30 12:00"), reopening("supplement", "09-30 12:00"),
     reopening("supplement", "09-17 12:00"), reopening("submit", "09-30 12:00", why=" "),
     act("complete"), act("exclude", text="себеп"), act("assign", title="Жоспар", due=date(2021, 9, 30))),
    (SUBMITTED,),
    racing=frozenset(("rewrite", "withdraw", "schedule", "record", "admit", "decline", "reopen")),
    most={"reopen": 2, "schedule": 2, "record": 3},
)  # fmt: skip
DECIDE = Story(
    "decision",
    (at("09-13 10:00"), at("09-17 18:00") - MS, at("09-17 18:00"), at("09-22 00:00") - MS, at("09-22 00:00"),
     at("09-22 00:00") + MS, at("09-28 00:00"), at("10-01 00:00") - MS, at("10-01 00:00")),
    (*DECIDING, act("schedule", when=at("09-22 00:00"), place="Онлайн"),
     act("schedule", when=at("09-17 18:00"), place="Онлайн"),
     *(recording("09-17", outcome) for outcome in ("passed", "failed", "pending")), recording("09-13"),
     recording("09-17", "passed", why="қате болды"), recording("09-17", "failed", why="қате болды"),
     recording("09-21"), recording("09-22"), act("rewrite", answers=B, base="fresh"),
     act("rewrite", answers=PILOT, base="fresh"), act("withdraw"),
     act("announce", kind="leader_id"), act("receive", kind="leader_id"), act("announce", kind="team_cv"),
     reopening("submit", "10-01 00:00"), reopening("supplement", "10-01 00:00"), reopening("supplement", "09-22 00:00"),
     act("complete"), act("exclude", text="себеп")),
    (SUBMITTED,),
    racing=frozenset(("rewrite", "withdraw", "record", "admit", "decline", "reopen")),
    most={"reopen": 2, "schedule": 2, "record": 3},
)  # fmt: skip
SUPPLEMENT = Story(
    "supplement",
    (APPOINTED, at("09-15 15:00"), at("09-22 00:00") - MS, at("09-22 00:00"),
     at("09-30 12:00") - MS, at("09-30 12:00")),
    (*WRITING, *PILOTING, *DECIDING,
     scoring(), scoring("ахметов  а.", points={"1": 9, "2": 0, "3": 10, "4": None, "5": 7}), scoring("Сейфуллин С."),
     scoring(author="committee/dana"),
     scoring(points={"1": 11, "2": 0, "3": 10, "5": 7}), scoring(points={"1": 8, "2": 0, "3": 10}),
     scoring(points={"1": True, "2": 0, "3": 10, "5": 7}), scoring(points={"1": 8, "2": 0, "3": 10, "4": 5, "5": 7}),
     scoring(reasons={"1": "дәлел", "2": "дәлел", "3": " ", "5": "дәлел"}),
     scoring(points=dict.fromkeys("12345", 8), reasons=dict.fromkeys("12345", "дәлел бар")),
     recording("09-15", "failed", why="қате болды"), recording("09-15", "pending"), recording("09-15"),
     reopening("supplement", "09-30 12:00")),
    (SUBMITTED, act("schedule", when=at("09-15 12:00"), place="Талдықорған"), WAIT,
     recording("09-15", "pending")),
    racing=frozenset(("rewrite", "withdraw", "record", "admit", "decline")),
    most={"reopen": 1, "record": 3},
)  # fmt: skip
ADMITTED = (
    SUBMITTED, act("announce", kind="leader_id"), act("receive", kind="leader_id"), SCHEDULING[0], WAIT,
    recording("09-15"), act("admit"), WAIT,
)  # fmt: skip
DUE = date(2021, 9, 24)
ACCELERATE = Story(
    "acceleration",
    (at("09-15 10:00"), at("09-15 12:00"), at("09-24 10:00"), at("09-25 00:00") - MS, at("09-25 00:00"),
     at("09-26 10:00"), at("09-29 00:00") - MS, at("09-29 00:00"), at("09-30 00:00"), at("10-02 00:00")),
    (act("assign", title="Жоспар", due=DUE), act("assign", title="Жоспар", due=date(2021, 9, 26)),
     act("assign", title=" ", due=DUE),
     *(act(name, task=task, note=note) for name in ("finish", "miss") for task in "12" for note in ("", "тексерілді")),
     *(act("explain", task=task, text=text) for task in "12" for text in ("Ауырып қалдым", " ")),
     act("explain", task="1", text="Ауырып қалдым", key="wrong"), act("explain", task="1", text="Тағы бір себеп"),
     act("exclude", text="себеп"), act("exclude", text=" "), act("complete"), *DECIDING, act("withdraw"),
     act("rewrite", answers=B, base="fresh"), act("submit_draft"), recording("09-15"), scoring(),
     act("schedule", when=at("09-30 12:00"), place="Онлайн"), reopening("supplement", "09-30 12:00"),
     act("announce", kind="team_cv"), act("finish", task="3", note="")),
    ADMITTED,
    racing=frozenset(("assign", "finish", "miss", "explain", "exclude", "complete")),
    most={"assign": 2},
)  # fmt: skip
EXCLUDE = Story(
    "exclusion",
    (at("09-15 10:00"), at("09-15 12:00"), at("09-24 10:00"), at("09-25 00:00"), at("09-28 10:00"),
     at("09-29 00:00") - MS, at("09-29 00:00"), at("10-02 00:00") - MS, at("10-02 00:00")),
    (*(act(name, task=task, note=note) for name in ("finish", "miss") for task in "12" for note in ("", "тексерілді")),
     *(act("explain", task=task, text=text) for task in "12" for text in ("Ауырып қалдым", "Тағы бір себеп")),
     act("exclude", text="себеп"), act("exclude", text=" "), act("complete"),
     act("assign", title="Есеп", due=date(2021, 9, 28)), act("decline", reason="criteria", text="себеп"),
     act("withdraw"), CHECKS[0], act("rewrite", answers=B, base="fresh")),
    (*ADMITTED, act("assign", title="Жоспар", due=DUE), act("assign", title="Кесте", due=DUE), WAIT),
    racing=frozenset(("finish", "miss", "explain", "exclude", "complete")),
    most={"assign": 3},
)  # fmt: skip
OFFERED = act("schedule", when=APPOINTED, place="Талдықорған", offered="yes")
ANSWERS = (
    act("answer_interview", answer="confirmed", text=""), act("answer_interview", answer="declined", text="Жолдамын"),
    act("answer_interview", answer="declined", text=" "), act("answer_interview", answer="maybe", text="Жолдамын"),
    act("answer_interview", answer="confirmed", text="", key="wrong"),
    act("answer_interview", answer="confirmed", text="", of="first"),
)  # fmt: skip
OFFER = Story(
    "offer",
    (at("09-13 10:00"), APPOINTED - MS, APPOINTED, at("09-21 23:59"), at("09-22 00:00"), at("09-22 00:30") - MS,
     at("09-22 00:30")),
    (OFFERED, act("schedule", when=at("09-22 00:00"), place="Онлайн", offered="yes"), SCHEDULING[0], *ANSWERS,
     recording("09-15"), act("withdraw"), act("decline", reason="no_interview", text="себеп")),
    (SUBMITTED,),
    racing=frozenset(("schedule", "answer_interview", "record", "withdraw")),
    most={"schedule": 3, "answer_interview": 3},
)  # fmt: skip
SCAN = Story(
    "scanning",
    (APPOINTED, at("09-15 15:00"), at("09-22 00:00") - MS, at("09-22 00:00"), at("09-30 12:00") - MS,
     at("09-30 12:00")),
    (act("announce", kind="leader_id"), act("receive", kind="leader_id", scanner="silent"),
     act("receive", kind="leader_id"), *CHECKS, *DECIDING, reopening("supplement", "09-30 12:00"), act("withdraw"),
     act("rewrite", answers=B, base="fresh"), recording("09-15", "failed", why="қате болды")),
    (SUBMITTED, act("schedule", when=at("09-15 12:00"), place="Талдықорған"), WAIT, recording("09-15")),
    racing=frozenset(("check", "withdraw", "admit", "decline", "reopen")),
    most={"reopen": 1, "record": 2},
)  # fmt: skip
# One of each act, from nothing to each end: every act is tried in every status.
WHOLE = Story(
    "whole life",
    (at("09-13 10:00"), at("09-15 12:00"), at("09-22 00:00"), at("09-25 00:00"), at("09-29 00:00")),
    (*NEW[:1], SUBMITTED, letting_in("09-25 00:00"), WRITING[1], act("submit_draft"), act("withdraw"),
     act("announce", kind="leader_id"), act("receive", kind="leader_id"), OFFERED, ANSWERS[1], recording("09-15"),
     recording("09-15", "failed"), scoring(), act("admit"), act("decline", reason="interview_failed", text="себеп"),
     reopening("supplement", "09-25 00:00"), act("assign", title="Жоспар", due=DUE),
     *(act(name, task=task, note="") for task in "12" for name in ("miss", "finish")),
     act("explain", task="1", text="Ауырып қалдым"), act("exclude", text="себеп"), act("complete")),
    most={"assign": 2, "reopen": 1, "record": 2, "let_in": 1, "schedule": 1, "answer_interview": 1},
)  # fmt: skip
STORIES = (WRITE, EXTEND, INTERVIEW, DECIDE, SUPPLEMENT, ACCELERATE, EXCLUDE, OFFER, SCAN, WHOLE)
