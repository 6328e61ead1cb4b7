"""An answer that is one value, as people read it: 1500000 as «1 500 000», `2021-10` as «қазан 2021», a phone in groups.

The browser writes the same (docs/assets/form/written_values.js): one table of cases is read by both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from . import wording

# No more digits than any number of people has: thousands of them are nobody's, and cost what nobody should pay.
_DECIMAL = re.compile(r"(-?)(0|[1-9][0-9]{0,29})(?:\.([0-9]{1,30}))?")


def answer_words(kind: str, value: object, language: str) -> str:
    """`kind` is the question's. What is no such value (a draft keeps whatever was sent) stays as it came."""
    text = value if isinstance(value, str) else _digits(value)
    write = _WRITERS.get(kind)
    return write(text, language) if write else text


def _digits(value: object) -> str:
    from decimal import Decimal

    return f"{Decimal(repr(value)):f}" if isinstance(value, float) else str(value)


def _number(text: str, language: str) -> str:
    parts = _DECIMAL.fullmatch(text)
    if not parts:
        return text
    sign, whole, fraction = parts.groups()
    return sign + wording.number(int(whole)) + (f",{fraction}" if fraction and fraction.strip("0") else "")


def _phone(text: str, language: str) -> str:
    return wording.phone(text)


_WRITERS: Mapping[str, Callable[[str, str], str]] = {
    "integer": _number, "number": _number, "month": wording.lone_month, "phone": _phone,
}  # fmt: skip
