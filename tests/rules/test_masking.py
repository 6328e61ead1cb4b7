"""What the committee sees of personal answers without asking for them."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.call import Call
from chalicelib.rules.csv_format import inert_cell
from chalicelib.rules.masking import HIDDEN, mask, mask_answer, mask_any, mask_document, mask_text
from tests.small_building import small_call


@pytest.fixture(scope="session")
def call() -> Call:
    return small_call()


@pytest.mark.parametrize(("kind", "value", "shown"), [
    ("iin", "900101300123", f"{HIDDEN}23"), ("phone", "+77019002640", f"{HIDDEN}40"),
    ("email", "a@b@example.kz", f"{HIDDEN}@example.kz"), ("email", "nobody", HIDDEN), ("iin", "12345", HIDDEN),
    ("iin", "٩٠٠١٠١٣٠٠١٢٣", HIDDEN), ("phone", 77019002640, HIDDEN), ("iin", None, HIDDEN),
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


def test_no_cell_of_a_spreadsheet_is_a_formula() -> None:
    cells = ["=1+1", "+7701", "-1", "@a", "\t=1", "＝1", "мәтін", 5, None]
    assert [inert_cell(cell) for cell in cells] == ["'=1+1", "'+7701", "'-1", "'@a", "'\t=1", "'＝1", "мәтін", 5, None]
