"""One question, one list, one document of a form from its table: what it becomes, and what it is refused for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.call.compound_values import DefinitionReader
from chalicelib.call.definition_error import DefinitionError
from chalicelib.call.field_keys import AUTOCOMPLETE, NOT_OF_A_COLUMN
from chalicelib.call.field_kinds import KINDS, LONGEST_TEXT, kinds_asked_by, kinds_with_key
from chalicelib.call.field_loading import build_field
from chalicelib.call.form_definition import Document, DocumentPackage, Field, Form, OnlyWith, Option, Section
from chalicelib.call.form_definition import Test as Clause
from chalicelib.call.form_loading import build_form
from chalicelib.call.package_loading import EXTENSIONS, MEGABYTE, build_package
from chalicelib.call.strict_tables import LARGEST
from tests.call.small_form import Refusal, refusals

Table = dict[str, Any]
WORDS = {"kk": "сөз", "ru": "слово"}
A, B = Option("a", WORDS), Option("b", {"kk": "басқа", "ru": "другое"})
LISTS = {"moods": (A, B), "none": ()}


def read(build: Callable[[DefinitionReader], Any], table: Table) -> tuple[Any, list[Refusal]]:
    faults: list[DefinitionError] = []
    reader = DefinitionReader(table, "q", ["kk", "ru"], faults.append)
    built = build(reader)
    reader.refuse_rest()
    return built, refusals(faults)


def field(in_table: bool = False, **table: Any) -> tuple[Field, list[Refusal]]:
    """A text unless the table says otherwise."""
    whole = {"id": "x", "kind": "text", "label": WORDS} | table
    given = {key: value for key, value in whole.items() if value is not None}
    built, faults = read(lambda r: build_field(r, LISTS, in_table), given)
    assert isinstance(built, Field)
    return built, faults


def faults_of(in_table: bool = False, **table: Any) -> list[Refusal]:
    return field(in_table, **table)[1]


def test_a_question_is_what_its_table_says_and_nothing_where_it_says_nothing() -> None:
    assert field() == (Field("x", "text", WORDS), [])
    told: Table = {
        "hint": {"kk": "а", "ru": "б"}, "required": True, "min": 2, "max": 9, "criteria": [1, 2], "rule": "direction",
        "personal": True, "autocomplete": "name", "role": "name", "asked_when": {"p": ["a"]},
    }  # fmt: skip
    of_field = told | {"criteria": (1, 2), "asked_when": (Clause("p", frozenset("a")),)}
    assert field(**told) == (Field("x", "text", WORDS, **of_field), [])
    assert field(required_when={"p": {"above": 1}}) == (
        Field("x", "text", WORDS, required_when=(Clause("p", above=1),)), [],
    )  # fmt: skip


def test_questions_of_a_list_an_order_and_a_yes() -> None:
    only = [{"when": {"p": ["x"]}, "codes": ["a"]}, {"when": {"p": ["y"]}, "codes": ["b", "a"]}]
    chosen = field(kind="choice", options="moods", only_with=only)
    kept = (OnlyWith((Clause("p", frozenset("x")),), ("a",)), OnlyWith((Clause("p", frozenset("y")),), ("b", "a")))
    assert chosen == (Field("x", "choice", WORDS, options=(A, B), only_with=kept), [])
    month = field(kind="month", example=WORDS, not_before="p")
    assert month == (Field("x", "month", WORDS, example=WORDS, not_before="p"), [])
    assert field(kind="bool", consent="publication") == (Field("x", "bool", WORDS, consent="publication"), [])


def test_a_table_has_rows_that_are_called_as_it_is_unless_it_says_otherwise() -> None:
    column = {"id": "c", "kind": "text", "label": WORDS, "max": 9}
    more = {"when": {"p": ["a"]}, "min_rows": 2}
    told: Table = {"kind": "table", "column": [column], "max_rows": 5, "min_rows": 1, "more_rows": more,
                   "adds_up": {"column": "c", "to": "sum"}}  # fmt: skip
    table, faults = field(**told)
    assert faults == []
    assert table == Field(
        "x", "table", WORDS, columns=(Field("c", "text", WORDS, max=9),), row=WORDS, min_rows=1, max_rows=5,
        more_rows=((Clause("p", frozenset("a")),), 2), adds_up=("c", "sum"),
    )  # fmt: skip
    assert field(**told, row={"kk": "жол", "ru": "строка"})[0].row == {"kk": "жол", "ru": "строка"}
    assert field()[0].row is None


@pytest.mark.parametrize("rows", [{}, {"min_rows": 0}, {"min_rows": 5}, {"min_rows": 1, "max_rows": 1}])
def test_a_table_may_have_no_rows_at_least_and_as_many_as_at_most(rows: Table) -> None:
    column = {"id": "c", "kind": "text", "label": WORDS}
    built, faults = field(kind="table", column=[column], **({"max_rows": 5} | rows))
    assert (faults, built.min_rows, built.max_rows) == ([], rows.get("min_rows", 0), rows.get("max_rows", 5))


TEXT_LIMITS = {"low": 0, "high": LONGEST_TEXT}
SAYS: list[tuple[Table, list[Refusal]]] = [
    ({"options": "moods"}, [("key_not_of_kind", "q.options",
                             {"key": "options", "kind": "text", "kinds": "choice, multi"})]),
    ({"kind": "choice", "options": "m" * 70},
     [("unknown_list", "q.options", {"list": "m" * 60, "known": "moods, none"})]),
    ({"kind": "choice"}, [("missing", "q.options", {})]),
    ({"kind": "month"}, [("missing", "q.example", {})]),
    ({"hint": dict.fromkeys(WORDS, "x" * 1001)},
     [("text_too_long", f"q.hint.{language}", {"length": 1001, "most": 1000}) for language in WORDS]),
    ({"label": {"kk": "x" * 301, "ru": "x"}}, [("text_too_long", "q.label.kk", {"length": 301, "most": 300})]),
    ({"kind": "month", "example": {"kk": "x" * 301, "ru": "x"}},
     [("text_too_long", "q.example.kk", {"length": 301, "most": 300})]),
    ({"kind": "k" * 70}, [("unknown_kind", "q.kind", {"kind": "k" * 60, "known": ", ".join(sorted(KINDS))})]),
    # Of a kind that nobody knows no key is foreign.
    ({"kind": "pin", "options": "moods", "max": 9, "max_rows": 1},
     [("unknown_kind", "q.kind", {"kind": "pin", "known": ", ".join(sorted(KINDS))})]),
    ({"kind": 5}, [("wrong_type", "q.kind", {"expected": "str"})]),
    ({"kind": None}, [("missing", "q.kind", {})]),
    ({"autocomplete": "n" * 70}, [("unknown_autocomplete", "q.autocomplete", {"name": "n" * 60})]),
    ({"rule": "luck"}, [("unknown_rule", "q.rule", {"rule": "luck", "known": (
        "window, deadline, language, applicant, region, direction, complete, experience, readiness, interview,"
        " supplement, admission, exclusion")})]),
    ({"kind": "bool", "consent": "c" * 70},
     [("unknown_consent", "q.consent", {"consent": "c" * 60, "known": "personal_data, publication"})]),
    ({"required": True, "required_when": {"p": ["a"]}}, [("required_twice", "q.required_when", {})]),
    ({"criteria": [1, 1]}, [("twin_code", "q.criteria[1]", {"code": 1})]),
    # Limits
    ({"max": 0}, [("limit_out_of_range", "q.max", {"value": 0, "low": 1, "high": LONGEST_TEXT})]),
    ({"min": -1}, [("limit_out_of_range", "q.min", {"value": -1} | TEXT_LIMITS)]),
    ({"min": LONGEST_TEXT + 1}, [("limit_out_of_range", "q.min", {"value": LONGEST_TEXT + 1} | TEXT_LIMITS)]),
    ({"min": 3, "max": 2}, [("limits_in_disorder", "q.min", {"low": 3, "high": 2})]),
    ({"kind": "integer", "min": 1.5}, [("wrong_type", "q.min", {"expected": "int"})]),
    ({"kind": "number", "min": 1.5, "max": 1.25}, [("limits_in_disorder", "q.min", {"low": 1.5, "high": 1.25})]),
    # Rows
    ({"kind": "table", "column": [], "max_rows": 1}, [("too_few_rows", "q.column", {"count": 0, "least": 1})]),
    ({"kind": "table", "max_rows": 1}, [("missing", "q.column", {})]),
    ({"kind": "table", "column": [{"id": "c", "kind": "text", "label": WORDS}] * 21, "max_rows": 1},
     [("too_many_rows", "q.column", {"count": 21, "most": 20})]),
    ({"kind": "table", "column": [{"id": "c", "kind": "text", "label": WORDS}]}, [("missing", "q.max_rows", {})]),
    ({"kind": "table", "column": [{"id": "c", "kind": "text", "label": WORDS}], "max_rows": 101},
     [("number_out_of_range", "q.max_rows", {"value": 101, "low": 1, "high": 100})]),
    ({"kind": "table", "column": [{"id": "c", "kind": "text", "label": WORDS}], "max_rows": 2, "min_rows": 3},
     [("limits_in_disorder", "q.min_rows", {"low": 3, "high": 2})]),
    ({"kind": "table", "column": [{"id": "c", "kind": "text", "label": WORDS}], "min_rows": 3},
     [("missing", "q.max_rows", {})]),
    ({"kind": "table", "column": [{"id": "c", "kind": "text", "label": WORDS}], "max_rows": 2, "more_rows": {}},
     [("missing", "q.more_rows.when", {}), ("missing", "q.more_rows.min_rows", {})]),
    ({"kind": "table", "column": [{"id": "c", "kind": "text", "label": WORDS}], "max_rows": 2,
      "more_rows": {"when": {"p": ["a"]}, "min_rows": 0}},
     [("number_out_of_range", "q.more_rows.min_rows", {"value": 0, "low": 1, "high": 100})]),
    ({"kind": "table", "column": [{"id": "c", "kind": "text", "label": WORDS}], "max_rows": 2, "adds_up": {}},
     [("missing", "q.adds_up.column", {}), ("missing", "q.adds_up.to", {})]),
    ({"kind": "table", "column": [{"id": "c", "kind": "text", "label": WORDS}], "max_rows": 2, "min_rows": -1},
     [("number_out_of_range", "q.min_rows", {"value": -1, "low": 0, "high": 100})]),
    ({"kind": "text", "max_rows": 2}, [("key_not_of_kind", "q.max_rows",
                                        {"key": "max_rows", "kind": "text", "kinds": "table"})]),
    ({"kind": "table", "column": [{"id": "c", "kind": "text", "label": WORDS}], "max_rows": 2,
      "row": {"kk": "x" * 301, "ru": "x"}}, [("text_too_long", "q.row.kk", {"length": 301, "most": 300})]),
    ({"kind": "table", "column": [{"id": "c", "kind": "text", "label": WORDS, "rule": "window"}], "max_rows": 2},
     [("key_not_of_column", "q.column[0].rule", {"key": "rule"})]),
    # What is left of options
    ({"kind": "choice", "options": "moods", "only_with": [{}]},
     [("missing", "q.only_with[0].when", {}), ("missing", "q.only_with[0].codes", {})]),
    ({"kind": "choice", "options": "moods", "only_with": [{"when": {"p": ["a"]}, "codes": []}]},
     [("too_few_rows", "q.only_with[0].codes", {"count": 0, "least": 1})]),
]  # fmt: skip


@pytest.mark.parametrize(("table", "faults"), SAYS)
def test_a_question_is_refused_for_each_thing_once(table: Table, faults: list[Refusal]) -> None:
    assert faults_of(**table) == faults


LIMITS: list[Table] = [
    {"min": 0, "max": 1}, {"min": 5, "max": 5}, {"max": LONGEST_TEXT}, {"min": LONGEST_TEXT},
    {"kind": "integer", "min": -5, "max": 0}, {"kind": "integer", "min": -LARGEST, "max": LARGEST},
    {"kind": "number", "min": -1.5, "max": -1.25}, {"kind": "number", "max": 0},
]  # fmt: skip


@pytest.mark.parametrize("limits", LIMITS)
def test_a_text_is_limited_by_its_length_and_a_number_by_its_value(limits: Table) -> None:
    built, faults = field(**limits)
    assert (faults, built.min, built.max) == ([], limits.get("min"), limits.get("max"))


@pytest.mark.parametrize("key", NOT_OF_A_COLUMN)
def test_a_cell_is_asked_in_every_row_and_judged_by_itself(key: str) -> None:
    values: Table = {
        "asked_when": {"p": ["a"]}, "only_with": [], "not_before": "p", "consent": "publication", "criteria": [],
        "rule": "window", "column": [{"id": "c", "kind": "text", "label": WORDS}],
    }  # fmt: skip
    assert ("key_not_of_column", f"q.{key}", {"key": key}) in faults_of(in_table=True, **{key: values[key]})


def test_a_column_is_no_table() -> None:
    known = ", ".join(sorted(set(KINDS) - {"table"}))
    assert faults_of(in_table=True, kind="table") == [("table_in_table", "q.kind", {"kind": "table", "known": known})]
    assert faults_of(in_table=True, kind="pin") == [("unknown_kind", "q.kind", {"kind": "pin", "known": known})]


@pytest.mark.parametrize("name", sorted(AUTOCOMPLETE))
def test_what_browsers_fill_in_is_known(name: str) -> None:
    assert faults_of(autocomplete=name) == []


def test_which_kinds_have_a_key_and_which_a_condition_may_ask() -> None:
    assert kinds_with_key("options") == ("choice", "multi") and kinds_with_key("label") == ()
    assert kinds_with_key("not_before") == ("month", "integer", "number")
    assert [kinds_asked_by(clause) for clause in ("codes", "above", "younger_than")] == [
        ("choice",), ("integer", "number"), ("iin",),
    ]  # fmt: skip


# The form around it

FORM: Table = {
    "title": WORDS, "version": 3, "fingerprint": "f",
    "section": [{"id": "s", "label": WORDS, "note": "aside", "field": [{"id": "x", "kind": "text", "label": WORDS}]}],
    "package": {"extensions": ["pdf"], "file_max_bytes": MEGABYTE, "package_max_bytes": MEGABYTE, "document": []},
}  # fmt: skip
PACKAGE = DocumentPackage(("pdf",), MEGABYTE, MEGABYTE, ())


def form(**changed: Any) -> tuple[Form, list[Refusal]]:
    """With these values; None leaves a key out. The form itself refuses what nobody asked for."""
    faults: list[DefinitionError] = []
    table = {key: value for key, value in (FORM | changed).items() if value is not None}
    built = build_form(DefinitionReader(table, "q", ["kk", "ru"], faults.append), LISTS, {"aside": B.label})
    return built, refusals(faults)


def section(**changed: Any) -> list[Table]:
    return [FORM["section"][0] | changed]


def test_a_form_is_its_sections_with_their_notes() -> None:
    fields = (Field("x", "text", WORDS),)
    assert form() == (Form(WORDS, (Section("s", WORDS, fields, B.label),), PACKAGE, 3, "f"), [])
    unnoted = FORM["section"][0]["field"]
    for without in (section(note=""), [{"id": "s", "label": WORDS, "field": unnoted}]):
        built, faults = form(section=without)
        assert (faults, built.sections[0].note) == ([], None)


def test_a_form_that_bears_no_fingerprint_yet_is_told_it_later() -> None:
    built, faults = form(fingerprint=None)
    assert (faults, built.fingerprint) == ([], "")
    assert form(version=None)[1] == [("missing", "q.version", {})]


def test_lists_of_a_form_are_rows_of_its_own_and_whole_lists_named_before() -> None:
    lists = {"own": [{"code": "c", "label": {"kk": "үш", "ru": "три"}}, "moods"], "again": ["own"]}
    asked = section(field=[{"id": "x", "kind": "choice", "label": WORDS, "options": "again"}])
    built, faults = form(options=lists, section=asked)
    assert (faults, built.by_id["x"].options) == ([], (Option("c", {"kk": "үш", "ru": "три"}), A, B))


FORM_SAYS: list[tuple[Table, list[Refusal]]] = [
    ({"section": []}, [("too_few_rows", "q.section", {"count": 0, "least": 1})]),
    ({"section": section() * 51}, [("too_many_rows", "q.section", {"count": 51, "most": 50})]),
    ({"section": section(field=[])}, [("too_few_rows", "q.section[0].field", {"count": 0, "least": 1})]),
    ({"section": section(field=FORM["section"][0]["field"] * 201)},
     [("too_many_rows", "q.section[0].field", {"count": 201, "most": 200})]),
    ({"section": section(note="n" * 70)},
     [("unknown_note", "q.section[0].note", {"note": "n" * 60, "known": "aside"})]),
    ({"section": section(id="S")}, [("bad_id", "q.section[0].id", {"name": "S", "most": 40})]),
    ({"section": section(label={"kk": "x" * 301, "ru": "x"})},
     [("text_too_long", "q.section[0].label.kk", {"length": 301, "most": 300})]),
    ({"title": {"kk": "x" * 301, "ru": "x"}}, [("text_too_long", "q.title.kk", {"length": 301, "most": 300})]),
    ({"colour": 1}, [("unknown_key", "q", {"key": "colour"})]),
    ({"options": {"own": []}}, [("too_few_rows", "q.options.own", {"count": 0, "least": 1})]),
    ({"options": {"own": 5}}, [("wrong_type", "q.options.own", {"expected": "list"})]),
    ({"options": {"own": ["l" * 70]}},
     [("unknown_list", "q.options.own[0]", {"list": "l" * 60, "known": "moods, none"})]),
    # A list does not name itself, nor one after it.
    ({"options": {"own": ["own"]}},
     [("unknown_list", "q.options.own[0]", {"list": "own", "known": "moods, none"})]),
    ({"options": {"own": ["moods", {"code": "a", "label": {"kk": "үш", "ru": "три"}}]}},
     [("twin_code", "q.options.own[1].code", {"code": "a"})]),
    ({"options": {"own": ["moods", "moods"]}},
     [("twin_code", "q.options.own[1].code", {"code": code}) for code in "ab"]),
    ({"options": {"own": [{"code": "C", "label": WORDS}]}},
     [("bad_code", "q.options.own[0].code", {"name": "C", "most": 40})]),
    ({"options": {"own": [{"code": "c", "label": {"kk": "x" * 301, "ru": "x"}}]}},
     [("text_too_long", "q.options.own[0].label.kk", {"length": 301, "most": 300})]),
    ({"options": {"own": [{"code": "c", "label": WORDS, "about": WORDS}]}},
     [("unknown_key", "q.options.own[0]", {"key": "about"})]),
]  # fmt: skip


@pytest.mark.parametrize(("table", "faults"), FORM_SAYS)
def test_a_form_is_refused_for_each_thing_once(table: Table, faults: list[Refusal]) -> None:
    assert form(**table)[1] == faults


# Its documents


def package(**changed: Any) -> tuple[DocumentPackage, list[Refusal]]:
    table = {key: value for key, value in (FORM["package"] | changed).items() if value is not None}
    built, faults = read(build_package, table)
    assert isinstance(built, DocumentPackage)
    return built, faults


def document(**changed: Any) -> list[Table]:
    return [{"kind": "letter", "label": WORDS} | changed]


def test_documents_are_asked_one_by_one_and_never_required_unless_said() -> None:
    assert package(document=document())[0].documents == (Document("letter", WORDS),)
    built, faults = package(
        extensions=[*EXTENSIONS], package_max_bytes=2000 * MEGABYTE, file_max_bytes=100 * MEGABYTE,
        document=document(most=100, required=True) + document(kind="note", required_when={"p": {"younger_than": 18}}),
    )  # fmt: skip
    assert faults == []
    assert built == DocumentPackage(EXTENSIONS, 100 * MEGABYTE, 2000 * MEGABYTE, (
        Document("letter", WORDS, required=True, most=100),
        Document("note", WORDS, required_when=(Clause("p", younger_than=18),)),
    ))  # fmt: skip


PACKAGE_SAYS: list[tuple[Table, list[Refusal]]] = [
    ({"extensions": []}, [("too_few_rows", "q.extensions", {"count": 0, "least": 1})]),
    ({"extensions": ["pdf", "x" * 70]},
     [("unknown_extension", "q.extensions[1]", {"extension": "x" * 60, "known": ", ".join(EXTENSIONS)})]),
    ({"file_max_bytes": MEGABYTE - 1},
     [("number_out_of_range", "q.file_max_bytes", {"value": MEGABYTE - 1, "low": MEGABYTE, "high": 100 * MEGABYTE})]),
    ({"package_max_bytes": 2000 * MEGABYTE + 1},
     [("number_out_of_range", "q.package_max_bytes",
       {"value": 2000 * MEGABYTE + 1, "low": MEGABYTE, "high": 2000 * MEGABYTE})]),
    ({"package_max_bytes": MEGABYTE + 1},
     [("no_whole_megabytes", "q.package_max_bytes",
       {"value": MEGABYTE + 1, "lower": MEGABYTE, "megabyte": MEGABYTE})]),
    ({"file_max_bytes": 2 * MEGABYTE},
     [("package_below_file", "q.package_max_bytes", {"file": 2 * MEGABYTE, "package": MEGABYTE})]),
    ({"document": document() * 51}, [("too_many_rows", "q.document", {"count": 51, "most": 50})]),
    ({"document": document(most=101)},
     [("number_out_of_range", "q.document[0].most", {"value": 101, "low": 1, "high": 100})]),
    ({"document": document(most=0)},
     [("number_out_of_range", "q.document[0].most", {"value": 0, "low": 1, "high": 100})]),
    ({"document": document(kind="Letter")}, [("bad_id", "q.document[0].kind", {"name": "Letter", "most": 40})]),
    ({"document": document(label={"kk": "x" * 301, "ru": "x"})},
     [("text_too_long", "q.document[0].label.kk", {"length": 301, "most": 300})]),
    # Of a size that is missing no other is too small, and none is too small for another.
    ({"package_max_bytes": None}, [("missing", "q.package_max_bytes", {})]),
    ({"file_max_bytes": None}, [("missing", "q.file_max_bytes", {})]),
    ({"file_max_bytes": "1"}, [("wrong_type", "q.file_max_bytes", {"expected": "int"})]),
]  # fmt: skip


@pytest.mark.parametrize(("table", "faults"), PACKAGE_SAYS)
def test_a_package_is_refused_for_each_thing_once(table: Table, faults: list[Refusal]) -> None:
    assert package(**table)[1] == faults
