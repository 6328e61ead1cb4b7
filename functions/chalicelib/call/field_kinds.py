"""The record of each kind of field: everything that can be said of a kind without running code.

What is code stays in its own room and is found by the kind's name: the parser (rules/field_parsers.py), the browser's
reader (form/value_judgement.js), the printer (answer_words.py), the invented answer (staff/synthetic). A new
kind is one record here; tests/call/test_field_kinds.py then names each thing it still lacks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

# An IIN and a BIN have as many (domain facts 2.1).
DIGITS_OF_AN_IDENTIFIER = 12
# Of a text that the form itself sets no limit, in code points.
LONGEST_TEXT = 20_000


class FieldKind(NamedTuple):
    """The defaults are those of a text of one line."""

    # JSON Schema of one answer, without what the question itself adds.
    json: Mapping[str, Any] = {"type": "string"}
    # DuckDB's type of one answer, or of one code of a list.
    sql: str = "VARCHAR"
    # "one" value, a "list" of codes, or "rows" of cells.
    shape: str = "one"
    # Of the keys that not every kind may have (field_keys.py), the ones that mean something here.
    keys: frozenset[str] = frozenset()
    # The key without which a question of the kind could not be answered.
    needs: str = ""
    needs_example: bool = False
    # What `min` and `max` bound: the "length" of a text or the "value" of a number; and whether only in whole numbers.
    limits: str = "length"
    limits_are_whole: bool = False
    # The clause of a condition that may ask it: "codes", "above", "younger_than" or none.
    asked_by: str = ""
    # Two answers are put in an order (`not_before`) only where this is the same.
    comparable_as: str = ""
    # Where it may be left out, «жоқ» or a dash says that there is none.
    may_say_none: bool = False
    # The committee sees it only in part unless it asks for personal data.
    is_masked: bool = False
    # A yes, or a yes or no.
    is_tick: bool = False
    has_digits: bool = False
    # The control of the form; a choice's depends on how many options it has.
    widget: str = "input"
    input_type: str = "text"
    input_mode: str = ""
    # Seconds the question takes, looking things up included: our estimate, not a measurement.
    seconds: int = 40


_IDENTIFIER = {"type": "string", "pattern": f"^[0-9]{{{DIGITS_OF_AN_IDENTIFIER}}}$", "x-checksum": True}
_TICK = {"type": "boolean"}
_TEXT = frozenset(["min", "max", "autocomplete"])
_ADDRESS = frozenset(["max", "autocomplete"])
_NUMBER = frozenset(["min", "max", "not_before", "autocomplete"])
_FILLED_IN = frozenset(["autocomplete"])
_ROWS = frozenset(["column", "row", "min_rows", "max_rows", "more_rows", "adds_up"])

KINDS: Mapping[str, FieldKind] = {
    "text": FieldKind(keys=_TEXT, limits_are_whole=True),
    "textarea": FieldKind(keys=_TEXT, limits_are_whole=True, widget="textarea"),
    # No input of type `email`: a browser rewrites what is typed there («gmаil.com» with a Cyrillic letter becomes
    # `xn--…`) unseen.
    "email": FieldKind(
        json={"type": "string", "format": "email"}, keys=_ADDRESS, limits_are_whole=True, may_say_none=True,
        is_masked=True, input_mode="email",
    ),
    "url": FieldKind(
        json={"type": "string", "format": "uri"}, keys=_ADDRESS, limits_are_whole=True, may_say_none=True,
        input_type="url",
    ),
    "phone": FieldKind(
        json={"type": "string", "pattern": "^\\+7[67][0-9]{9}$"}, keys=_FILLED_IN, may_say_none=True, is_masked=True,
        input_type="tel", seconds=20,
    ),
    "iin": FieldKind(
        json=_IDENTIFIER, keys=_FILLED_IN, asked_by="younger_than", may_say_none=True, is_masked=True, has_digits=True,
        input_mode="numeric",
    ),
    "bin": FieldKind(json=_IDENTIFIER, keys=_FILLED_IN, may_say_none=True, has_digits=True, input_mode="numeric"),
    "month": FieldKind(
        json={"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"},
        keys=frozenset(["not_before", "example", "autocomplete"]), needs_example=True, comparable_as="month",
        may_say_none=True, input_type="month", seconds=20,
    ),
    "integer": FieldKind(
        json={"type": "integer"}, sql="BIGINT", keys=_NUMBER, limits="value", limits_are_whole=True, asked_by="above",
        comparable_as="number", input_mode="numeric",
    ),
    "number": FieldKind(
        json={"type": "number"}, sql="DOUBLE", keys=_NUMBER, limits="value", asked_by="above", comparable_as="number",
        input_mode="decimal",
    ),
    "choice": FieldKind(
        keys=frozenset(["options", "only_with", "autocomplete"]), needs="options", asked_by="codes", widget="choice",
        seconds=15,
    ),
    "multi": FieldKind(
        json={"type": "array"}, shape="list", keys=frozenset(["options"]), needs="options", widget="checks", seconds=20,
    ),
    "accept": FieldKind(
        json=_TICK, sql="BOOLEAN", keys=frozenset(["consent"]), is_tick=True, widget="check", seconds=20,
    ),
    "bool": FieldKind(
        json=_TICK, sql="BOOLEAN", keys=frozenset(["consent"]), is_tick=True, widget="check", seconds=10,
    ),
    "table": FieldKind(json={"type": "array"}, shape="rows", keys=_ROWS, needs="column", widget="table"),
}  # fmt: skip

# Kinds by what is asked of them most.
NUMBERS = frozenset(name for name, kind in KINDS.items() if kind.limits == "value")
TICKS = frozenset(name for name, kind in KINDS.items() if kind.is_tick)
LISTS = frozenset(name for name, kind in KINDS.items() if kind.shape != "one")
MASKED = frozenset(name for name, kind in KINDS.items() if kind.is_masked)


def kinds_with_key(key: str) -> tuple[str, ...]:
    """The kinds that may have the key, in the order above; none for a key that every kind may have."""
    return tuple(name for name, kind in KINDS.items() if key in kind.keys)


def kinds_asked_by(clause: str) -> tuple[str, ...]:
    """The kinds whose answer a clause of a condition may ask, in the order above."""
    return tuple(name for name, kind in KINDS.items() if kind.asked_by == clause)
