"""Numbers as people type them: spaces between thousands, a decimal comma, a typographic minus."""

from __future__ import annotations

import math
import re
from typing import Any

from ..call import Field
from . import identifiers
from .problems import Fault

Reading = tuple[Any, Fault | None]
WRONG_TYPE: Reading = (None, Fault("wrong_type"))
# Beyond this a double no longer holds every digit, and RFC 8785 numbers are doubles.
_LARGEST = 10**15
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
_DECIMAL = re.compile(r"[+-]?[0-9]{1,18}(?:\.[0-9]{1,9})?")


def integer(field: Field, raw: Any) -> Reading:
    value = _number(raw, _INTEGER)
    if value is None or (isinstance(value, float) and not value.is_integer()):
        return (None, Fault("not_a_number")) if isinstance(raw, str | int | float) else WRONG_TYPE
    return _in_range(field, int(value))


def number(field: Field, raw: Any) -> Reading:
    """A decimal, with comma or full stop; whole values are stored as integers."""
    value = _number(raw, _DECIMAL)
    if value is None:
        return (None, Fault("not_a_number")) if isinstance(raw, str | int | float) else WRONG_TYPE
    return _in_range(field, int(value) if isinstance(value, float) and value.is_integer() else value)


def _number(raw: Any, pattern: re.Pattern[str]) -> int | float | None:
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int):
        return raw
    if isinstance(raw, float):
        return raw if math.isfinite(raw) else None
    if not isinstance(raw, str):
        return None
    digits = identifiers.compact(raw.replace("\u2212", "-")) if raw.strip()[:1] not in "-\u2212" else _negative(raw)
    digits = digits.replace(",", ".")
    if not pattern.fullmatch(digits):
        return None
    return float(digits) if "." in digits else int(digits)


def _negative(raw: str) -> str:
    return "-" + identifiers.compact(raw.strip()[1:])


def _in_range(field: Field, value: int | float) -> Reading:
    low = field.min if field.min is not None else -_LARGEST
    high = field.max if field.max is not None else _LARGEST
    if low <= value <= high:
        return value, None
    return None, Fault("out_of_range", "out_of_range_both", {"min": low, "max": high})
