"""IIN, phone and mail as shown to those who do not need them. Names are not masked: the committee meets the people."""

from __future__ import annotations

from typing import Any

from chalicelib.call import Field

MASKED = frozenset({"iin", "phone", "email"})
HIDDEN = "•••"
# Of a number with fewer digits the last two would tell too much.
TELLING_DIGITS = 10


def masked(kind: str, value: Any) -> str:
    """Enough to compare with a paper at hand, not enough to use. A value of another shape is hidden whole."""
    text = value if isinstance(value, str) else ""
    if kind == "email" and "@" in text:
        return f"{HIDDEN}@{text.rpartition('@')[2]}"
    digits = text.removeprefix("+")
    # isascii first: other scripts' digits are digits too.
    if kind in ("iin", "phone") and len(digits) >= TELLING_DIGITS and digits.isascii() and digits.isdigit():
        return f"{HIDDEN}{digits[-2:]}"
    return HIDDEN


def mask_answer(field: Field | None, value: Any) -> Any:
    """An answer with its personal parts masked; what no field of the form explains is hidden whole."""
    if field is None:
        return HIDDEN
    if field.kind in MASKED:
        return masked(field.kind, value)
    if field.kind == "table" and isinstance(value, list):
        columns = {column.id: column for column in field.columns}
        return [_row(columns, row) for row in value]
    return value


def _row(columns: dict[str, Field], row: Any) -> Any:
    if not isinstance(row, dict):
        return HIDDEN
    return {name: mask_answer(columns.get(name), cell) for name, cell in row.items()}
