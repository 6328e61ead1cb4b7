"""Words typed while a session ended: kept through signing in, and handed back."""

from __future__ import annotations

from ...desk import sign_in
from ...pages import desk_pages as pages
from ...rules.confirmed_address import MOST_ADDRESS
from ...rules.refusals import LinkOver
from ...rules.sign_in import SESSION_LIFETIME, Session
from ..responses import Reply
from .desk_refusals import MADE_FROM, kept_words
from .desk_replies import page_reply
from .desk_request import DeskRequest, set_cookie
from .sign_in_routes import ASK, SECONDS, TYPE, limit_codes, member_by_code, sign_in_page, spend_and_ask


def sign_in_first(request: DeskRequest) -> Reply:
    """Nobody is signed in. A form that was sent keeps every word and waits for the person to come back."""
    if request.method != "POST":
        return page_reply(request, 401, sign_in_page(request))
    if request.form.get("_again") == TYPE:
        return _back_again(request)
    if request.form.get("_again") == ASK:
        spend_and_ask(request, request.text("_email"))
        return _waiting(request, TYPE)
    return _waiting(request, ASK)


def _back_again(request: DeskRequest) -> Reply:
    try:
        member, token = member_by_code(request, "_email", "_code")
    except LinkOver:
        return _waiting(request, TYPE, wrong=True)
    request.service.committee.journal.note(member.actor, request.at, "sign_in", "")
    session = Session(request.call.id, member.id, request.at, request.at + SESSION_LIFETIME)
    return confirm_again(request.signed_in(token, session, member), set_cookie(token, SECONDS))


def _waiting(request: DeskRequest, step: str, *, wrong: bool = False) -> Reply:
    address = request.text("_email")[:MOST_ADDRESS]
    page = pages.waiting_page(request.call, request.language, request.base + request.path, step, address,
                              kept_words(request), _carried(request), wrong=wrong,
                              has_provider=request.service.provider is not None)  # fmt: skip
    return page_reply(request, 401, page)


def confirm_again(request: DeskRequest, cookie: str = "", status: int = 403) -> Reply:
    """Somebody is here, but the form is not one that this session was given: every word stands in one that is."""
    page = pages.confirm_page(request.call, request.language, request.base + request.path,
                              request.csrf(request.path), kept_words(request), _carried(request))  # fmt: skip
    return page_reply(request, 200 if cookie else status, page, {"Set-Cookie": cookie} if cookie else {})


def sign_in_afresh(request: DeskRequest) -> Reply:
    """A grave act asks who is there once more: by a code sent to the person's own address, with the act kept."""
    assert request.member is not None
    if request.form.get("_code"):
        try:
            limit_codes(request, f"session\0{request.token}")
            sign_in.member_of_code(
                request.call, request.service.committee.people, request.service.sign_ins, request.member.email,
                request.text("_code"), request.at,
            )  # fmt: skip
        except LinkOver:
            return _afresh(request, wrong=True)
        request.service.sign_ins.refresh(request.token, request.at)
        return confirm_again(request, status=200)
    spend_and_ask(request, request.member.email)
    return _afresh(request)


def _afresh(request: DeskRequest, *, wrong: bool = False) -> Reply:
    page = pages.afresh_page(request.call, request.language, request.base + request.path, request.csrf(request.path),
                             kept_words(request), _carried(request), wrong=wrong,
                             has_provider=request.service.provider is not None)  # fmt: skip
    return page_reply(request, 403, page)


def _carried(request: DeskRequest) -> list[tuple[str, str]]:
    return [(name, request.form[name]) for name in MADE_FROM if name in request.form]
