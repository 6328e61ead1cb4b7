"""Orders: what would be done and written, shown to whoever confirms it, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from ...call import say
from ...call.guard_words import guard_sentence
from ...desk import publication_orders
from ...desk.line_results import read_result
from ...intake.append_event import Change, next_event
from ...notices.mail_composition import compose
from ...notices.mail_plan import plan
from ...pages import desk_pages as pages
from ...rules.application import DECISIONS, Application
from ...rules.committee_rights import CONFIRMS, WHOLE, grant
from ...rules.masking import mask
from ...rules.refusals import NotAllowed, NotFound
from ...rules.reviews import Order, ReviewLine
from ..responses import Reply
from . import application_view
from .desk_replies import frame, moment, page_reply, redirect
from .desk_request import DeskRequest
from .form_inputs import moment_of

if TYPE_CHECKING:
    from ...api_types.desk_decisions import MailView, OrderLine, OrderPage


def order_act(request: DeskRequest, number: str) -> Reply:
    act, detail = request.text("act"), {"text": request.text("text")}
    if act == "make_exception":
        detail |= {"window": request.text("window"), "until": moment_of(request, "until").isoformat()}
    if act == "end_conflict":
        detail |= {"member": request.text("member")}
    order = publication_orders.order_act(request.desk, number, act, detail, request.number("_seen"))
    return redirect(request, f"orders/{order.id}")


def order_page(request: DeskRequest, order_id: str) -> Reply:
    order = request.service.committee.reviews.order(request.call.id, order_id)
    if order is None:
        raise NotFound
    return page_reply(request, 200, _order_as_page(request, order))


def confirm(request: DeskRequest, order_id: str) -> Reply:
    """A new key is in this one answer: whoever confirmed it reads it to the applicant."""
    keys: dict[str, str] = {}
    order = publication_orders.confirm_order(request.desk, order_id, keys.__setitem__)
    return (
        page_reply(request, 200, _order_as_page(request, order, keys))
        if keys
        else redirect(request, f"orders/{order_id}")
    )


def _order_as_page(request: DeskRequest, order: Order, keys: Mapping[str, str] = MappingProxyType({})) -> str:
    people = {person.id: person.name for person in request.desk.people}
    results = order.results or ("",) * len(order.lines)
    lines = [_line(request, line, result) for line, result in zip(order.lines, results, strict=True)]
    may = grant(request.desk.member.role, "grave") == CONFIRMS and order.by != request.desk.member.id
    view: OrderPage = {
        "id": order.id, "lines": lines, "by": people.get(order.by, order.by), "at": moment(request, order.at),
        "confirmed_by": people.get(order.confirmed_by, ""), "done": bool(order.results), "new_keys": keys,
        "may_confirm": may and not order.results and all(line["is_readable"] for line in lines),
    }  # fmt: skip
    return pages.order_page(request.call, request.language, frame(request), view)


def _line(request: DeskRequest, line: ReviewLine, result: str) -> OrderLine:
    """What is ordered and the mail it would send; nothing but the number where the person may not read it."""
    row: OrderLine = {
        "number": line.number, "is_readable": False, "result": _result(request, result), "act": line.act
    }  # fmt: skip
    try:
        opened = request.desk.open(line.number)
    except NotFound:
        return row
    if opened.part != WHOLE:
        return row
    application = opened.application
    is_stale = not result and len(application.events) != line.seen
    return {
        **row, "is_readable": True, "title": application_view.card(request, opened)["title"],
        "reason": line.detail.get("reason", ""),
        "text": line.detail.get("text", ""), "stale": is_stale,
        # Exclusion is weighed against what the applicant explained, by whoever confirms it too.
        "tasks": application_view.task_views(application) if line.act == "exclude" else [],
        "mails": [] if result or is_stale else _mails(request, application, line),
    }  # fmt: skip


def _mails(request: DeskRequest, application: Application, line: ReviewLine) -> list[MailView]:
    """What the applicant would be written, as it would be written."""
    if line.act not in DECISIONS:
        return []
    change = Change(line.act, request.desk.member.actor, request.at, detail=dict(line.detail))
    try:
        event = next_event(application, change)
    except NotAllowed:
        return []
    after = Application((*application.events, event))
    site = request.service.site.rstrip("/")
    mails = [compose(request.call, after, notice, site, request.at) for notice in plan(request.call, after, event)]
    return [{"to": mask("email", mail.to), "subject": mail.subject, "text": mail.text} for mail in mails]


def _result(request: DeskRequest, result: str) -> str:
    if not result:
        return ""
    kind, why, params = read_result(result)
    sentence = say("desk", f"result.{kind}", request.language)
    return f"{sentence}: {guard_sentence(request.call, request.language, why, params)}" if why else sentence
