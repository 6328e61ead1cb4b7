from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from chalicelib.call import inflection, wording
from chalicelib.call.languages import LANGUAGE

ALMATY = ZoneInfo("Asia/Almaty")
CLOSING = datetime(2021, 9, 30, 18, tzinfo=ALMATY)
NBSP, HYPHEN = "\u00a0", "\u2011"


def bound(text: str) -> str:
    """`~` stands for a space and `=` for a hyphen that do not break."""
    return text.replace("~", NBSP).replace("=", HYPHEN)


def test_moments_read_as_the_announcement_writes_them() -> None:
    assert wording.until(CLOSING, "kk") == bound("2021~жылғы~30~қыркүйек сағат~18.00=ге дейін")
    assert wording.until(CLOSING, "ru") == bound("до~18.00 30~сентября~2021~года")
    assert wording.moment(CLOSING.replace(microsecond=4000), "ru") == bound("30~сентября~2021~года в~18:00:00,004")
    assert wording.moment(CLOSING, "kk") == bound("2021~жылғы~30~қыркүйек сағат~18.00")


def test_an_end_at_midnight_is_twenty_four_hours_of_the_day_before() -> None:
    midnight = datetime(2021, 9, 21, tzinfo=ALMATY)
    assert wording.until(midnight, "kk") == bound("2021~жылғы~20~қыркүйек сағат~24.00=ге дейін")
    assert wording.until(midnight, "ru") == bound("до~24.00 20~сентября~2021~года")


@pytest.mark.parametrize(("minute", "suffix"), [(0, "ге"), (5, "ке"), (10, "ға"), (30, "ға"), (40, "қа"), (59, "ға")])
def test_the_kazakh_suffix_follows_the_last_number_read_aloud(minute: int, suffix: str) -> None:
    assert bound(f"{minute:02d}={suffix} дейін") in wording.until(CLOSING.replace(minute=minute), "kk")


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


@pytest.mark.parametrize(("count", "limit", "within"), [
    (0, "не позднее 0-ти дней", "в течение 0 дней"), (1, "не позднее 1-го дня", "в течение 1 дня"),
    (2, "не позднее 2-х дней", "в течение 2 дней"), (3, "не позднее 3-х дней", "в течение 3 дней"),
    (4, "не позднее 4-х дней", "в течение 4 дней"), (5, "не позднее 5-ти дней", "в течение 5 дней"),
    (11, "не позднее 11-ти дней", "в течение 11 дней"), (12, "не позднее 12-ти дней", "в течение 12 дней"),
    (21, "не позднее 21-го дня", "в течение 21 дня"), (22, "не позднее 22-х дней", "в течение 22 дней"),
    (40, "не позднее 40-ка дней", "в течение 40 дней"), (90, "не позднее 90-ста дней", "в течение 90 дней"),
    (100, "не позднее 100-ста дней", "в течение 100 дней"), (111, "не позднее 111-ти дней", "в течение 111 дней"),
])  # fmt: skip
def test_days_read_right_with_any_number(count: int, limit: str, within: str) -> None:
    written = [
        [
            wording.keyboard_text(words)
            for words in (inflection.days_not_later_than(count, each), inflection.within_days(count, each))
        ]
        for each in ("ru", "kk")
    ]
    assert written[0] == [limit, within]
    assert tuple(written[1]) == (f"{count} күннен кешіктірмей", f"{count} күн ішінде")


def test_the_kazakh_and_follows_the_sound_before_it() -> None:
    joints = {month: inflection.conjunction(month) for month in LANGUAGE["kk"].months}
    assert {month for month, joint in joints.items() if joint == "пен"} == {"қыркүйек"}
    assert {month for month, joint in joints.items() if joint == "бен"} == {"наурыз", "тамыз"}
    assert set(joints.values()) == {"бен", "пен", "мен"}


@pytest.mark.parametrize(("minute", "kk"), [(0, "18.00=де"), (15, "18.15=те"), (30, "18.30=да"), (40, "18.40=та")])
def test_the_instant_of_a_closing_is_named_with_its_ending(minute: int, kk: str) -> None:
    end = CLOSING.replace(minute=minute)
    assert (wording.at_end(end, "kk"), wording.at_end(end, "ru")) == (bound(kk), bound(f"в~18.{minute:02d}"))


