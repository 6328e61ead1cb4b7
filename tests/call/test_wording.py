from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from chalicelib.call import wording

ALMATY = ZoneInfo("Asia/Almaty")
CLOSING = datetime(2021, 9, 30, 18, tzinfo=ALMATY)
NBSP = "\u00a0"


def test_moments_read_as_the_announcement_writes_them() -> None:
    assert wording.until(CLOSING, "kk") == "2021 жылғы 30 қыркүйек сағат 18.00-ге дейін"
    assert wording.until(CLOSING, "ru") == "до 18.00 30 сентября 2021 года"
    assert wording.moment(CLOSING.replace(microsecond=4000), "ru") == "30 сентября 2021 года в 18:00:00,004"
    assert wording.moment(CLOSING, "kk") == "2021 жылғы 30 қыркүйек сағат 18.00"


def test_an_end_at_midnight_is_twenty_four_hours_of_the_day_before() -> None:
    midnight = datetime(2021, 9, 21, tzinfo=ALMATY)
    assert wording.until(midnight, "kk") == "2021 жылғы 20 қыркүйек сағат 24.00-ге дейін"
    assert wording.until(midnight, "ru") == "до 24.00 20 сентября 2021 года"


@pytest.mark.parametrize(("minute", "suffix"), [(0, "ге"), (5, "ке"), (10, "ға"), (30, "ға"), (40, "қа"), (59, "ға")])
def test_the_kazakh_suffix_follows_the_last_number_read_aloud(minute: int, suffix: str) -> None:
    assert f"{minute:02d}-{suffix} дейін" in wording.until(CLOSING.replace(minute=minute), "kk")


@pytest.mark.parametrize(
    ("milliseconds", "kk", "ru"),
    [
        (0, "0,000 секунд", "0,000 секунды"), (4, "0,004 секунд", "0,004 секунды"), (1000, "1 секунд", "1 секунда"),
        (125_000, "2 минут 5 секунд", "2 минуты 5 секунд"), (11 * 86_400_000 + 1, "11 күн", "11 дней"),
        (86_400_000 + 21 * 3_600_000, "1 күн 21 сағат", "1 день 21 час"),
    ],
)  # fmt: skip
def test_a_gap_is_said_in_its_two_largest_units(milliseconds: int, kk: str, ru: str) -> None:
    said = [wording.duration(milliseconds, language).replace(NBSP, " ") for language in ("kk", "ru")]
    assert said == [kk, ru]
