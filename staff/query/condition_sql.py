"""The definition's conditions as SQL, so that "required when" is said once.

A test holds them to rules.field_conditions.
"""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.call import Field
from chalicelib.call.form_definition import Condition, Document, Test

from .field_columns import text

Columns = Mapping[str, str]


def holds(condition: Condition, columns: Columns, on: str = "") -> str:
    """`columns` name the answers by question, `on` is the date that ages are counted on. An empty one never holds."""
    return " AND ".join(_clause(test, columns[test.field], on) for test in condition) or "FALSE"


def is_required(field: Field, columns: Columns) -> str:
    """Whether the question is asked of this application and must be answered."""
    needed = "TRUE" if field.required else holds(field.required_when, columns)
    return f"({needed}) AND ({holds(field.asked_when, columns) if field.asked_when else 'TRUE'})"


def is_wanted(document: Document, columns: Columns, on: str) -> str:
    return "TRUE" if document.required else holds(document.required_when, columns, on)


def _clause(test: Test, answer: str, on: str) -> str:
    if test.above is not None:
        return f"coalesce({answer} > {test.above}, FALSE)"
    if test.younger_than is not None:
        return f"coalesce({_birthday(answer, test.younger_than)} > {on}, FALSE)" if on else "FALSE"
    codes = ", ".join(text(code) for code in sorted(test.codes))
    return f"coalesce({answer} IN ({codes}), FALSE)"


def _birthday(iin: str, age: int) -> str:
    """The SQL of the day a person comes of age, by the IIN: year, month, day, and the century in the seventh digit.

    A foreigner's (seventh digit 0) may mean two centuries; then the earlier counts, as in rules.kazakh_identifiers,
    where every date it can mean must be young. The 29th of February is reached on the 1st of March.
    """
    century = f"CASE substr({iin}, 7, 1) {_CENTURIES} ELSE 1900 END"
    year = f"CAST({century} + try_cast(substr({iin}, 1, 2) AS BIGINT) + {age} AS VARCHAR)"
    month, day = f"substr({iin}, 3, 2)", f"substr({iin}, 5, 2)"
    day_as_text = f"{year} || '-' || {month} || '-' || {day}"
    leap = f"CASE WHEN {month} || {day} = '0229' THEN {year} || '-03-01' END"
    return f"coalesce(try_cast({day_as_text} AS DATE), try_cast({leap} AS DATE))"


_CENTURIES = "WHEN '1' THEN 1800 WHEN '2' THEN 1800 WHEN '5' THEN 2000 WHEN '6' THEN 2000"