def test_an_end_at_midnight_belongs_to_the_day_before_in_every_wording() -> None:
    midnight = datetime(2022, 1, 1, tzinfo=ALMATY)
    assert wording.last_day(midnight).isoformat() == "2021-12-31"
    assert wording.last_day(midnight.replace(microsecond=1)).isoformat() == "2022-01-01"
    assert (wording.at_end(midnight, "kk"), wording.at_end(midnight, "ru")) == (bound("24.00=де"), bound("в~24.00"))
    span = wording.between(CLOSING.date(), wording.last_day(midnight), "kk")
    assert span == bound("2021~жылғы~30~қыркүйек пен 2021~жылғы~31~желтоқсан аралығында")


@pytest.mark.parametrize(
    ("minutes", "to", "at"),
    [
        ((0, 1, 2, 7, 8, 21, 32, 47, 50, 58), "ге", "де"), ((3, 4, 5, 13, 24, 55), "ке", "те"),
        ((6, 9, 10, 16, 19, 20, 30, 46, 59), "ға", "да"), ((40,), "қа", "та"),
    ],
)  # fmt: skip
def test_each_minute_has_the_ending_of_its_last_word(minutes: tuple[int, ...], to: str, at: str) -> None:
    assert {(inflection.dative(minute), inflection.locative(minute)) for minute in minutes} == {(to, at)}


def test_a_clock_says_no_more_than_there_is_and_its_ending_follows_what_is_read_last() -> None:
    assert wording.clock(CLOSING.replace(hour=9, minute=5)) == "09.05"
    assert wording.clock(CLOSING.replace(second=4)) == "18:00:04"
    assert wording.clock(CLOSING.replace(second=4, microsecond=125_999)) == "18:00:04,125"
    assert wording.until(CLOSING.replace(minute=5, second=40), "kk") == bound(
        "2021~жылғы~30~қыркүйек сағат~18:05:40=қа дейін"
    )


def test_a_span_names_both_its_days() -> None:
    first = CLOSING.date().replace(day=10)
    assert wording.between(first, CLOSING.date(), "ru") == bound("с 10~сентября~2021~года по 30~сентября~2021~года")
    assert wording.between(first, CLOSING.date(), "kk") == bound(
        "2021~жылғы~10~қыркүйек пен 2021~жылғы~30~қыркүйек аралығында"
    )


@pytest.mark.parametrize(
    ("milliseconds", "ru"),
    [
        (999, "0,999 секунды"), (1999, "1 секунда"), (59_999, "59 секунд"), (60_000, "1 минута"),
        (3_599_999, "59 минут 59 секунд"), (3_600_000, "1 час"), (3_601_000, "1 час 1 секунда"),
        (86_399_999, "23 часа 59 минут"), (86_400_000, "1 день"), (90_061_000, "1 день 1 час"),
    ],
)  # fmt: skip
def test_each_unit_begins_where_the_smaller_one_is_full(milliseconds: int, ru: str) -> None:
    assert wording.duration(milliseconds, "ru").replace(NBSP, " ") == ru


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (999, "999"),
        (1000, "1000"),
        (2027, "2027"),
        (9_999.5, "9999,5"),
        (10_000, "10 000"),
        (1_234_567, "1 234 567"),
        (-1000, "-1000"),
        (-10_000, "-10 000"),
        # A decimal is never written with a power of ten.
        (1e16, "10 000 000 000 000 000"),
        (0.0000001, "0,0000001"),
    ],
)
def test_thousands_are_parted_from_five_digits_on_by_a_space_that_does_not_break(value: float, written: str) -> None:
    assert wording.number(value) == written.replace(" ", NBSP)


@pytest.mark.parametrize(
    ("count", "form"),
    [(0, "many"), (1, "one"), (2, "few"), (4, "few"), (5, "many"), (10, "many"), (11, "many"), (12, "many"),
     (13, "many"), (14, "many"), (15, "many"), (21, "one"), (22, "few"), (101, "one"), (111, "many"), (112, "many"),
     (113, "many"), (114, "many"), (122, "few")],
)  # fmt: skip
def test_a_russian_noun_follows_its_number(count: int, form: str) -> None:
    assert inflection.plural(count, ("one", "few", "many")) == form


@pytest.mark.parametrize(
    ("count", "written"),
    [(10, "10-ти дней"), (14, "14-ти"), (19, "19-ти"), (20, "20-ти"), (24, "24-х"), (101, "101-го дня"),
     (110, "110-ти"), (119, "119-ти"), (140, "140-ка"), (190, "190-ста"), (200, "200-сот"), (300, "300-сот")],
)  # fmt: skip
def test_the_end_of_a_numeral_follows_its_last_word(count: int, written: str) -> None:
    assert wording.keyboard_text(inflection.days_not_later_than(count, "ru")).startswith(f"не позднее {written}")


