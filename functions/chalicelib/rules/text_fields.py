"""Texts: cleaned, measured, without forbidden characters; and texts that are turned into a standard form."""

from __future__ import annotations

from collections.abc import Callable

from ..call import Field
from ..call.field_kinds import LONGEST_TEXT
from . import text_normalisation
from .character_checks import character_fault
from .number_fields import WRONG_TYPE, Reading
from .problems import Fault

# Several times what such an answer can be, marks and spaces included.
LONGEST_NAME = 400


def text(field: Field, raw: object) -> Reading:
    return _text(raw, text_normalisation.single_line, field.min, field.max)


def textarea(field: Field, raw: object) -> Reading:
    return _text(raw, text_normalisation.multiline, field.min, field.max)


def _text(raw: object, normalise: Callable[[str], str], least: float | None, most: float | None) -> Reading:
    """`least` and `most` are signs of the text that is stored."""
    if not isinstance(raw, str):
        return WRONG_TYPE
    limit = LONGEST_TEXT if most is None else int(most)
    if text_normalisation.is_flood(raw, limit):
        return None, _too_long(limit, len(raw))
    value = normalise(raw)
    fault = character_fault(value)
    return (None, fault) if fault else (value, _length_fault(value, least, most))


def _length_fault(value: str, least: float | None, most: float | None) -> Fault | None:
    if most is not None and len(value) > most:
        return _too_long(int(most), len(value))
    if least is not None and len(value) < least:
        return Fault("too_short", params={"limit": least, "length": len(value)})
    return None


def _too_long(limit: int, length: int) -> Fault:
    return Fault("too_long", params={"limit": limit, "length": length})


def standard_form(field: Field, raw: object, clean: Callable[[str], str | Fault]) -> Reading:
    """A text that `clean` turns into its standard form, whose length counts, or into the fault that stops it."""
    value, fault = _text(raw, text_normalisation.single_line, None, field.max or LONGEST_NAME)
    if value is None:
        return None, fault
    cleaned = clean(value)
    if isinstance(cleaned, Fault):
        return None, fault or cleaned
    fault = _length_fault(cleaned, field.min, field.max)
    return (None, fault) if fault else (cleaned, None)
