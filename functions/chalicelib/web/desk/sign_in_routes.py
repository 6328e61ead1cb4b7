"""Signing in to the desk, by a link or by a code, and out of it."""

from __future__ import annotations

from ...desk import sign_in
from ...pages import desk_pages as pages
from ...rules.committee_rights import Member
from ...rules.confirmed_address import MOST_ADDRESS
from ...rules.sign_in import CODES, CODES_OF_ADDRESS, SESSION_LIFETIME, SIGN_INS, SIGN_INS_OF_ADDRESS
from ..responses import Reply
from .desk_replies import page_reply, redirect
from .desk_request import DeskRequest, set_cookie

SECONDS = int(SESSION_LIFETIME.total_seconds())
# Which step of signing in again a form that waits stands at.
ASK, TYPE = "ask", "type"


def ask_page(request: DeskRequest) -> Reply:
    return page_reply(request, 200, sign_in_page(request))


def sign_in_page(request: DeskRequest) -> str:
    has_provider = request.service.provider is not None
    return pages.sign_in_page(request.call, request.language, request.base, has_provider=has_provider)


def ask(request: DeskRequest) -> Reply:
    """The same answer, in the same time, for every address."""
    spend_and_ask(request, request.text("email"))
    address = request.text("email")[:MOST_ADDRESS]
    return page_reply(request, 202, pages.asked_page(request.call, request.language, request.base, address))


def spend_and_ask(request: DeskRequest, address: str) -> None:
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
    member, token = member_by_code(request)
    return _welcome(request, member, token)


def member_by_code(request: DeskRequest, address_field: str = "email", code_field: str = "code") -> tuple[Member, str]:
    address, service = request.text(address_field), request.service
    limit_codes(request, _folded(address))
    return sign_in.use_code(
        request.call, service.committee.people, service.sign_ins, address, request.text(code_field), request.at
    )


def limit_codes(request: DeskRequest, whose: str) -> None:
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
