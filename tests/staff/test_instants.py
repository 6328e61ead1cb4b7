"""A time typed wrongly is answered with one that works: nobody is sent in a circle."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.call import Call, current_call, say
from infra import clock_shift
from staff.console.instants import Unclear, read_day, read_instant
from staff.console.option_types import DAY, INSTANT, ExampledType
from staff.main import main
from tests.staff.conftest import Tool

ZONE = ZoneInfo("Asia/Almaty")
OTHERWISE = datetime(2021, 9, 30, 12, tzinfo=UTC)
EXAMPLE = "2021-09-30T18:00+06:00"
# What is typed, and the example that is the answer to it.
WRONG = {
    "2021-09-16": "2021-09-16T00:00+06:00", "2021-09-16T10": "2021-09-16T10:00+06:00",
    "2021-09-16T10:00": "2021-09-16T10:00+06:00", "2021-09-16 10:00:05": "2021-09-16T10:00:05+06:00",
    "2021-10-08T24:00": "2021-10-09T00:00+06:00", "20210916T1000": "2021-09-16T10:00+06:00",
    "16.09.2021": "2021-09-16T00:00+06:00", "16.09.2021 18.00": "2021-09-16T18:00+06:00",
    "16.09.2021, 18:00": "2021-09-16T18:00+06:00", "31.09.2021": EXAMPLE, "30.09.0021": EXAMPLE,
    "2021-09-31T10:00+06:00": EXAMPLE, "10:00": EXAMPLE, "": EXAMPLE, "now": EXAMPLE, "2021": EXAMPLE,
    "2021-09-16T10:00+25:00": EXAMPLE, "0001-01-01T00:00+06:00": EXAMPLE, "9999-12-31T23:59-06:00": EXAMPLE,
    "1" * 100_000: EXAMPLE, "бүгін": EXAMPLE,
}  # fmt: skip


@pytest.mark.parametrize("typed", WRONG, ids=lambda typed: str(typed)[:20] or "nothing")
def test_the_example_keeps_what_could_be_read_and_is_understood_when_typed(typed: str) -> None:
    with pytest.raises(Unclear) as stopped:
        read_instant(typed, ZONE, OTHERWISE)
    assert stopped.value.example == WRONG[typed]
    assert (
        read_instant(stopped.value.example, ZONE, OTHERWISE)
        .isoformat(timespec="seconds")
        .startswith(stopped.value.example[:16])
    )


@given(st.text(max_size=60) | st.datetimes().map(str) | st.dates().map(str))
def test_whatever_is_typed_it_is_an_instant_or_its_example_is(typed: str) -> None:
    try:
        found = read_instant(typed, ZONE, OTHERWISE)
    except Unclear as unclear:
        found = read_instant(unclear.example, ZONE, OTHERWISE)
    assert found.astimezone(UTC) and found.utcoffset() is not None


def test_the_end_of_a_day_may_be_typed_as_people_are_told_it() -> None:
    assert read_instant("2021-10-08T24:00+06:00", ZONE, OTHERWISE) == datetime(2021, 10, 8, 18, tzinfo=UTC)


@given(st.text(max_size=60) | st.dates().map(str))
def test_a_day_is_a_day_or_its_example_is(typed: str) -> None:
    try:
        read_day(typed, date(2021, 9, 30))
    except Unclear as unclear:
        assert read_day(unclear.example, date(2021, 9, 30))


def test_a_day_as_it_is_written_on_paper_is_answered_in_the_order_that_is_read() -> None:
    with pytest.raises(Unclear) as stopped:
        read_day("16.09.2021", date(2021, 9, 30))
    assert (stopped.value.key, stopped.value.example) == ("day", "2021-09-16")


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("typed", ["2021-09-16", "2021-10-08T24:00", "16.09.2021 18.00", "10:00"])
def test_the_tool_says_one_sentence_and_takes_its_own_example(
    call: Call, tool: Tool, language: str, typed: str
) -> None:
    ran = tool("list", "--at", typed, "--lang", language, at=None)
    key = "no_offset" if typed[:4] == "2021" and WRONG[typed] != EXAMPLE else "instant"
    assert ran.code == 2 and say("staff", f"value.{key}", language, value=typed, example=WRONG[typed]) in ran.err
    assert tool("list", "--at", WRONG[typed], at=None).code == 0


# `now` is the real time, and nothing at all the usual instant.
@pytest.mark.parametrize("typed", [typed for typed in WRONG if typed not in ("now", "")], ids=lambda typed: typed[:20])
def test_the_local_cloud_takes_the_example_it_gives(typed: str) -> None:
    with pytest.raises(clock_shift.UnclearInstant) as stopped:
        clock_shift.instant(typed, current_call())
    example = str(stopped.value).rpartition("Write AT=")[2].removesuffix(", or AT=now.")
    assert clock_shift.instant(example, current_call()) is not None and len(str(stopped.value)) < 150


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize(
    ("command", "option", "kind"),
    [
        (["list"], "at", INSTANT), (["interview", "schedule"], "when", INSTANT), (["exception"], "until", INSTANT),
        (["interview", "record"], "held", DAY), (["task", "assign"], "due", DAY),
    ],
)  # fmt: skip
def test_the_example_of_the_help_is_the_calls_own_and_works(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, language: str, command: list[str], option: str,
    kind: ExampledType,
) -> None:  # fmt: skip
    monkeypatch.setenv("COLUMNS", "300")
    assert main([*command, "--help", "--lang", language]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert say("staff", f"option.{option}", language, example=kind.example()) in out
    read: Any = kind.convert(kind.example(), None, None)
    closing = current_call().closes_at.astimezone(ZONE)
    assert read == (closing if kind is INSTANT else closing.date())
