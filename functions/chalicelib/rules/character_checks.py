"""What is wrong with the characters of an answer, whatever kind of field it is for."""

from __future__ import annotations

from . import text_normalisation
from .problems import Fault


def character_fault(text: str) -> Fault | None:
    """A control character, half a surrogate pair, or a letter under more marks than any language writes."""
    where = text_normalisation.forbidden_at(text)
    if where is None:
        return None
    return Fault("forbidden_characters", "too_many_marks" if is_mark(text, where) else "", {"where": where + 1})


def is_mark(text: str, where: int) -> bool:
    """Whether what `forbidden_at` found is a mark too many."""
    return text_normalisation.crowded_at(text) == where
