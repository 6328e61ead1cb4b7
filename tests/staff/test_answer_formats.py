"""A cell of an answer: for programs as JSON has it, for people in words."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from chalicelib.call.wording import keyboard_text
from staff.query.answer_formats import Cell, cell, cell_words

ALMATY = ZoneInfo("Asia/Almaty")
NOON = datetime(2021, 9, 30, 12, 0, 4, 125_000, UTC)


@pytest.mark.parametrize(("value", "for_programs", "for_people"), [
    (NOON, "2021-09-30T18:00:04.125+06:00", "30 сентября 2021 года в 18:00:04"),
    # A clock without a zone is the call's own.
    (NOON.replace(hour=18, second=0, microsecond=0, tzinfo=None),
     "2021-09-30T18:00:00.000+06:00", "30 сентября 2021 года в 18.00"),
    (date(2021, 9, 30), "2021-09-30", "30 сентября 2021 года"),
    (1_500_000, 1_500_000, "1 500 000"), (2021, 2021, "2021"),
    (Decimal("3.50"), 3.5, "3,5"), (True, True, True), (None, None, None), ("1500000", "1500000", "1500000"),
    (["a", "b"], "a, b", "a, b"),
])  # fmt: skip
def test_a_cell_is_written_for_who_reads_it(value: object, for_programs: Cell, for_people: Cell) -> None:
    words = cell_words(value, ALMATY, "ru")
    assert cell(value, ALMATY) == for_programs
    assert (keyboard_text(words) if isinstance(words, str) else words) == for_people
