"""Claiming a slot before an appointment is written: whoever asks for the same in that instant is told it is taken."""

from __future__ import annotations

from collections.abc import Sequence

from ..intake.append_event import reload
from ..rules.appointments import Clash, Slot, clash
from ..rules.refusals import NotFound, OutcomeUnknown
from ..rules.slot_claims import Claim, DayOfClaims, days_of, holds
from .committee import AtDesk

# Lost one after another: each was somebody else's success.
MOST_RACES = 12


def claim_slot(at: AtDesk, wanted: Slot) -> Clash | None:
    """What is in the way; None when the slot is this application's from now on, as long as its appointment stands.

    A claim that came to nothing is in nobody's way after GIVEN_UP.
    """
    claims = at.committee.slots
    for _ in range(MOST_RACES):
        days = [claims.day(at.call.id, day) for day in days_of(wanted)]
        met, over = _clash(at, wanted, days)
        if met:
            return met
        claimed = [day.without(over).with_claim(Claim(wanted, at.at)) for day in days]
        if claims.keep(at.call.id, claimed):
            return None
    raise OutcomeUnknown


def _clash(at: AtDesk, wanted: Slot, days: Sequence[DayOfClaims]) -> tuple[Clash | None, list[str]]:
    """The claim that stands in the way, and those in the way that stand for nothing any more."""
    known = {claim.slot.number: claim for day in days for claim in day.claims}
    over: list[str] = []
    while met := clash(wanted, (claim.slot for claim in known.values())):
        if _holds(at, known.pop(met.number)):
            return met, over
        over.append(met.number)
    return None, over


def _holds(at: AtDesk, claim: Claim) -> bool:
    try:
        return holds(claim, reload(at.call, at.committee.store, claim.slot.number), at.at)
    except NotFound:
        return False
