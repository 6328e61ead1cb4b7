"""Publication of proposed decisions: ordered by one, confirmed by another, each line on what was seen of it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from ..rules.application import Application
from ..rules.committee_rights import CONFIRMS, CONFLICT, PROPOSES, WHOLE, member_id
from ..rules.objection import MOST_TEXT
from ..rules.refusals import NotAgreed, NotAllowed, NotFound, OutcomeUnknown, Stale
from ..rules.reviews import MOST_LINES, Order, Review, ReviewLine
from ..rules.text_normalisation import forbidden_at, multiline
from ..selection.committee_act import CommitteeAct
from ..selection.reissue_key import reissue_key
from .committee import AtDesk, Denied
from .line_results import DONE, STALE, refusal
from .proposed_decisions import VERBS, demand_order

# Acts that take two people besides publishing; `end_conflict` is no act of the life cycle.
GRAVE = ("exclude", "complete", "make_exception", "end_conflict", "reissue_key")
HandOver = Callable[[str, str], None]


def order_publication(at: AtDesk, chosen: Sequence[tuple[str, datetime]]) -> Order:
    """Publish these proposals, each as it was seen. Raises NotAgreed when one has changed since."""
    if at.demand("grave") != PROPOSES:
        raise Denied
    lines = tuple(_line(at, number, seen_at) for number, seen_at in dict(chosen[: MOST_LINES + 1]).items())
    return _give(at, lines)


def _line(at: AtDesk, number: str, seen_at: datetime) -> ReviewLine:
    proposal = at.open_whole(number).review.proposal
    if proposal is None or proposal.at != seen_at:
        raise NotAgreed("proposal_changed")
    return ReviewLine(number, proposal.act, proposal.seen, {"reason": proposal.reason, "text": proposal.text})


def order_act(at: AtDesk, number: str, act: str, detail: Mapping[str, str], seen: int) -> Order:
    """Order one grave act about one application. Raises NotAllowed where the guards would refuse it now."""
    if at.demand("grave") != PROPOSES or act not in GRAVE:
        raise Denied
    opened = at.open_whole(number)
    if seen != len(opened.application.events):
        raise Stale(opened.application)
    _check_detail(opened.review, act, detail)
    demand_order(at, opened.application, act, detail)
    return _give(at, (ReviewLine(number, act, seen, dict(detail)),))


def _check_detail(review: Review, act: str, detail: Mapping[str, str]) -> None:
    text = multiline(detail.get("text", ""))
    if not text:
        raise NotAgreed("proposal_text")
    if len(text) > MOST_TEXT or forbidden_at(text) is not None:
        raise NotAgreed("text", {"limit": MOST_TEXT})
    if act == "end_conflict" and review.conflict(detail.get("member", "")) != CONFLICT:
        raise NotAgreed("order_detail")


def _give(at: AtDesk, lines: tuple[ReviewLine, ...]) -> Order:
    if not 0 < len(lines) <= MOST_LINES:
        raise NotAgreed("order_size", {"limit": MOST_LINES})
    order = Order(member_id(secrets.token_bytes(8)), lines, at.member.id, at.at)
    if not at.committee.reviews.give_order(at.call.id, order):
        raise OutcomeUnknown
    at.note("order", f"{order.id} {' '.join(line.number for line in lines)}"[:300])
    return order


def confirm_order(at: AtDesk, order_id: str, hand_over: HandOver = lambda number, key: None) -> Order:
    """Carry the order out: every line on what was seen when it was given, those that changed since told and left. A
    new key goes to `hand_over` with its application's number, once, and is stored nowhere.

    Raises Denied for whoever gave it and for whoever may not confirm. Pressed again it says what became of it, and
    finishes what a killed process left.
    """
    if at.demand("grave") != CONFIRMS:
        raise Denied
    order = at.committee.reviews.order(at.call.id, order_id)
    if order is None:
        raise NotFound
    if order.by == at.member.id:
        raise Denied
    if order.results:
        return order
    if any(at.open(line.number).part != WHOLE for line in order.lines):
        raise NotAgreed("order_unread")
    _lock(at, order)
    at.note("confirm", order.id)
    results = tuple(_carry_out(at, order, line, hand_over) for line in order.lines)
    at.committee.reviews.settle(at.call.id, order.id, results)
    return replace(order, confirmed_by=order.confirmed_by or at.member.id, results=results)


def _lock(at: AtDesk, order: Order) -> None:
    """Note who confirms the order. Only the first person can; the same person may ask again."""
    is_first = not order.confirmed_by and at.committee.reviews.confirm(at.call.id, order.id, at.member.id, at.at)
    if is_first or order.confirmed_by == at.member.id:
        return
    raise NotAgreed("order_confirmed")


def _carry_out(at: AtDesk, order: Order, line: ReviewLine, hand_over: HandOver) -> str:
    """By whoever ordered it, so that the event names who decided; who confirmed stands in the order and on record."""
    desk = replace(at.desk, author=f"member#{order.by}")
    try:
        at_line(at, desk, line, hand_over)
    except Stale as stale:
        return DONE if _is_done(stale.current, line, desk.author) else STALE
    except NotAllowed as refused:
        return refusal(refused)
    except NotFound:
        return STALE
    at.refresh(line.number)
    return DONE


def at_line(at: AtDesk, desk: CommitteeAct, line: ReviewLine, hand_over: HandOver) -> None:
    if line.act == "reissue_key":
        _, key = reissue_key(desk, line.number, secrets.token_bytes(32), line.detail["text"], line.seen)
        hand_over(line.number, key)
        return
    if line.act == "end_conflict":
        at.committee.reviews.end_conflict(at.call.id, line.number, line.detail["member"])
        return
    VERBS[line.act](desk, line)


def _is_done(application: Application, line: ReviewLine, author: str) -> bool:
    """Whether the first event after those that were seen is of this line: an earlier try got that far."""
    if len(application.events) <= line.seen:
        return False
    event = application.events[line.seen]
    return (event.act, event.actor) == (line.act, author)
