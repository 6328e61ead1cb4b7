"""Which key of a question means something for which kind of it; any other would be silently ignored."""

from __future__ import annotations

from .compound_values import DefinitionReader
from .field_kinds import KINDS, kinds_with_key

# What browsers fill in of what they know of a person (HTML, autofill field names).
AUTOCOMPLETE = frozenset([
    "name", "honorific-prefix", "given-name", "additional-name", "family-name", "honorific-suffix", "nickname",
    "organization-title", "organization", "street-address", "address-line1", "address-line2", "address-line3",
    "address-level4", "address-level3", "address-level2", "address-level1", "country", "country-name", "postal-code",
    "language", "bday", "bday-day", "bday-month", "bday-year", "sex", "url", "photo", "tel", "tel-country-code",
    "tel-national", "tel-area-code", "tel-local", "email", "impp", "off", "on",
])  # fmt: skip
# A cell is asked in every row, and judged by itself.
NOT_OF_A_COLUMN = ("asked_when", "only_with", "not_before", "consent", "criteria", "rule", "column")


def refuse_foreign_keys(r: DefinitionReader, kind: str, in_table: bool) -> None:
    """Keys that this kind of question, or a column of a table, has no use for; and the one it needs."""
    for key in sorted(r.given):
        if in_table and key in NOT_OF_A_COLUMN:
            r.refuse("key_not_of_column", key, key=key)
        elif (kinds := kinds_with_key(key)) and kind not in kinds:
            r.refuse("key_not_of_kind", key, key=key, kind=kind, kinds=", ".join(kinds))
    if (needed := KINDS[kind].needs) and needed not in r.given:
        r.refuse("missing", needed)
    if r.table.get("required") is True and "required_when" in r.given:
        r.refuse("required_twice", "required_when")
