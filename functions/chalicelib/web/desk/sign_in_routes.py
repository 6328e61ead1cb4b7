"""Signing in and out, and what happens to words typed while a session ended."""

from __future__ import annotations

from ...desk import sign_in
from ...pages import desk_pages as pages
from ...rules.committee_rights import Member
from ...rules.confirmed_address import MOST_ADDRESS
from ...rules.refusals import LinkOver
from ...rules.sign_in import CODES, CODES_OF_ADDRESS, SESSION_LIFETIME, SIGN_INS, SIGN_INS_OF_ADDRESS, Session
from ..responses import Reply
from .desk_refusals import MADE_FROM, kept_words, page_reply, redirect
from .desk_request import DeskRequest, set_cookie

SECONDS = int(SESSION_LIFETIME.total_seconds())
# Which step of signing in again a form that waits stands at.
ASK, TYPE = "ask", "type"


def ask_page(request: DeskRequest) -> Reply:
    return page_reply(request, 200, pages.sign_in_page(request.call, request.language, request.base))


def ask(request: DeskRequest) -> Reply:
    """The same answer, in the same time, for every address."""
    _ask(request, request.text("email"))
    address = request.text("email")[:MOST_ADDRESS]
    return page_reply(request, 202, pages.asked_page(request.call, request.language, request.base, address))


def _ask(request: DeskRequest, address: str) -> None:
    limits = request.service.limits
    limits.spend(SIGN_INS, request.client, request.at)
    # Of the client and the address together: a stranger who knows the address alone cannot use it up.
    limits.spend(SIGN_INS_OF_ADDRESS, f"{request.client}\0{_folded(address)}", request.at)
    sign_in.ask_for_sign_in(request.call, request.service.sign_ins, address.strip(), request.at)


def link_page(request: DeskRequest, secret: str) -> Reply:
    """A button, whatever opened the link: GET uses nothing up."""
    sign_in.open_link(request.call, request.service.sign_ins, secret, request.at)
    return page_reply(request, 200, pages.link_page(request.call, request.language, request.base, secret))


def use_link(request: DeskRequest, secret: str) -> Reply:
    committee = request.service.committee
    member, token = sign_in.use_link(
        request.call, committee.people, request.service.sign_ins, secret, request.at
    )  # fmt: skip
    return _welcome(request, member, token)


def use_code(request: DeskRequest) -> Reply:
    member, token = _by_code(request)
    return _welcome(request, member, token)


def _by_code(request: DeskRequest, address_field: str = "email", code_field: str = "code") -> tuple[Member, str]:
    address, service = request.text(address_field), request.service
    _limit_codes(request, _folded(address))
    return sign_in.use_code(
        request.call, service.committee.people, service.sign_ins, address, request.text(code_field), request.at
    )


def _limit_codes(request: DeskRequest, whose: str) -> None:
    """`whose` is the address that a stranger types, or the session of who is signed in: neither uses up the other's."""
    limits = request.service.limits
    limits.spend(CODES, request.client, request.at)
    limits.spend(CODES_OF_ADDRESS, whose, request.at)


def _folded(address: str) -> str:
    return address[:MOST_ADDRESS].strip().casefold()


def _welcome(request: DeskRequest, member: Member, token: str) -> Reply:
    request.service.committee.journal.note(member.actor, request.at, "sign_in", "")
    return redirect(request, "", set_cookie(token, SECONDS))


def sign_out(request: DeskRequest) -> Reply:
    request.service.sign_ins.close(request.token)
    return redirect(request, "sign-in", set_cookie("", 0))


def sign_in_first(request: DeskRequest) -> Reply:
    """Nobody is signed in. A form that was sent keeps every word and waits for the person to come back."""
    if request.method != "POST":
        return page_reply(request, 401, pages.sign_in_page(request.call, request.language, request.base))
    if request.form.get("_again") == TYPE:
        return _back_again(request)
    if request.form.get("_again") == ASK:
        _ask(request, request.text("_email"))
        return _waiting(request, TYPE)
    return _waiting(request, ASK)


def _back_again(request: DeskRequest) -> Reply:
    try:
        member, token = _by_code(request, "_email", "_code")
    except LinkOver:
        return _waiting(request, TYPE, wrong=True)
    request.service.committee.journal.note(member.actor, request.at, "sign_in", "")
    session = Session(request.call.id, member.id, request.at, request.at + SESSION_LIFETIME)
    return confirm_again(request.signed_in(token, session, member), set_cookie(token, SECONDS))


def _waiting(request: DeskRequest, step: str, *, wrong: bool = False) -> Reply:
    address = request.text("_email")[:MOST_ADDRESS]
    page = pages.waiting_page(request.call, request.language, request.base + request.path, step, address,
                              kept_words(request), _carried(request), wrong=wrong)  # fmt: skip
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
            _limit_codes(request, f"session\0{request.token}")
            sign_in.member_of_code(
                request.call, request.service.committee.people, request.service.sign_ins, request.member.email,
                request.text("_code"), request.at,
            )  # fmt: skip
        except LinkOver:
            return _afresh(request, wrong=True)
        request.service.sign_ins.refresh(request.token, request.at)
        return confirm_again(request, status=200)
    _ask(request, request.member.email)
    return _afresh(request)


def _afresh(request: DeskRequest, *, wrong: bool = False) -> Reply:
    page = pages.afresh_page(request.call, request.language, request.base + request.path, request.csrf(request.path),
                             kept_words(request), _carried(request), wrong=wrong)  # fmt: skip
    return page_reply(request, 403, page)


def _carried(request: DeskRequest) -> list[tuple[str, str]]:
    return [(name, request.form[name]) for name in MADE_FROM if name in request.form]
