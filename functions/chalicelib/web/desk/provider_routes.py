"""Signing in through the organisation's directory: to it, back from it, and once more before a grave act."""

from __future__ import annotations

from ...desk import provider_sign_in, sign_in
from ...desk.provider_sign_in import ProviderAccess, ProviderReturn
from ...pages import desk_pages as pages
from ...rules.committee_rights import Member
from ...rules.provider_sign_in import ATTEMPT_LIFETIME, Attempt, Identity, session_sign_in
from ...rules.refusals import NotFound, ProviderRefused
from ...rules.sign_in import SESSION_LIFETIME, SIGN_INS
from ..responses import Reply
from .desk_replies import HEADERS, page_reply, redirect
from .desk_request import ATTEMPT_COOKIE, DeskRequest, set_cookie

BACK = "provider/back"


def begin(request: DeskRequest) -> Reply:
    return _sent_there(request, None)


def begin_afresh(request: DeskRequest) -> Reply:
    """In a window of its own: the act that asked for it waits, with its words, where it was."""
    return _sent_there(request, request.member)


def _sent_there(request: DeskRequest, member: Member | None) -> Reply:
    access = _access(request)
    request.service.limits.spend(SIGN_INS, request.client, request.at)
    address, token = provider_sign_in.send_to_provider(
        request.call, access, _back(request), request.language, request.at, member
    )
    cookie = set_cookie(token, int(ATTEMPT_LIFETIME.total_seconds()), ATTEMPT_COOKIE)
    return Reply(303, "", HEADERS | {"Location": address, "Content-Type": "text/plain", "Set-Cookie": cookie})


def come_back(request: DeskRequest) -> Reply:
    given = request.query
    returned = ProviderReturn(request.attempt, *(given.get(name, "") for name in ("state", "code", "error")))
    people = request.service.committee.people
    attempt, member, identity = provider_sign_in.come_back(
        request.call, people, _access(request), _back(request), returned, request.at
    )
    return _confirmed(request, attempt, identity) if attempt.member else _welcome(request, member, identity)


def _welcome(request: DeskRequest, member: Member, identity: Identity) -> Reply:
    token = sign_in.new_session(
        request.call, request.service.sign_ins, member, request.at, session_sign_in(identity, request.at)
    )
    _note(request, member)
    return redirect(request, "", set_cookie(token, int(SESSION_LIFETIME.total_seconds())))


def _confirmed(request: DeskRequest, attempt: Attempt, identity: Identity) -> Reply:
    """The session of this browser, if it still is that person's, is fresh from now on."""
    service = request.service
    present = sign_in.at_work(request.call, service.committee.people, service.sign_ins, request.token, request.at)
    if present is None or present[1].id != attempt.member:
        raise ProviderRefused(ProviderRefused.NOBODY, "another session")
    service.sign_ins.refresh(request.token, session_sign_in(identity, request.at))
    _note(request, present[1])
    return page_reply(request, 200, pages.confirmed_page(request.call, request.language))


def _note(request: DeskRequest, member: Member) -> None:
    request.service.committee.journal.note(member.actor, request.at, "provider_sign_in", "")


def _back(request: DeskRequest) -> str:
    """As the provider must know it, one a language."""
    return f"{request.service.site.rstrip('/')}{request.base}{BACK}"


def _access(request: DeskRequest) -> ProviderAccess:
    if request.service.provider is None:
        raise NotFound
    return request.service.provider
