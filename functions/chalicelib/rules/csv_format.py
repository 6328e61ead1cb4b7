"""What a table written as CSV must be, so that a spreadsheet of any language opens it as it is and runs none of it."""

from __future__ import annotations

# Without it Excel takes the letters of another alphabet for another encoding.
BOM = "\ufeff"
# What spreadsheets start a formula with; a tab or a line break may stand before it. A phone's "+" is one of them.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def inert_cell(value: object) -> object:
    """A text that would be taken for a formula, behind an apostrophe; anything else as it is."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
