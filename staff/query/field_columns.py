"""One column per form field, typed by the field's kind: the definition is the only list of columns there is."""

from __future__ import annotations

import json
from collections.abc import Iterator

from chalicelib.call import Field, Form
from chalicelib.call.field_kinds import KINDS, LISTS, MASKED
from chalicelib.rules.masking import HIDDEN, MAILBOX, NUMBER, TELLING_DIGITS

from .merged_forms import Column, source_of

# Of an item. What is older than the attribute was written for the first form.
FORM_VERSION = 'coalesce("form", 1)'


def scalar(field: Field) -> str:
    """The SQL type of one answer that is not a list."""
    return KINDS[field.kind].sql


def sql_type(field: Field) -> str:
    """DuckDB's type of the whole answer."""
    if KINDS[field.kind].shape == "list":
        return f"{scalar(field)}[]"
    if field.kind == "table":
        inside = ", ".join(f"{quote(source_of(cell))} {scalar(cell)}" for cell in field.columns)
        return f"STRUCT({inside})[]"
    return scalar(field)


def from_answers(field: Field, answers: str) -> str:
    """The field's column out of a JSON text, alone: a question that needs one field parses for one."""
    return of_its_versions(field, _typed_column(field, _text_alone(field, answers)))


def as_text(form: Form, answers: str) -> str:
    """A struct of every field's answer as text, in one pass: what a column's type would drop can still be told.

    A list stays a list, a row a struct; an answer of another shape becomes NULL, never an error.
    """
    together = {source_of(field): _structure(field) for field in form if not is_apart(field)}
    return f"TRY(json_transform({answers}, {text(json.dumps(together))}))"


def text_of(field: Field, texts: str, answers: str) -> str:
    """The field's answer as text; what versions of the form ask differently is read out of the answers by itself."""
    return _text_alone(field, answers) if is_apart(field) else f"{texts}.{quote(source_of(field))}"


def from_texts(field: Field, texts: str, answers: str) -> str:
    """The field's column, out of what `as_text` made."""
    return of_its_versions(field, _typed_column(field, text_of(field, texts, answers)))


def _text_alone(field: Field, answers: str) -> str:
    """A text is told as json_transform tells it, a fifth sooner."""
    source = source_of(field)
    if field.kind not in LISTS:
        return f"TRY(json_extract_string({answers}, {text(f'$.{source}')}))"
    return f"TRY(json_transform({answers}, {text(json.dumps({source: _structure(field)}))})).{quote(source)}"


def _structure(field: Field) -> object:
    """As DuckDB's json_transform wants it."""
    if field.kind == "multi":
        return ["VARCHAR"]
    return [{source_of(cell): "VARCHAR" for cell in field.columns}] if field.kind == "table" else "VARCHAR"


def _typed_column(field: Field, value: str) -> str:
    """The column's type of a text; what is no number is NULL, never an error."""
    if field.kind != "table":
        return value if scalar(field) == "VARCHAR" else f"try_cast({value} AS {scalar(field)})"
    if all(scalar(column) == "VARCHAR" for column in field.columns):
        return value
    cells = ", ".join(f"{quote(source_of(c))} := {_typed_column(c, cell_of(c))}" for c in field.columns)
    return f"list_transform({value}, lambda r: CASE WHEN r IS NOT NULL THEN struct_pack({cells}) END)"


def is_apart(field: Field) -> bool:
    return isinstance(field, Column) and field.apart


def of_its_versions(field: Field, value: str) -> str:
    """The value where the answers were written for a version that asks this; it may mean something else elsewhere."""
    if not isinstance(field, Column) or not field.apart:
        return value
    versions = ", ".join(map(str, field.versions))
    return f"CASE WHEN {FORM_VERSION} IN ({versions}) THEN {value} END"


def is_personal(field: Field) -> bool:
    """Whether an answer tells who somebody is: a name, or what is masked besides."""
    return field.personal or is_masked(field)


def is_masked(field: Field) -> bool:
    return field.kind in MASKED


def masked_column(field: Field, value: str, personal: bool) -> str:
    """The column as staff may see it; a table's personal cells are masked inside it."""
    if personal:
        return value
    if field.kind == "table" and any(is_masked(column) for column in field.columns):
        cells = ", ".join(f"{quote(source_of(c))} := {masked_column(c, cell_of(c), personal)}" for c in field.columns)
        return f"list_transform({value}, lambda r: CASE WHEN r IS NOT NULL THEN struct_pack({cells}) END)"
    return mask_sql(field, value) if is_masked(field) else value


def cell_of(column: Field) -> str:
    """The cell in a row `r` of its table, in which it is called as in the answers."""
    return f"r.{quote(source_of(column))}"


def mask_sql(field: Field, value: str) -> str:
    """As rules/masking.py does: a number too short to be one is hidden whole."""
    if field.kind == "email":
        return _unless_null(value, _or_hidden(f"strpos({value}, '@') > 0", f"'@' || split_part({value}, '@', 2)"))
    is_number = f"regexp_matches({value}, '^[+]?[0-9]{{{TELLING_DIGITS},}}$')"
    return _unless_null(value, _or_hidden(is_number, f"substr({value}, length({value}) - 1, 2)"))


def mask_text_sql(value: str) -> str:
    """A file's name as `masking.mask_text` shows it."""
    without_mail = f"regexp_replace({value}, {text(MAILBOX)}, '{HIDDEN}@', 'g')"
    return f"regexp_replace({without_mail}, {text(NUMBER)}, '{HIDDEN}', 'g')"


def tables(form: Form) -> Iterator[Field]:
    return (field for field in form if field.kind == "table")


def name(field: Field) -> str:
    return quote(field.id)


def quote(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def text(value: str) -> str:
    """The value as an SQL string literal, quotes escaped."""
    return "'" + value.replace("'", "''") + "'"


def _or_hidden(telling: str, end: str) -> str:
    return f"CASE WHEN {telling} THEN '{HIDDEN}' || {end} ELSE '{HIDDEN}' END"


def _unless_null(value: str, masked_value: str) -> str:
    return f"CASE WHEN {value} IS NOT NULL THEN {masked_value} END"
