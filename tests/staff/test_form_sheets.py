"""A form's questions as a table of Word or Excel, and back: nothing is lost, and a mistake is told by its cell."""

from __future__ import annotations

import re
import tomllib
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.call import say, words
from chalicelib.call.current import call_folder
from chalicelib.call.loading import load_call
from staff.form_sheets import Sheet, SheetError, merge, read, read_file, sheets_of_form, write_file
from staff.form_sheets.cells import MOST_ROWS
from staff.form_sheets.files import MOST_BYTES
from staff.form_sheets.limits_and_conditions import LIMITS_EXAMPLE
from staff.form_sheets.toml_text import form_text, value_text
from staff.new_call import make_folder_of_call, next_opening
from tests.call.generated import Definition, definitions
from tests.staff.conftest import Tool

FIRST = {"kk": "Сұрақтар", "ru": "Вопросы"}
KINDS = ("xlsx", "docx")
HEAD = ("id", "kind", "kk", "ru", "required", "limit", "options", "asked when", "other")
Rows = list[tuple[str, ...]]


def form_of_the_call() -> dict[str, Any]:
    return tomllib.loads((call_folder() / "form.toml").read_text("utf-8"))


def without_fingerprint(form: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in form.items() if key != "fingerprint"}


def back(form: dict[str, Any], file: Path) -> dict[str, Any]:
    write_file(file, sheets_of_form(form))
    return read(read_file(file), FIRST).form


@pytest.mark.parametrize("kind", KINDS)
def test_the_form_of_2021_comes_back_as_it_was(tmp_path: Path, kind: str) -> None:
    form = form_of_the_call()
    assert back(form, tmp_path / f"questions.{kind}") == without_fingerprint(form)


def test_a_form_s_text_says_what_its_table_says() -> None:
    form = form_of_the_call()
    assert tomllib.loads(form_text(form, "Бір\nДва")) == form


NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)
WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=40).map(
    lambda text: text.strip()
).filter(bool)  # fmt: skip
PAIRS = st.fixed_dictionaries({"kk": WORDS, "ru": WORDS})
CODES = st.lists(NAMES, min_size=1, max_size=3, unique=True)
CONDITIONS = st.dictionaries(NAMES, st.one_of(
    CODES, st.integers(-99, 99).map(lambda n: {"above": n}), st.integers(1, 99).map(lambda n: {"younger_than": n}),
), min_size=1, max_size=2)  # fmt: skip


@st.composite
def fields(draw: st.DrawFn, name: str, *, in_table: bool = False) -> dict[str, Any]:
    kinds = ["text", "textarea", "choice", "multi", "integer", "number", "month", "accept"]
    field: dict[str, Any] = {"id": name, "kind": draw(st.sampled_from([*kinds, *([] if in_table else ["table"])]))}
    optional: dict[str, st.SearchStrategy[Any]] = {
        "required": st.just(True), "required_when": CONDITIONS, "hint": PAIRS, "role": NAMES, "options": NAMES,
        "autocomplete": WORDS, "personal": st.just(True), "criteria": st.lists(st.integers(1, 9), max_size=3),
        "example": PAIRS, "asked_when": CONDITIONS, "not_before": NAMES,
    }  # fmt: skip
    low, high = ("min_rows", "max_rows") if field["kind"] == "table" else ("min", "max")
    bounds = (
        st.one_of(st.integers(-(10**6), 10**6), st.just(0.5)) if field["kind"] == "number" else st.integers(0, 9999)
    )
    optional |= {low: bounds, high: bounds}
    chosen = draw(st.sets(st.sampled_from(sorted(optional))))
    field |= {key: draw(optional[key]) for key in sorted(chosen)} | {"label": draw(PAIRS)}
    if field["kind"] == "table":
        names = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
        field["column"] = [draw(fields(each, in_table=True)) for each in names]
    return field


@st.composite
def forms(draw: st.DrawFn) -> dict[str, Any]:
    names = draw(st.lists(NAMES, min_size=2, max_size=8, unique=True))
    sections = [{"id": f"s_{names[0]}", "label": draw(PAIRS), "field": [draw(fields(name)) for name in names[1:]]}]
    lists = draw(st.dictionaries(NAMES, st.lists(st.builds(lambda code, label: {"code": code, "label": label}, NAMES,
                                                           PAIRS), min_size=1, max_size=3), max_size=3))  # fmt: skip
    documents = [{"kind": name, "label": draw(PAIRS), "most": draw(st.integers(1, 20))} for name in names[:2]]
    package = {"extensions": ["pdf"], "file_max_bytes": draw(st.integers(1, 10**7)), "document": documents}
    return {"version": draw(st.integers(1, 9)), "title": draw(PAIRS), "section": sections, "options": lists,
            "package": package}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=15, deadline=None)
