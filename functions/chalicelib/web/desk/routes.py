"""The desk's addresses as data: method, address, the right that opens it (rules/members.py), what answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from ...call import Call
from ...rules.lifecycle import has_act
from ..replies import Reply
from . import agenda, applications, lists, meeting, people, sheets, signing

# For whoever is not signed in; no right at all: for everybody who is.
PUBLIC, ANYBODY = "public", ""
NUMBER = r"([2-9DFGJNRSUVW]{4}-[2-9DFGJNRSUVW]{4})"
ID = r"([2-9a-z]{1,40})"
DOCUMENT = r"([A-Za-z0-9_-]{1,64})"
SECRET = r"([A-Za-z0-9_-]{1,200})"


class Route(NamedTuple):
    """`is_grave` asks for a fresh sign-in; a call that does not have `act` does not have the address."""

    method: str
    pattern: str
    right: str
    handler: Callable[..., Reply]
    is_grave: bool = False
    act: str = ""

    @property
    def name(self) -> str:
        """For the log: the address without what stands in it."""
        return f"{self.method} {re.sub(r'[(][^)]*[)]', '*', self.pattern)}"


class Found(NamedTuple):
    route: Route
    params: tuple[str, ...]


ROUTES = (
    Route("GET", "sign-in", PUBLIC, signing.ask_page),
    Route("POST", "sign-in", PUBLIC, signing.ask),
    Route("POST", "code", PUBLIC, signing.use_code),
    Route("GET", f"sign-in/{SECRET}", PUBLIC, signing.link_page),
    Route("POST", f"sign-in/{SECRET}", PUBLIC, signing.use_link),
    Route("POST", "sign-out", ANYBODY, signing.sign_out),
    Route("GET", "", ANYBODY, lists.mine),
    Route("GET", "progress", ANYBODY, lists.progress),
    Route("GET", "progress[.]csv", "list", sheets.progress),
    Route("GET", "interviews", "schedule", agenda.page, act="schedule_interview"),
    Route("GET", "interviews[.]ics", "schedule", agenda.calendar, act="schedule_interview"),
    Route("POST", "interviews/plan", "schedule", agenda.plan, act="schedule_interview"),
    Route("POST", "interviews/appoint", "schedule", agenda.appoint_all, act="schedule_interview"),
    Route("GET", "tasks", "task", lists.all_tasks, act="assign_task"),
    Route("GET", f"applications/{NUMBER}", "read", applications.page),
    Route("GET", f"applications/{NUMBER}/documents/{DOCUMENT}", "read", applications.document),
    Route("POST", f"applications/{NUMBER}/unmask", "unmask", applications.unmask, is_grave=True),
    Route("POST", f"applications/{NUMBER}/conflict", "declare_conflict", applications.declare),
    Route("POST", f"applications/{NUMBER}/note", "note", applications.note),
    Route("POST", f"applications/{NUMBER}/points", "score", applications.points, act="score"),
    Route("POST", f"applications/{NUMBER}/assign", "assign", applications.assign),
    Route("POST", f"applications/{NUMBER}/schedule", "schedule", applications.schedule, act="schedule_interview"),
    Route("POST", f"applications/{NUMBER}/record", "record", applications.record, act="record_interview"),
    Route("POST", f"applications/{NUMBER}/task", "task", applications.task, act="assign_task"),
    Route("POST", f"applications/{NUMBER}/task-done", "task", applications.task_done, act="finish_task"),
    Route("POST", f"applications/{NUMBER}/task-missed", "task", applications.task_missed, act="miss_task"),
    Route("POST", f"applications/{NUMBER}/propose", "propose", meeting.propose),
    Route("POST", f"applications/{NUMBER}/order", "grave", meeting.order_act, is_grave=True),
    Route("GET", "meeting", "meeting", meeting.page),
    Route("POST", "meeting/publish", "grave", meeting.publish, is_grave=True),
    Route("GET", f"orders/{ID}", "grave", meeting.order_page),
    Route("POST", f"orders/{ID}/confirm", "grave", meeting.confirm, is_grave=True),
    Route("GET", "people", "people", people.page),
    Route("POST", "people/add", "people", people.add),
    Route("POST", f"people/{ID}/end", "people", people.end),
    Route("GET", "journal", "journal", people.journal),
)


def find(call: Call, method: str, path: str) -> Found | None:
    """HEAD is answered as GET would be. None for an address of what the call does not have."""
    method = "GET" if method == "HEAD" else method
    for route in ROUTES:
        if route.method == method and (match := re.fullmatch(route.pattern, path)):
            return Found(route, match.groups()) if not route.act or has_act(call, route.act) else None
    return None
