"""The Excel file written by hand is read by openpyxl as what was put in, whatever a text holds."""

from datetime import UTC, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from chalicelib.web.desk.xlsx_file import MOST_SIGNS, xlsx_file


def sheet(file: bytes) -> list[list[object]]:
    return [[cell.value for cell in row] for row in load_workbook(BytesIO(file)).active.iter_rows()]  # type: ignore[union-attr]


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1)


@given(st.lists(st.tuples(TEXTS, st.integers(0, 10**9)), min_size=1, max_size=8))
def test_what_was_put_in_is_read_out(rows: list[tuple[str, int]]) -> None:
    assert sheet(xlsx_file([("Нөмірі", "Балл"), *rows])) == [["Нөмірі", "Балл"], *(list(row) for row in rows)]


@pytest.mark.parametrize("at", [
    datetime(2021, 9, 30, 17, 59, tzinfo=ZoneInfo("Asia/Almaty")), datetime(2021, 10, 1, tzinfo=UTC),
])  # fmt: skip
def test_a_time_is_one_of_excel_by_the_clock_of_its_zone(at: datetime) -> None:
    cell = load_workbook(BytesIO(xlsx_file([["Түскені"], [at]]))).active["A2"]  # type: ignore[index]
    assert (cell.is_date, cell.value, cell.number_format) == (True, at.replace(tzinfo=None), "dd.mm.yyyy hh:mm")


@pytest.mark.parametrize("text", ["=1+1", "@x", "http://example.kz", "007", " бос орын ", "<b>&amp;", "1,5", "+7747"])
def test_a_text_stays_a_text(text: str) -> None:
    cell = load_workbook(BytesIO(xlsx_file([["А"], [text]]))).active["A2"]  # type: ignore[index]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_what_no_file_may_hold_is_replaced_and_what_is_too_long_is_cut() -> None:
    assert sheet(xlsx_file([["А"], ["а\x00б\x1b\ud800"]])) == [["А"], ["а\ufffdб\ufffd\ufffd"]]
    assert [len(str(row[0])) for row in sheet(xlsx_file([["А"], ["ж" * 40_000]]))] == [1, MOST_SIGNS]


def test_the_head_is_frozen_bold_and_filtered_over_many_columns() -> None:
    made = load_workbook(BytesIO(xlsx_file([[str(n) for n in range(30)], list(range(30))]))).active
    assert made is not None
    assert (made.freeze_panes, made.auto_filter.ref, made["A1"].font.b, made["AD2"].value) == ("B2", "A1:AD2", True, 29)
