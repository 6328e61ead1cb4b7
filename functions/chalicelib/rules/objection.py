"""What a guard answers when an act may not be done: the rule that stands against it, and why.

`why` names a sentence in words/guards.toml, and there `next.<why>` says what to do now.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from . import text_normalisation
from .character_checks import is_mark

# Code points of what the committee or an applicant writes about an act.
MOST_TEXT = 3000
MOST_LINE = 300
# No appointment, task or exception of a call lies further ahead; a later year is a slip of the hand.
FURTHEST = timedelta(days=1100)


class Objection(NamedTuple):
    rule: str
    why: str
    params: Mapping[str, object] = {}


def text_objection(rule: str, text: str, blank: str = "", most: int = MOST_TEXT) -> Objection | None:
    """Against a text that is too long or holds control characters; against a blank one when `blank` says why."""
    if blank and text_normalisation.is_blank(text):
        return Objection(rule, blank)
    if len(text) > most:
        return Objection(rule, "too_long", {"limit": most, "length": len(text)})
    where = text_normalisation.forbidden_at(text)
    if where is None:
        return None
    if is_mark(text, where):
        return Objection(rule, "too_many_marks", {"where": where + 1})
    return Objection(rule, "forbidden_characters", {"where": where + 1})


def distance_objection(rule: str, when: datetime, at: datetime) -> Objection | None:
    return Objection(rule, "too_far", {"days": FURTHEST.days}) if when - at > FURTHEST else None
