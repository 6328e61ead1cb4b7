"""Decisions as they are proposed, each on what was seen of its application, and the order of a meeting."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from ..rules.admission_guards import to_admit
from ..rules.application import Application
from ..rules.decline_guards import REASONS, to_decline
from ..rules.exception_guards import to_make_exception
from ..rules.local_days import submission_day
from ..rules.meeting_agenda import MOST_AGENDA, Agenda
from ..rules.objection import MOST_TEXT, Objection
from ..rules.refusals import NotAgreed, Stale
from ..rules.reviews import PROPOSED, Proposal, ReviewLine
from ..rules.task_guards import to_complete, to_exclude
from ..rules.text_normalisation import forbidden_at, multiline
from ..selection import decisions
from ..selection.committee_act import CommitteeAct
from .committee import AtDesk


def propose(at: AtDesk, number: str, act: str, reason: str, text: str, seen: int, seen_at: datetime | None) -> None:
    """Put a proposal in the place of the one of `seen_at` (None: there was none); an empty act takes it back.
    Nothing is decided by it."""
    at.demand("propose")
    application, text = at.open_whole(number).application, multiline(text)
    if seen != len(application.events):
        raise Stale(application)
    proposal = Proposal(act, reason if act == "decline" else "", text, at.member.id, at.at, seen) if act else None
    _check(proposal)
    if not at.committee.reviews.propose(at.call.id, number, proposal, seen_at):
        raise NotAgreed("proposal_changed")
    at.note(f"propose {act or 'nothing'}", number)


def _check(proposal: Proposal | None) -> None:
    if proposal is None:
        return
    if proposal.act not in PROPOSED or (proposal.act == "decline" and proposal.reason not in REASONS):
        raise NotAgreed("proposal_unknown")
    if len(proposal.text) > MOST_TEXT or forbidden_at(proposal.text) is not None:
        raise NotAgreed("text", {"limit": MOST_TEXT})
    if proposal.act == "decline" and not proposal.text:
        raise NotAgreed("proposal_text")


def stands_against(at: AtDesk, application: Application, proposal: Proposal) -> Objection | None:
    """What the guards would say if the proposal were published now."""
    submitted_on = submission_day(at.call, application)
    if proposal.act == "admit":
        return to_admit(at.call, application, proposal.text, submitted_on)
    return to_decline(at.call, application, proposal.reason, proposal.text, submitted_on, at.at)


def demand_order(at: AtDesk, application: Application, act: str, detail: Mapping[str, str]) -> None:
    """An act of two people that the guards would refuse is not ordered. Raises NotAllowed."""
    text = multiline(detail["text"])
    if act == "exclude":
        at.desk.demand(application, act, to_exclude(at.call, application, text, at.at))
    elif act == "complete":
        at.desk.demand(application, act, to_complete(application, text))
    elif act == "make_exception":
        until, window = datetime.fromisoformat(detail["until"]), detail["window"]
        objection = to_make_exception(at.call, application, window, until, text, at.desk.author, at.at)
        at.desk.demand(application, act, objection)


def agree_agenda(at: AtDesk, numbers: Sequence[str], seen_at: datetime | None) -> None:
    """The order in which the meeting takes applications, over the one of `seen_at`; what is not named keeps its place
    behind. It decides nothing.
    """
    at.demand("agenda")
    known = at.committee.reviews.agenda(at.call.id)
    rest = [number for number in (known.numbers if known else ()) if number not in numbers]
    agenda = Agenda(tuple([*numbers, *rest][:MOST_AGENDA]), at.member.id, at.at)
    if not at.committee.reviews.agree(at.call.id, agenda, seen_at):
        raise NotAgreed("agenda_changed")
    at.note("agree", f"{len(numbers)}")


VERBS: Mapping[str, Callable[[CommitteeAct, ReviewLine], Application]] = {
    "admit": lambda desk, line: decisions.admit(desk, line.number, line.detail["text"], line.seen),
    "decline": lambda desk, line: decisions.decline(
        desk, line.number, line.detail["reason"], line.detail["text"], line.seen
    ),
    "exclude": lambda desk, line: decisions.exclude(desk, line.number, line.detail["text"], line.seen),
    "complete": lambda desk, line: decisions.complete(desk, line.number, line.detail["text"], line.seen),
    "make_exception": lambda desk, line: decisions.reopen(
        desk, line.number, line.detail["window"], datetime.fromisoformat(line.detail["until"]),
        line.detail["text"], line.seen,
    ),
}  # fmt: skip
