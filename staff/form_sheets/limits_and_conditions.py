"""What one cell says of limits and conditions, and the same as the definition has it.

100…1000                                 from and to; either may be left out, one number alone is the highest
stage = idea, pilot; budget > 0          every clause holds: the answer is one of these codes, or above the number
author_iin < 18                          the person is younger than so many years
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from .cells import Cell, SheetError

Number = int | float
_NUMBER = r"[+-]?\d{1,18}(?:[.,]\d{1,9})?"
_RANGE = re.compile(rf"({_NUMBER})?\s*(?:…|\.\.\.?)\s*({_NUMBER})?")
_DASHED = re.compile(r"(\d{1,18}(?:[.,]\d{1,9})?)\s*[-–—]\s*(\d{1,18}(?:[.,]\d{1,9})?)")
_CLAUSE = re.compile(r"([A-Za-z0-9_]{1,100})\s*([=><])\s*(.{1,2000})", re.DOTALL)
LIMITS_EXAMPLE, CONDITION_EXAMPLE = "100…1000", "stage = idea, pilot; budget > 0"
_WHOLE = re.compile(r"[+-]?\d{1,18}")


def limits(cell: Cell) -> tuple[Number | None, Number | None]:
    """The lowest and the highest. Raises SheetError."""
    text = re.sub(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))", "", cell.text.strip())
    if not text:
        return None, None
    if re.fullmatch(_NUMBER, text):
        return None, _number(text)
    match = _DASHED.fullmatch(text) or _RANGE.fullmatch(text)
    if not match or not any(match.groups()):
        raise SheetError("unclear_limit", cell.name, text=cell.text, example=LIMITS_EXAMPLE)
    low, high = (None if part is None else _number(part) for part in match.groups())
    return low, high


def _number(text: str) -> Number:
    return int(text) if _WHOLE.fullmatch(text) else float(text.replace(",", "."))


def limits_text(low: Number | None, high: Number | None) -> str | None:
    """None for limits that a cell cannot say."""
    text = ("" if high is None else str(high)) if low is None else f"{low}…{'' if high is None else high}"
    try:
        return text if limits(Cell(text, "")) == (low, high) else None
    except SheetError:
        return None


def condition(cell: Cell) -> dict[str, object]:
    """A condition as the definition has it, from the words of a cell. Raises SheetError."""
    clauses = [part.strip() for part in re.split(r"[;\n]", cell.text) if part.strip()]
    return dict(_clause(part, cell) for part in clauses)


def _clause(text: str, cell: Cell) -> tuple[str, object]:
    match = _CLAUSE.fullmatch(text)
    if not match:
        raise SheetError("unclear_condition", cell.name, text=text, example=CONDITION_EXAMPLE)
    name, sign, value = match[1], match[2], match[3].strip()
    if sign == "=":
        return name, [code.strip() for code in value.split(",") if code.strip()]
    if not re.fullmatch(_NUMBER, value):
        raise SheetError("unclear_condition", cell.name, text=text, example=CONDITION_EXAMPLE)
    return name, {"above" if sign == ">" else "younger_than": _number(value)}


def condition_text(table: Mapping[str, object]) -> str | None:
    """None for a condition that a cell cannot say."""
    clauses = [_clause_text(name, wanted) for name, wanted in table.items()]
    text = "; ".join(clause for clause in clauses if clause)
    try:
        return text if all(clauses) and condition(Cell(text, "")) == dict(table) else None
    except SheetError:
        return None


def _clause_text(name: str, wanted: object) -> str:
    if isinstance(wanted, list):
        return f"{name} = {', '.join(map(str, wanted))}"
    if isinstance(wanted, dict) and set(wanted) <= {"above", "younger_than"} and len(wanted) == 1:
        key, number = next(iter(wanted.items()))
        return f"{name} {'>' if key == 'above' else '<'} {number}"
    return ""
