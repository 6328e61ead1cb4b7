"""What a person does with an application before anybody decides: conflict, note, points; and who is asked to."""

from __future__ import annotations

from collections.abc import Mapping

from ..rules.application import Application
from ..rules.committee_rights import BEFORE_CONFLICT, CONFLICT, CONFLICTED, MOST_REASON, NO_CONFLICT, WHOLE
from ..rules.objection import MOST_TEXT
from ..rules.refusals import NotAgreed, NotFound, Stale
from ..rules.reviews import Declaration
from ..rules.text_normalisation import forbidden_at, multiline
from ..selection import interviews
from .committee import AtDesk, Denied

# Races of other people's points lost one after another; nobody's own words are lost by giving up.
MOST_RACES = 12


def declare_conflict(at: AtDesk, number: str, answer: str, why: str) -> None:
    """Before the text is shown. A "no" may become a "yes" later; a "yes" ends by two people's agreement only."""
    at.demand("declare_conflict")
    opened, why = at.open(number), multiline(why)
    if opened.part not in (BEFORE_CONFLICT, WHOLE, CONFLICTED):
        raise Denied
    if answer not in (NO_CONFLICT, CONFLICT) or (answer == CONFLICT and not why):
        raise NotAgreed("conflict_answer")
    _check(why, MOST_REASON)
    declaration = Declaration(answer, why if answer == CONFLICT else "", at.at)
    if not at.committee.reviews.declare(at.call.id, number, at.member.id, declaration):
        raise NotAgreed("conflict_declared")
    at.note(f"conflict {answer}", number)


def keep_note(at: AtDesk, number: str, text: str) -> None:
    """Keep a note that only its author can read."""
    at.demand("note")
    at.open_whole(number)
    text = multiline(text)
    _check(text, MOST_TEXT)
    at.committee.reviews.note(at.call.id, number, at.member.id, text)


def give_points(
    at: AtDesk, number: str, points: Mapping[str, int | None], reasons: Mapping[str, str], version: int
) -> Application:
    """One's own points for the version of the content that was read. Raises Stale when there is another by now.

    Somebody else's points at the same moment are no reason to refuse: only the content must be what was read.
    """
    at.demand("score")
    for _ in range(MOST_RACES):
        application = at.open_whole(number).application
        if application.version != version:
            break
        try:
            scored = interviews.score(at.desk, number, at.member.name, points, reasons, len(application.events))
        except Stale:
            continue
        at.note("score", number)
        at.refresh(number)
        return scored
    raise Stale(application)


def assign(at: AtDesk, number: str, member: str, *, assigned: bool) -> None:
    """Ask a person to read and judge an application, or take that back. Raises NotFound for an unknown person."""
    at.demand("assign")
    at.open_whole(number)
    person = at.committee.people.member(at.call.id, member)
    if person is None or not person.is_active(at.today):
        raise NotFound
    at.committee.reviews.assign(at.call.id, number, member, assigned=assigned)
    at.note("assign" if assigned else "unassign", f"{number} {person.actor}")


def _check(text: str, most: int) -> None:
    if len(text) > most or forbidden_at(text) is not None:
        raise NotAgreed("text", {"limit": most})