@given(form=forms())
def test_any_form_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, kind: str, form: Any) -> None:
    assert back(form, tmp_path_factory.mktemp("sheet") / f"questions.{kind}") == form


@settings(max_examples=40, deadline=None)
@given(definitions())
def test_the_form_of_any_call_that_loads_comes_back_as_it_was(made: Definition) -> None:
    found = read(sheets_of_form(made.form), FIRST).form
    assert without_fingerprint(merge(made.form, found)) == without_fingerprint(made.form)
    assert found == without_fingerprint(made.form)


@settings(max_examples=100, deadline=None)
@given(form=forms())
def test_any_form_is_written_as_toml_that_says_the_same(form: Any) -> None:
    assert tomllib.loads(form_text(form, "бір")) == form


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text_is_written_as_a_toml_string(text: str) -> None:
    if all(not 0xD800 <= ord(sign) <= 0xDFFF for sign in text):
        assert tomllib.loads(f"x = {value_text(text)}") == {"x": text}


# ------------------------------------------------------------------ what an organiser types


def sheet(*rows: tuple[str, ...], head: tuple[str, ...] = HEAD) -> list[Sheet]:
    return [Sheet("1", (head, *rows))]


def test_a_plain_table_of_word_becomes_questions_with_ids_of_their_own(tmp_path: Path) -> None:
    rows: Rows = [
        ("Түрі", "Қазақша", "По-русски", "Обязательно", "Предел", "Варианты"),
        ("мәтін", "Атыңыз", "Ваше имя", "иә", "80", ""),
        ("", "", "", "", "", ""),
        ("Выбор", "Қай сатыда", "На какой стадии", "+", "", "Идея | Идея\npilot: Пилот | Пилотный режим"),
        ("таблица", "Шығындар", "Расходы", "", "1-20", ""),
        ("- целое число", "Сомасы", "Сумма", "да", "1 000…", ""),
    ]
    file = tmp_path / "questions.docx"
    write_file(file, [Sheet("Сұрақтар", tuple(rows))])
    form = read(read_file(file), FIRST).form
    assert form["section"] == [{"id": "questions", "label": FIRST, "field": [
        {"id": "vashe_imya", "kind": "text", "required": True, "max": 80,
         "label": {"kk": "Атыңыз", "ru": "Ваше имя"}},
        {"id": "na_kakoi_stadii", "kind": "choice", "required": True, "options": "na_kakoi_stadii",
         "label": {"kk": "Қай сатыда", "ru": "На какой стадии"}},
        {"id": "raskhody", "kind": "table", "min_rows": 1, "max_rows": 20,
         "label": {"kk": "Шығындар", "ru": "Расходы"}, "column": [
             {"id": "summa", "kind": "integer", "required": True, "min": 1000,
              "label": {"kk": "Сомасы", "ru": "Сумма"}}]},
    ]}]  # fmt: skip
    assert form["options"] == {"na_kakoi_stadii": [
        {"code": "ideya", "label": {"kk": "Идея", "ru": "Идея"}},
        {"code": "pilot", "label": {"kk": "Пилот", "ru": "Пилотный режим"}},
    ]}  # fmt: skip


def test_two_questions_alike_get_two_ids() -> None:
    alike = ("", "text", "Сұрақ", "Вопрос", "", "", "", "", "")
    ids = [field["id"] for field in read(sheet(alike, alike), FIRST).form["section"][0]["field"]]
    assert ids == ["vopros", "vopros_2"]


def test_a_number_that_excel_keeps_as_a_number_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in (HEAD, ("age", "number", "Жасы", "Возраст", True, 0.5, None, None, None),
                ("count", "integer", "Саны", "Число", False, 12.0, None, None, None)):  # fmt: skip
        page.append(row)
    book.save(tmp_path / "q.xlsx")
    age, count = read(read_file(tmp_path / "q.xlsx"), FIRST).form["section"][0]["field"]
    assert (age["required"], age["max"], count["max"]) == (True, 0.5, 12) and "required" not in count


def test_a_label_that_looks_like_a_formula_stays_a_label(tmp_path: Path) -> None:
    form = form_of_the_call()
    form["title"] = {"kk": "=1+1", "ru": "@SUM(A1)"}
    assert back(form, tmp_path / "q.xlsx")["title"] == form["title"]


# ------------------------------------------------------------------ mistakes


def question(**cells: str) -> tuple[str, ...]:
    given = {"id": "a", "kind": "text", "kk": "Сұрақ", "ru": "Вопрос"} | cells
    return tuple(given.get(name, "") for name in HEAD)


