"""What the desk's forms send, read: a day, a moment, points, minutes, an appointment. NotAgreed for what is none."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from ...desk.appointments import Wish
from ...rules.committee_rights import MOST_MEMBERS
from ...rules.local_days import written_day
from ...rules.refusals import NotAgreed
from .desk_request import DeskRequest


def wish_of(request: DeskRequest) -> Wish:
    """The appointment that a form asks for; everybody who will be there is ticked."""
    people = (*request.many.get("committee", ()), *request.many.get("expert", ()))[:MOST_MEMBERS]
    return Wish(
        moment_of(request, "when"), request.text("place"), request.text("format"), minutes_of(request, "minutes"),
        people, request.form.get("offered") == "yes", request.text("why"),
    )  # fmt: skip


def minutes_of(request: DeskRequest, name: str) -> int:
    """0 where nothing is written. Raises NotAgreed for what is no number."""
    minutes = request.number(name) if request.form.get(name, "").strip() else 0
    if minutes < 0:
        raise NotAgreed("not_minutes")
    return minutes


def points_of(request: DeskRequest, name: str) -> int | None:
    typed = request.form.get(name, "")
    if typed and not (typed.isascii() and typed.isdigit() and len(typed) < 4):
        raise NotAgreed("not_a_number")
    return int(typed) if typed else None


def day_of(request: DeskRequest, name: str) -> date:
    """As a date input sends it. Raises NotAgreed."""
    try:
        return written_day(request.form.get(name, ""))
    except ValueError:
        raise NotAgreed("not_a_day") from None


def moment_of(request: DeskRequest, name: str) -> datetime:
    """A day and a time of the call's zone, in two inputs."""
    try:
        local = datetime.fromisoformat(
            f"{day_of(request, f'{name}-day').isoformat()}T{request.form.get(f'{name}-time')}"
        )
    except ValueError:
        raise NotAgreed("not_a_time") from None
    if local.tzinfo:
        raise NotAgreed("not_a_time")
    return local.replace(tzinfo=ZoneInfo(request.call.timezone))
