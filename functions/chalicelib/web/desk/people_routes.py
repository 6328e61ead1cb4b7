"""The committee's people, and the journal of who read and did what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from ...call import say
from ...call.alphabet import alphabetical
from ...call.words import words
from ...desk.people import add_member, end_member
from ...rules.committee_rights import EXPERT, MEMBER, OBSERVER, ROLES, SECRETARY
from ...rules.instant_format import read_instant
from ...rules.lifecycle import has_act
from ...rules.local_days import written_day
from ...rules.refusals import NotAgreed
from ...rules.sign_in import LINK_LIFETIME
from ..responses import Reply
from .desk_replies import list_reply, moment, redirect
from .desk_request import DeskRequest

if TYPE_CHECKING:
    from ...api_types.desk_lists import HelpPage, JournalPage, JournalRow, PeoplePage, PersonRow

EVERYBODY, READERS, JUDGES, DECIDERS = ROLES, (SECRETARY, MEMBER, EXPERT), (MEMBER, EXPERT), (SECRETARY, MEMBER)
# Topics of the help by who needs them, in the order one meets them.
HELP: Mapping[str, tuple[str, ...]] = {
    "sign_in": EVERYBODY, "mine": READERS, "conflict": JUDGES, "points": JUDGES,
    "interviews": (SECRETARY,), "record": (SECRETARY,), "meeting": DECIDERS, "publish": DECIDERS, "tasks": (SECRETARY,),
    "people": (SECRETARY,), "observer": (OBSERVER,), "words": READERS, "keys": READERS,
}  # fmt: skip
_ACT_OF_TOPIC: Mapping[str, str] = {
    "points": "score", "interviews": "schedule_interview", "record": "record_interview", "tasks": "assign_task",
}  # fmt: skip


def page(request: DeskRequest) -> Reply:
    today = request.desk.today
    people = sorted(request.desk.people, key=lambda person: (not person.is_active(today), alphabetical(person.name)))
    rows: list[PersonRow] = [
        {
            "id": person.id,
            "name": person.name,
            "email": person.email,
            "role": person.role,
            "active": person.is_active(today),
            "until": person.valid_until.isoformat() if person.valid_until else "",
        }
        for person in people
    ]
    view: PeoplePage = {"rows": rows, "roles": ROLES, "today": today.isoformat()}
    return list_reply(request, "people", view)


def add(request: DeskRequest) -> Reply:
    member = add_member(
        request.call, request.service.committee.people, request.desk.member.actor, request.at,
        name=request.text("name"), email=request.text("email"), role=request.text("role"),
        language=request.text("language"), valid_until=_until(request),
    )  # fmt: skip
    request.desk.note("member_add", f"{member.actor} {member.role}")
    return redirect(request, "people")


def end(request: DeskRequest, member: str) -> Reply:
    ended = end_member(request.call, request.service.committee.people, member, request.at)
    request.desk.note("member_end", ended.actor)
    return redirect(request, "people")


def help_page(request: DeskRequest) -> Reply:
    """For people who have never seen a terminal: what their role does here, and where."""
    role = request.desk.member.role
    topics = [topic for topic, roles in HELP.items() if role in roles and _has(request, topic)]
    view: HelpPage = {"topics": topics, "minutes": int(LINK_LIFETIME.total_seconds()) // 60}
    return list_reply(request, "help", view)


def _has(request: DeskRequest, topic: str) -> bool:
    return topic not in _ACT_OF_TOPIC or has_act(request.call, _ACT_OF_TOPIC[topic])


def _until(request: DeskRequest) -> date | None:
    given = request.form.get("until", "").strip()
    try:
        return written_day(given) if given else None
    except ValueError:
        raise NotAgreed("not_a_day") from None


def journal(request: DeskRequest) -> Reply:
    """One day, that of now unless another is asked for."""
    day = _day(request)
    names = {person.actor: person.name for person in request.desk.people}
    entries = request.service.committee.journal.day(day)
    rows: list[JournalRow] = [
        {"at": moment(request, read_instant(entry["at"])), "who": names.get(entry["who"], entry["who"]),
         "act": _act(request, entry["act"]), "about": entry["about"]} for entry in entries
    ]  # fmt: skip
    view: JournalPage = {
        "rows": rows, "day": day.date().isoformat(), "before": (day - timedelta(days=1)).date().isoformat()
    }  # fmt: skip
    return list_reply(request, "journal", view)


def _act(request: DeskRequest, act: str) -> str:
    """In words; a command of the staff's tool stands as it was typed."""
    kind = act.removeprefix("desk ").partition(" ")[0]
    key = f"journal.{kind}"
    return say("desk", key, request.language) if act.startswith("desk ") and key in words("desk") else act


def _day(request: DeskRequest) -> datetime:
    try:
        return datetime.combine(written_day(request.query.get("day", "")), datetime.min.time(), UTC)
    except ValueError:
        return request.at.astimezone(UTC)