WRONG: dict[str, tuple[str, Callable[[], list[Sheet]]]] = {
    "unknown_kind": ("1!B2", lambda: sheet(question(kind="файл"))),
    "no_words": ("1!C2", lambda: sheet(question(kk=""))),
    "name_twice": ("1!A3", lambda: sheet(question(), question())),
    "column_without_table": ("1!A2", lambda: sheet(question(id="rows.sum"))),
    "unclear_limit": ("1!F2", lambda: sheet(question(limit="көп"))),
    "unclear_condition": ("1!H3", lambda: sheet(question(), question(id="b", **{"asked when": "a is yes"}))),
    "unclear_option": ("1!G2", lambda: sheet(question(kind="choice", options="бір жауап қана"))),
    "not_yes_or_no": ("1!E2", lambda: sheet(question(required="бәлкім"))),
    "no_toml": ("1!I2", lambda: sheet(question(other="personal"))),
    "column_twice": ("1!C1", lambda: sheet(head=("kind", "kk", "қазақша", "ru"))),
    "no_questions": ("", lambda: [Sheet("1", (("бір", "екі"),))]),
    "cell_is_blank": ("2!B2", lambda: [*sheet(question()), Sheet("2", (("list", "code", "kk", "ru"),
                                                                       ("lists", "", "а", "б")))]),
    "not_a_count": ("2!D2", lambda: [*sheet(question()), Sheet("2", (("document", "kk", "ru", "most files"),
                                                                     ("cv", "а", "б", "көп")))]),
}  # fmt: skip


@pytest.mark.parametrize("code", WRONG)
def test_each_mistake_is_told_by_its_cell(code: str) -> None:
    cell, sheets = WRONG[code]
    with pytest.raises(SheetError) as stopped:
        read(sheets(), FIRST)
    assert (stopped.value.code, stopped.value.cell) == (code, cell)
    for language in ("kk", "ru"):
        assert "{" not in say("sheets", code, language, **stopped.value.params)


def test_every_sentence_about_a_table_has_its_mistake() -> None:
    of_files = {"other_ending", "too_large", "not_that_file", "damaged", "too_many_sheets", "too_many_rows", "too_long",
                "too_many_columns", "formula"}  # fmt: skip
    told = {"first_section", "comment", "written", "read", "refused", "where"}
    assert set(words("sheets")) == set(WRONG) | of_files | told


def book_of(tmp_path: Path, fill: Callable[[Any], None]) -> Path:
    book = openpyxl.Workbook()
    fill(book)
    book.save(tmp_path / "q.xlsx")
    return tmp_path / "q.xlsx"


HOSTILE: dict[str, tuple[str, Callable[[Any], object]]] = {
    "formula": ("Sheet!A1", lambda book: book.active.append(["=1+1"])),
    "too_long": ("Sheet!A1", lambda book: book.active.append(["а" * 5001])),
    "too_many_rows": (f"Sheet!A{MOST_ROWS + 1}", lambda book: book.active.cell(MOST_ROWS + 1, 1, "а")),
    "too_many_columns": ("Sheet!BI1", lambda book: book.active.cell(1, 61, "а")),
    "too_many_sheets": ("", lambda book: [book.create_sheet() for _ in range(20)]),
}


@pytest.mark.parametrize("code", HOSTILE)
def test_a_workbook_beyond_any_form_is_not_read(tmp_path: Path, code: str) -> None:
    cell, fill = HOSTILE[code]
    with pytest.raises(SheetError) as stopped:
        read_file(book_of(tmp_path, lambda book: fill(book) and None))
    assert (stopped.value.code, stopped.value.cell) == (code, cell)


def test_a_row_far_below_costs_no_memory_and_no_time(tmp_path: Path) -> None:
    with pytest.raises(SheetError, match="too_many_rows"):
        read_file(book_of(tmp_path, lambda book: book.active.cell(1_048_576, 1, "а") and None))


def archive(tmp_path: Path, name: str, document: bytes) -> Path:
    file = tmp_path / name
    write_file(file, sheets_of_form(form_of_the_call()))
    parts = {member: zipfile.ZipFile(file).read(member) for member in zipfile.ZipFile(file).namelist()}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as changed:
        for member, content in parts.items():
            changed.writestr(member, document if member == "word/document.xml" else content)
    return file


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [("q.xlsx", b"not an archive", "not_that_file"), ("q.docx", b"PK\x03\x04 broken", "not_that_file"),
     ("q.ods", b"", "other_ending"), ("q", b"", "other_ending"), ("q.xlsx", b"\0" * (MOST_BYTES + 1), "too_large")],
)  # fmt: skip
def test_a_file_that_is_no_table_is_told_so(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SheetError) as stopped:
        read_file(tmp_path / name)
    assert stopped.value.code == code


