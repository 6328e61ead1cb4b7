"""The invariants of the rulebook (spec 2, 3, 4, 6, 7), written from the specification; no code of the product's."""

from __future__ import annotations

from collections.abc import Mapping

from ..evidence import Breach, Check, Evidence
from . import acknowledgements, committee, desk, event_logs, life, mails, refusals, selection, times

ROOMS = (event_logs, life, times, acknowledgements, refusals, selection, committee, desk, mails)
CHECKS: Mapping[str, Check] = {check.__name__: check for room in ROOMS for check in room.CHECKS}


def judge(evidence: Evidence) -> dict[str, list[Breach]]:
    """Every check by name with what it found; nothing found is an invariant that held."""
    return {name: list(check(evidence)) for name, check in CHECKS.items()}
