"""What the committee sees of personal answers without asking for them."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.call import Call, Field
from chalicelib.rules.csv_format import inert_cell
from chalicelib.rules.masking import HIDDEN, mask, mask_answer, mask_any, mask_document, mask_text
from tests.small_building import small_call


@pytest.fixture(scope="session")
def call() -> Call:
    return small_call()


@pytest.mark.parametrize(("kind", "value", "shown"), [
    ("iin", "900101300123", f"{HIDDEN}23"), ("phone", "+77019002640", f"{HIDDEN}40"),
    ("email", "a@b@example.kz", f"{HIDDEN}@example.kz"), ("email", "nobody", HIDDEN), ("iin", "12345", HIDDEN),
    ("iin", "٩٠٠١٠١٣٠٠١٢٣", HIDDEN), ("iin", "90010130ab23", HIDDEN), ("iin", "1234567890", f"{HIDDEN}90"),
    ("iin", "123456789", HIDDEN), ("iin", "a@example.kz", HIDDEN), ("url", "900101300123", HIDDEN),
    ("phone", 77019002640, HIDDEN), ("iin", None, HIDDEN),
])  # fmt: skip
def test_a_personal_answer_shows_its_end_alone(kind: str, value: Any, shown: str) -> None:
    assert mask(kind, value) == shown


def test_of_a_text_only_numbers_and_addresses_are_hidden() -> None:
    assert (
        mask_text("Түйіндеме 900101300123 aigerim@example.kz 2021.pdf")
        == f"Түйіндеме {HIDDEN} {HIDDEN}@example.kz 2021.pdf"
    )
    assert mask_document({"filename": "8 701 900 26 40.pdf", "size": 5}) == {"filename": f"{HIDDEN}.pdf", "size": 5}
    assert mask_document({"size": 5}) == {"size": 5}


def test_an_answer_is_masked_by_its_kind_and_what_no_question_explains_by_its_looks(call: Call) -> None:
    form = call.form.by_id
    table = form["costs"]
    cell = table.columns[0].id
    assert mask_answer(form["iin"], "900101300123") == f"{HIDDEN}23"
    assert mask_answer(form["project"], "Жоба 900101300123") == "Жоба 900101300123"
    assert mask_answer(None, ["900101300123", {"a": 77019002640, "b": 3}]) == [HIDDEN, {"a": HIDDEN, "b": 3}]
    assert mask_answer(form["project"], None) is None
    assert mask_answer(form["project"], ["900101300123"]) == [HIDDEN]
    rows = [{cell: "materials", "unknown": "900101300123"}, "900101300123"]
    assert mask_answer(table, rows) == [{cell: "materials", "unknown": HIDDEN}, HIDDEN]
    assert mask_any(True) is True


def test_the_personal_cells_of_a_table_are_masked_and_its_names_are_not(call: Call) -> None:
    columns = (Field("who", "text", call.title), Field("iin", "iin", call.title), Field("age", "integer", call.title))
    table = Field("team", "table", call.title, columns=columns)
    row = {"who": "Ахметов 8 701 900 26 40", "iin": "900101300123", "age": 7}
    shown = row | {"iin": f"{HIDDEN}23"}
    assert mask_answer(table, [row, row | {"iin": None}]) == [shown, shown | {"iin": None}]
    by_looks = {"who": f"Ахметов {HIDDEN}", "iin": HIDDEN, "age": 7}
    assert mask_answer(table, row) == by_looks
    assert mask_answer(columns[0], [row["iin"]]) == [HIDDEN]
    assert mask_answer(columns[1], None) is None


def test_no_cell_of_a_spreadsheet_is_a_formula() -> None:
    cells = ["=1+1", "+7701", "-1", "@a", "\t=1", "＝1", "мәтін", 5, None]
    assert [inert_cell(cell) for cell in cells] == ["'=1+1", "'+7701", "'-1", "'@a", "'\t=1", "'＝1", "мәтін", 5, None]