def test_the_first_month_of_a_span_leads_on_in_kazakh_only() -> None:
    first = CLOSING.date()
    assert (wording.first_month(first, "kk"), wording.first_month(first, "ru")) == ("қыркүйек пен", "сентября")


@pytest.mark.parametrize(("stored", "kk", "ru"), [
    ("2021-10", "қазан~2021", "октябрь~2021"), ("2021-03", "наурыз~2021", "март~2021"),
    ("2021-13", "2021-13", "2021-13"), ("2021-1", "2021-1", "2021-1"), ("қазан", "қазан", "қазан"),
])  # fmt: skip
def test_a_month_is_named_and_what_is_no_month_stays_as_it_came(stored: str, kk: str, ru: str) -> None:
    assert [wording.lone_month(stored, each) for each in ("kk", "ru")] == [bound(kk), bound(ru)]


@pytest.mark.parametrize(("stored", "written"), [
    ("+77479002640", "+7~747~900~26~40"), ("+998901234567", "+998901234567"), ("8 747", "8 747"), ("", ""),
])  # fmt: skip
def test_a_phone_is_written_in_groups_that_do_not_part(stored: str, written: str) -> None:
    assert wording.phone(stored) == bound(written)


@pytest.mark.parametrize(("typed", "written"), [
    ("Нұр-Сұлтан қ. уақыты", "Нұр=Сұлтан қ. уақыты"), ("не позднее 3-х дней", "не позднее 3=х дней"),
    ("{count}-дан көп", "{count}=дан көп"), ("сағат 18.00-ге", "сағат 18.00=ге"),
    ("бизнес-план", "бизнес-план"), ("https://a-B.kz/x-Y", "https://a-B.kz/x-Y"), ("10-30 қыркүйек", "10-30 қыркүйек"),
    ("41-15-81", "41-15-81"), ("мысалы 3 000 000.", "мысалы 3~000~000."), ("1 500 000,5", "1~500~000,5"),
    ("+7 7XX XXX XX XX или 8 7XX XXX XX XX", "+7~7XX~XXX~XX~XX или 8~7XX~XXX~XX~XX"),
    ("до 18.00 30 сентября 2021 года", "до 18.00 30~сентября~2021~года"),
    ("2013 жылғы 21 мамырдағы Заң", "2013~жылғы~21~мамырдағы Заң"), ("от 21 мая 2013 г.", "от 21~мая~2013 г."),
    ("12021 жылғы 3 мамыр", "12021 жылғы 3 мамыр"), ("5 жобадан 2021 жылы", "5 жобадан 2021 жылы"),
    ("в 2021 1500 заявок", "в 2021 1500 заявок"),
])  # fmt: skip
def test_a_number_its_ending_and_a_name_of_two_capitals_do_not_part(typed: str, written: str) -> None:
    assert wording.unbroken(typed) == bound(written)
    assert wording.keyboard_text(wording.unbroken(typed)) == typed


@pytest.mark.parametrize("language", LANGUAGE)
def test_a_stored_month_is_written_in_words_and_what_is_no_month_stays_what_it_is(language: str) -> None:
    shown = [wording.keyboard_text(wording.lone_month(f"2021-{month:02}", language)) for month in range(1, 13)]
    assert shown == [f"{name} 2021" for name in LANGUAGE[language].lone_months]
    for odd in ("2021-13", "2021-00", "2o21-10", "12021-10", "21-10", "2021-1", "2021-10-01", "жоқ", ""):
        assert wording.lone_month(odd, language) == odd


@pytest.mark.parametrize(("value", "plain", "difference"), [
    (3, "3", "+3"), (0.4, "0,4", "+0,4"), (-3, "−3", "−3"), (-0.5, "−0,5", "−0,5"), (2.345678, "2,35", "+2,35"),
    (0.004, "0,0", "0,0"), (-0.004, "0,0", "0,0"), (0, "0", "0"), (12345.5, "12\u00a0345,5", "+12\u00a0345,5"),
])  # fmt: skip
def test_a_difference_says_its_sign_and_nothing_has_more_than_two_digits_after_the_comma(
    value: float, plain: str, difference: str
) -> None:
    assert (wording.signed_number(value), wording.signed_number(value, is_difference=True)) == (plain, difference)
