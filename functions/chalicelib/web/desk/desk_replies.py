"""What the desk answers with: a page, a list, a redirect, in its frame and with its headers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ...call import Call, wording
from ...pages import desk_pages as pages
from ...rules.lifecycle import has_act
from ..responses import HEADERS as API_HEADERS
from ..responses import Reply
from .desk_request import DeskRequest

if TYPE_CHECKING:
    from ...api_types.desk_frame import Frame

# No script at all may run here, and nothing may be shown that the desk itself does not send.
HEADERS = {
    **API_HEADERS,
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; "
    "connect-src 'self'; object-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
}


def page_reply(request: DeskRequest, status: int, page: str, headers: Mapping[str, str] | None = None) -> Reply:
    from ...pages.rehearsal_banner import with_banner

    if request.service.rehearsal:
        page = with_banner(page, request.call, request.language, request.at)
    text = page.encode("utf-8", "replace").decode()
    return Reply(status, text, HEADERS | {"Content-Type": "text/html; charset=utf-8"} | dict(headers or {}))


def list_reply(request: DeskRequest, name: str, view: Mapping[str, object]) -> Reply:
    """A page of the menu, by its name there."""
    return page_reply(request, 200, pages.list_page(name, request.call, request.language, frame(request), view))


def redirect(request: DeskRequest, path: str, cookie: str = "") -> Reply:
    more = {"Set-Cookie": cookie} if cookie else {}
    return Reply(303, "", HEADERS | {"Location": request.base + path, "Content-Type": "text/plain"} | more)


def frame(request: DeskRequest) -> Frame | None:
    """What every page's head needs; None for whoever is not signed in."""
    if request.member is None:
        return None
    return {"member": request.member, "base": request.base, "csrf": request.csrf, "path": request.path,
            "pages": _pages(request.call, request.member.role), "scores": has_act(request.call, "score")}  # fmt: skip


def _pages(call: Call, role: str) -> tuple[str, ...]:
    """The role's pages of what the call has."""
    own = pages.PAGES_OF_ROLE[role]
    return tuple(page for page in own if page not in _ACT_OF_PAGE or has_act(call, _ACT_OF_PAGE[page]))


# By the act without which there is nothing to show.
_ACT_OF_PAGE: Mapping[str, str] = {"interviews": "schedule_interview", "tasks": "assign_task"}


def moment(request: DeskRequest, instant: datetime) -> str:
    """To the minute, as the site writes it; the events themselves keep the milliseconds."""
    local = instant.astimezone(ZoneInfo(request.call.timezone))
    return wording.moment(local.replace(second=0, microsecond=0), request.language)
