"""The desk's addresses as data: method, address, the right that opens it (rules/committee_rights.py), what answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from ...call import Call
from ...rules.lifecycle import has_act
from ..responses import Reply
from . import (
    agenda,
    application_acts,
    application_routes,
    calendar_download,
    csv_downloads,
    interview_plan,
    list_routes,
    meeting_routes,
    my_work,
    order_routes,
    people_routes,
    provider_routes,
    reviewer_routes,
    sign_in_routes,
    xlsx_downloads,
)
from .desk_request import A_NUMBER

# For whoever is not signed in; no right at all: for everybody who is.
PUBLIC, ANYBODY = "public", ""
NUMBER = f"({A_NUMBER})"
ID = r"([2-9a-z]{1,40})"
DOCUMENT = r"([A-Za-z0-9_-]{1,64})"
SECRET = r"([A-Za-z0-9_-]{1,200})"


class DeskRoute(NamedTuple):
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


class RouteMatch(NamedTuple):
    route: DeskRoute
    params: tuple[str, ...]


ROUTES = (
    DeskRoute("GET", "sign-in", PUBLIC, sign_in_routes.ask_page),
    DeskRoute("POST", "sign-in", PUBLIC, sign_in_routes.ask),
    DeskRoute("POST", "code", PUBLIC, sign_in_routes.use_code),
    DeskRoute("GET", f"sign-in/{SECRET}", PUBLIC, sign_in_routes.link_page),
    DeskRoute("POST", f"sign-in/{SECRET}", PUBLIC, sign_in_routes.use_link),
    DeskRoute("GET", "provider", PUBLIC, provider_routes.begin),
    DeskRoute("GET", "provider/afresh", ANYBODY, provider_routes.begin_afresh),
    DeskRoute("GET", provider_routes.BACK, PUBLIC, provider_routes.come_back),
    DeskRoute("POST", "sign-out", ANYBODY, sign_in_routes.sign_out),
    DeskRoute("GET", "", ANYBODY, my_work.mine),
    DeskRoute("GET", "progress", ANYBODY, list_routes.progress),
    DeskRoute("GET", "progress/reviewers", "reviewers", reviewer_routes.page, act="score"),
    DeskRoute("GET", "progress/reviewers[.]csv", "reviewers", reviewer_routes.as_csv, act="score"),
    DeskRoute("GET", "progress/reviewers[.]xlsx", "reviewers", reviewer_routes.as_xlsx, act="score"),
    DeskRoute("GET", "progress[.]csv", "list", csv_downloads.progress),
    DeskRoute("GET", "progress[.]xlsx", "list", xlsx_downloads.progress),
    DeskRoute("GET", "interviews", "schedule", agenda.page, act="schedule_interview"),
    DeskRoute("GET", "interviews[.]ics", "schedule", calendar_download.calendar, act="schedule_interview"),
    DeskRoute("POST", "interviews/plan", "schedule", interview_plan.plan, act="schedule_interview"),
    DeskRoute("POST", "interviews/appoint", "schedule", interview_plan.appoint_all, act="schedule_interview"),
    DeskRoute("GET", "tasks", "task", list_routes.all_tasks, act="assign_task"),
    DeskRoute("GET", f"applications/{NUMBER}", "read", application_routes.page),
    DeskRoute("GET", f"applications/{NUMBER}/documents/{DOCUMENT}", "read", application_routes.document),
    DeskRoute("POST", f"applications/{NUMBER}/unmask", "unmask", application_routes.unmask, is_grave=True),
    DeskRoute("POST", f"applications/{NUMBER}/conflict", "declare_conflict", application_acts.declare),
    DeskRoute("POST", f"applications/{NUMBER}/note", "note", application_acts.note),
    DeskRoute("POST", f"applications/{NUMBER}/points", "score", application_acts.points, act="score"),
    DeskRoute("POST", f"applications/{NUMBER}/assign", "assign", application_acts.assign),
    DeskRoute(
        "POST", f"applications/{NUMBER}/schedule", "schedule", application_acts.schedule, act="schedule_interview"
    ),
    DeskRoute("POST", f"applications/{NUMBER}/record", "record", application_acts.record, act="record_interview"),
    DeskRoute("POST", f"applications/{NUMBER}/task", "task", application_acts.task, act="assign_task"),
    DeskRoute("POST", f"applications/{NUMBER}/task-done", "task", application_acts.task_done, act="finish_task"),
    DeskRoute("POST", f"applications/{NUMBER}/task-missed", "task", application_acts.task_missed, act="miss_task"),
    DeskRoute("POST", f"applications/{NUMBER}/propose", "propose", meeting_routes.propose),
    DeskRoute("POST", f"applications/{NUMBER}/order", "grave", order_routes.order_act, is_grave=True),
    DeskRoute("GET", "meeting", "meeting", meeting_routes.page),
    DeskRoute("POST", "meeting/agree", "agenda", meeting_routes.agree),
    DeskRoute("GET", f"meeting/{NUMBER}", "meeting", meeting_routes.one),
    DeskRoute("POST", "meeting/publish", "grave", meeting_routes.publish, is_grave=True),
    DeskRoute("GET", f"orders/{ID}", "grave", order_routes.order_page),
    DeskRoute("POST", f"orders/{ID}/confirm", "grave", order_routes.confirm, is_grave=True),
    DeskRoute("GET", "people", "people", people_routes.page),
    DeskRoute("POST", "people/add", "people", people_routes.add),
    DeskRoute("POST", f"people/{ID}/end", "people", people_routes.end),
    DeskRoute("GET", "journal", "journal", people_routes.journal),
    DeskRoute("GET", "help", ANYBODY, people_routes.help_page),
)


def find(call: Call, method: str, path: str) -> RouteMatch | None:
    """HEAD is answered as GET would be. None for an address of what the call does not have."""
    method = "GET" if method == "HEAD" else method
    for route in ROUTES:
        if route.method == method and (match := re.fullmatch(route.pattern, path)):
            return RouteMatch(route, match.groups()) if not route.act or has_act(call, route.act) else None
    return None