@pytest.mark.parametrize(
    ("document", "code"),
    [(b"<w:document", "not_that_file"), (b"<x/>", "no_questions"),
     (b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>', "not_that_file"),
     (b" " * 70_000_000, "not_that_file")],
)  # fmt: skip
def test_a_document_that_would_harm_is_not_unpacked(tmp_path: Path, document: bytes, code: str) -> None:
    with pytest.raises(SheetError) as stopped:
        read(read_file(archive(tmp_path, "q.docx", document)), FIRST)
    assert stopped.value.code == code


def test_a_workbook_under_the_name_of_a_document_is_told_so(tmp_path: Path) -> None:
    write_file(tmp_path / "q.xlsx", sheets_of_form(form_of_the_call()))
    (tmp_path / "q.xlsx").rename(tmp_path / "q.docx")
    with pytest.raises(SheetError) as stopped:
        read_file(tmp_path / "q.docx")
    assert (stopped.value.code, stopped.value.params["fault"]) == ("not_that_file", "xlsx")


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=2000), st.sampled_from(KINDS))
def test_no_bytes_crash_the_reader(tmp_path_factory: pytest.TempPathFactory, content: bytes, kind: str) -> None:
    file = tmp_path_factory.mktemp("any") / f"q.{kind}"
    write_file(file, sheets_of_form(form_of_the_call()))
    whole = file.read_bytes()
    place = len(content) * 7919 % len(whole)
    for spoilt in (content, whole[:place] + content + whole[place + len(content) :]):
        file.write_bytes(spoilt)
        try:
            read(read_file(file), FIRST)
        except SheetError as error:
            assert error.code in words("sheets")


# ------------------------------------------------------------------ the tool


@pytest.fixture
def folder(tmp_path: Path, call: Any) -> Path:
    make_folder_of_call(tmp_path / "my-call", next_opening(call.opens_at.date()))
    return tmp_path / "my-call"


@pytest.mark.parametrize("kind", KINDS)
def test_the_tool_writes_a_table_and_takes_it_back(folder: Path, tool: Tool, kind: str) -> None:
    before, table = load_call(folder), folder.parent / f"q.{kind}"
    assert tool("form", str(folder), "--to", str(table)).code == 0
    ran = tool("form", str(folder), "--from", str(table), "--json")
    assert (ran.code, ran.json["fields"]) == (0, len(list(before.form)))
    assert load_call(folder) == before


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_what_the_loader_refuses_is_told_by_its_cell_and_nothing_is_written(
    folder: Path, tool: Tool, language: str
) -> None:
    table, form = folder.parent / "q.xlsx", (folder / "form.toml").read_bytes()
    sheets = sheets_of_form(tomllib.loads(form.decode()))
    rows = list(sheets[0].rows)
    place = next(number for number, row in enumerate(rows, 1) if row[0] == "topic")
    rows[place - 1] = tuple("no_such_list" if text == "directions" else text for text in rows[place - 1])
    write_file(table, [Sheet("questions", tuple(rows)), *sheets[1:]])
    ran = tool("form", str(folder), "--from", str(table), "--lang", language)
    assert ran.code == 3 and re.search(rf"questions![AG]{place}\b", ran.err) and "no_such_list" in ran.err
    assert (folder / "form.toml").read_bytes() == form


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_mistake_in_a_table_is_told_by_the_tool_in_both_languages(folder: Path, tool: Tool, language: str) -> None:
    table = folder.parent / "q.xlsx"
    write_file(table, sheet(question(limit="көп")))
    ran = tool("form", str(folder), "--from", str(table), "--lang", language)
    assert ran.code == 3 and say("sheets", "unclear_limit", language, text="көп", example=LIMITS_EXAMPLE) in re.sub(
        r"\s+", " ", ran.err
    )
    assert "1!F2" in ran.err


def test_titles_lists_and_documents_that_a_table_does_not_speak_of_stay() -> None:
    before = form_of_the_call()
    rest = merge(before, read(sheet(question(kind="choice", options="stages")), FIRST).form)
    assert rest["title"] == before["title"] and rest["package"] == before["package"]
    assert rest["options"] == {"stages": before["options"]["stages"]}


def test_bytes_of_a_table_are_the_same_each_time() -> None:
    from staff.form_sheets import word

    sheets = sheets_of_form(form_of_the_call())
    assert word.file_bytes(sheets) == word.file_bytes(sheets)
    assert word.read(BytesIO(word.file_bytes(sheets_of_form(form_of_the_call()))))
