"""What the committee sees without asking for personal data; one rule for the desk and for every output of the tool.

Answers of the kinds IIN, phone and mail are masked, also as cells of a table. Names are not: the committee meets the
people. An applicant's own sentences are not either, whatever is written in them. In the name of a file, and in what no
question of the form explains, whatever looks like such a number or address is hidden and the rest is shown.
The export's views say the same in SQL (staff/query/field_columns.py); a test holds the two together.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from ..call import Field
from ..call.field_kinds import MASKED

HIDDEN = "•••"
# Of a number with fewer digits the last two would tell too much.
TELLING_DIGITS = 10
# Both are read alike by Python, DuckDB and Athena.
NUMBER = f"[+]?[0-9](?:[ ()-]*[0-9]){{{TELLING_DIGITS - 1},}}"
MAILBOX = "[^ @]+@"


def mask(kind: str, value: object) -> str:
    """Enough to compare with a paper at hand, not enough to use. A value of another shape is hidden whole."""
    text = value if isinstance(value, str) else ""
    if kind == "email" and "@" in text:
        return f"{HIDDEN}@{text.rpartition('@')[2]}"
    digits = text.removeprefix("+")
    # isascii first: other scripts' digits are digits too.
    if kind in ("iin", "phone") and len(digits) >= TELLING_DIGITS and digits.isascii() and digits.isdigit():
        return f"{HIDDEN}{digits[-2:]}"
    return HIDDEN


def mask_text(text: str) -> str:
    """A file's name without the numbers and addresses in it."""
    return re.sub(NUMBER, HIDDEN, re.sub(MAILBOX, f"{HIDDEN}@", text))


def mask_answer(field: Field | None, value: object) -> object:
    """An answer as it is, with its personal parts masked; a row or a cell of a wrong shape too."""
    if field is None or value is None:
        return mask_any(value)
    if field.kind in MASKED:
        return mask(field.kind, value)
    if isinstance(value, list):
        columns = {column.id: column for column in field.columns}
        return [_row(columns, row) for row in value]
    return value if isinstance(value, str | int | float) else mask_any(value)


def mask_any(value: object) -> object:
    """Of any shape: its texts and numbers by what they look like."""
    if isinstance(value, Mapping):
        return {mask_text(name): mask_any(cell) for name, cell in value.items()}
    if isinstance(value, list):
        return [mask_any(part) for part in value]
    if isinstance(value, str):
        return mask_text(value)
    return value if mask_text(json.dumps(value)) == json.dumps(value) else HIDDEN


def mask_document(detail: Mapping[str, object]) -> dict[str, object]:
    """What an event says of a document; only the name of its file can be personal."""
    name = detail.get("filename")
    return dict(detail) | ({"filename": mask_text(name)} if isinstance(name, str) else {})


def _row(columns: dict[str, Field], row: object) -> object:
    if not isinstance(row, dict):
        return mask_any(row)
    return {name: mask_answer(columns.get(name), cell) for name, cell in row.items()}
