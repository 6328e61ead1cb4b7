"""Kinds of field that hold a number: what JSON brought as one, or what was typed (typed_numbers.py)."""

from __future__ import annotations

import math
from typing import Any

from ..call import Field
from . import text_normalisation
from .character_checks import character_fault
from .problems import Fault
from .typed_numbers import numeral

Reading = tuple[Any, Fault | None]
WRONG_TYPE: Reading = (None, Fault("wrong_type"))
# Beyond this a double no longer holds every digit, and RFC 8785 numbers are doubles.
_LARGEST = 10**15
# Signs in an answer that is to be a number, with its unit and in words besides.
LONGEST = 100


def integer(field: Field, raw: object) -> Reading:
    return _read(field, raw, whole=True)


def number(field: Field, raw: object) -> Reading:
    """A decimal, with comma or full stop; whole values are stored as integers."""
    return _read(field, raw, whole=False)


def _read(field: Field, raw: object, whole: bool) -> Reading:
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        return WRONG_TYPE
    if isinstance(raw, str) and text_normalisation.is_flood(raw, LONGEST):
        return None, Fault("too_long", params={"limit": LONGEST, "length": len(raw)})
    if isinstance(raw, str) and (fault := character_fault(text_normalisation.single_line(raw))):
        return None, fault
    value = numeral(raw, whole) if isinstance(raw, str) else raw
    if isinstance(value, Fault):
        return None, value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, float) and (whole or not math.isfinite(value)):
        return None, Fault("not_a_number", "whole_number" if math.isfinite(value) else "")
    return _in_range(field, value)


def _in_range(field: Field, value: int | float) -> Reading:
    low = field.min if field.min is not None else -_LARGEST
    high = field.max if field.max is not None else _LARGEST
    if low <= value <= high:
        return value, None
    return None, Fault("out_of_range", _broken_limit(field, value < low), {"min": low, "max": high})


def _broken_limit(field: Field, too_small: bool) -> str:
    """Of a question with one limit that limit alone is told; the other would be the machine's own."""
    if too_small and field.max is None and field.min is not None:
        return "out_of_range_min"
    if not too_small and field.min is None and field.max is not None:
        return "out_of_range_max"
    return "out_of_range_both"
