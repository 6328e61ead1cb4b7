"""Which key of a question means something for which kind of it; any other would be silently ignored."""

from __future__ import annotations

from .compound_values import DefinitionReader

# Of a text that the form itself sets no limit, in code points (rules/field_kinds.py reads so many).
LONGEST_TEXT = 20_000
_NUMBERS = ("integer", "number")
_TEXTS = ("text", "textarea")
_NAMES = ("email", "url")
_TABLE = ("table",)
_LISTS = ("choice", "multi")
# Keys that not every kind has; a kind that is not here may not have the key.
KINDS_OF: dict[str, tuple[str, ...]] = {
    "min": (*_TEXTS, *_NUMBERS), "max": (*_TEXTS, *_NAMES, *_NUMBERS), "options": _LISTS, "only_with": ("choice",),
    "not_before": ("month", *_NUMBERS), "example": ("month",), "consent": ("accept", "bool"),
    "column": _TABLE, "row": _TABLE, "min_rows": _TABLE, "max_rows": _TABLE, "more_rows": _TABLE, "adds_up": _TABLE,
    "autocomplete": (*_TEXTS, *_NAMES, "phone", "iin", "bin", "integer", "number", "month", "choice"),
}  # fmt: skip
# Kinds whose limits are whole numbers: of signs, or of things counted.
WHOLE = (*_TEXTS, *_NAMES, "integer")
# What browsers fill in of what they know of a person (HTML, autofill field names).
AUTOCOMPLETE = frozenset([
    "name", "honorific-prefix", "given-name", "additional-name", "family-name", "honorific-suffix", "nickname",
    "organization-title", "organization", "street-address", "address-line1", "address-line2", "address-line3",
    "address-level4", "address-level3", "address-level2", "address-level1", "country", "country-name", "postal-code",
    "language", "bday", "bday-day", "bday-month", "bday-year", "sex", "url", "photo", "tel", "tel-country-code",
    "tel-national", "tel-area-code", "tel-local", "email", "impp", "off", "on",
])  # fmt: skip
# Without these a question of the kind could not be answered.
NEEDED_BY = {"choice": "options", "multi": "options", "table": "column"}
# A cell is asked in every row, and judged by itself.
NOT_OF_A_COLUMN = ("asked_when", "only_with", "not_before", "consent", "criteria", "rule", "column")


def refuse_foreign_keys(r: DefinitionReader, kind: str, in_table: bool) -> None:
    """Keys that this kind of question, or a column of a table, has no use for; and the one it needs."""
    for key in sorted(r.given):
        if in_table and key in NOT_OF_A_COLUMN:
            r.refuse("key_not_of_column", key, key=key)
        elif key in KINDS_OF and kind not in KINDS_OF[key]:
            r.refuse("key_not_of_kind", key, key=key, kind=kind, kinds=", ".join(KINDS_OF[key]))
    if (needed := NEEDED_BY.get(kind)) and needed not in r.given:
        r.refuse("missing", needed)
    if r.table.get("required") is True and "required_when" in r.given:
        r.refuse("required_twice", "required_when")
