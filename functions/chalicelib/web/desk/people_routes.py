"""The committee's people, and the journal of who read and did what."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from ...call import say
from ...call.words import words
from ...desk.people import add_member, end_member
from ...rules.committee_rights import ROLES
from ...rules.refusals import NotAgreed
from ..responses import Reply
from .desk_refusals import list_reply, moment, redirect
from .desk_request import DeskRequest


def page(request: DeskRequest) -> Reply:
    today = request.desk.today
    rows = [
        {
            "id": each.id,
            "name": each.name,
            "email": each.email,
            "role": each.role,
            "active": each.is_active(today),
            "until": each.valid_until.isoformat() if each.valid_until else "",
        }
        for each in request.desk.people
    ]
    view = {"rows": sorted(rows, key=lambda row: (not row["active"], row["name"])), "roles": ROLES,
            "today": today.isoformat()}  # fmt: skip
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


def _until(request: DeskRequest) -> date | None:
    given = request.form.get("until", "").strip()
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise NotAgreed("not_a_day") from None


def journal(request: DeskRequest) -> Reply:
    """One day, that of now unless another is asked for."""
    day = _day(request)
    names = {each.actor: each.name for each in request.desk.people}
    entries = request.service.committee.journal.day(day)
    rows = [{"at": moment(request, entry["at"]), "who": names.get(entry["who"], entry["who"]),
             "act": _act(request, entry["act"]), "about": entry["about"]} for entry in entries]  # fmt: skip
    view = {"rows": rows, "day": day.date().isoformat(), "before": (day - timedelta(days=1)).date().isoformat()}
    return list_reply(request, "journal", view)


def _act(request: DeskRequest, act: str) -> str:
    """In words; a command of the staff's tool stands as it was typed."""
    kind = act.removeprefix("desk ").partition(" ")[0]
    key = f"journal.{kind}"
    return say("desk", key, request.language) if act.startswith("desk ") and key in words("desk") else act


def _day(request: DeskRequest) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(request.query.get("day", "")), datetime.min.time(), UTC)
    except ValueError:
        return request.at.astimezone(UTC)
