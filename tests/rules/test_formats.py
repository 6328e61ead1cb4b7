"""How instants, calendars and tables are written for others' programs."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime

import pytest

from chalicelib.rules.csv_format import FORMULA, inert_cell
from chalicelib.rules.icalendar_format import calendar_text, escape, utc_stamp
from chalicelib.rules.instant_format import read_instant, write_instant
from tests.machine_zone import machine_in
from tests.small_building import CLOSES


def test_an_instant_is_written_in_utc_with_milliseconds_wherever_the_machine_stands() -> None:
    with machine_in("Asia/Almaty"):
        assert write_instant(CLOSES) == "2026-04-25T13:00:00.000Z"
        assert utc_stamp(CLOSES) == "20260425T130000Z"
    assert write_instant(datetime(2026, 4, 8, 5, 0, 0, 7999, UTC)) == "2026-04-08T05:00:00.007Z"
    assert read_instant("2026-04-25T13:00:00.000Z") == CLOSES


def test_no_text_begins_a_line_of_its_own_in_a_calendar() -> None:
    assert escape("Есік, 2-қабат; зал\\бөлме\nкіру") == "Есік\\, 2-қабат\\; зал\\\\бөлме\\nкіру"


@pytest.mark.parametrize(
    "text", ["a" * 74, "a" * 75, "a" * 76, "a" * 400, "ә" * 37, "a" + "ә" * 37, "ә" * 38, "ә" * 200, ""]
)
def test_a_line_of_a_calendar_has_75_octets_at_most_and_no_letter_is_cut(text: str) -> None:
    """The space that begins a continuation counts (RFC 5545 3.1); a reader takes line end and space away."""
    written = calendar_text([text, "END:VCALENDAR"])
    assert written.replace("\r\n ", "") == f"{text}\r\nEND:VCALENDAR\r\n"
    rows = written.removesuffix("\r\nEND:VCALENDAR\r\n").split("\r\n")
    assert [len(row.encode()) for row in rows if len(row.encode()) > 75] == []
    assert all(len(row.encode()) > 75 - 2 for row in rows[:-1])
    assert len(rows) == 1 or text.encode()[75:] != b""


def test_every_sign_that_begins_a_formula_is_made_inert_in_its_wide_form_too() -> None:
    narrow = {"=", "+", "-", "@", "\t", "\r", "\n"}
    wide = {chr(code) for code in range(0xFF01, 0xFF5F) if unicodedata.normalize("NFKC", chr(code)) in narrow}
    assert set(FORMULA) == narrow | wide
    assert [inert_cell(f"{sign}1") for sign in FORMULA] == [f"'{sign}1" for sign in FORMULA]
    assert [inert_cell(plain) for plain in ("1+1", 5, None)] == ["1+1", 5, None]
