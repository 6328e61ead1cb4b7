"""The one way of writing for people: days, times, months, durations, numbers and phones, in Kazakh and Russian.

Style: «2021 жылғы 30 қыркүйек сағат 18.00», «30 сентября 2021 года в 18.00» (domain facts 5.1). A number never
parts from its unit, nor an ending from its number, nor a day from its month and year: spaces and hyphens there do not
break. The browser writes alike (docs/assets/form/words.js, docs/assets/site.js). Zones are the
caller's: pass a datetime already in the call's zone.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from .inflection import HYPHEN, NBSP, conjunction, dative, locative, plural
from .languages import LANGUAGE

# A number's ending («18.00-ге», «3-х»; in a sentence whose number is yet to come, «{count}-дан»), and a name of two
# capitals («Нұр-Сұлтан»).
_JOINTS = re.compile("(?<=[0-9}])-(?=[а-яёәғқңөұүһі])|(?<=[а-яёәғқңөұүһі])-(?=[А-ЯЁӘҒҚҢӨҰҮҺІ])")
# The groups of one number: «3 000 000», «+7 7XX XXX XX XX».
_GROUPS = re.compile(r"(?<=[0-9X]) (?=(?:[0-9]{3}|7XX|X{2,3})(?![0-9X]))")
# A day of a month of a year, whatever its ending: «2013 жылғы 21 мамырдағы», «21 мая 2013 года».
_DAYS = re.compile(
    rf"(?<![0-9])(?:[0-9]{{4}} жылғы [0-9]{{1,2}} (?:{'|'.join(LANGUAGE['kk'].months)})"
    rf"|[0-9]{{1,2}} (?:{'|'.join(LANGUAGE['ru'].months)}) [0-9]{{4}}(?: года)?)"
)
_E164 = re.compile(r"\+7([0-9]{3})([0-9]{3})([0-9]{2})([0-9]{2})")
_MONTH_NUMBERS = frozenset(f"{month:02d}" for month in range(1, 13))
# How the end of a day is written where the next day's midnight is the exclusive end.
DAY_END = "24.00"


def day(when: date, language: str) -> str:
    """«2021 жылғы 30 қыркүйек», «30 сентября 2021 года»: read as one, it is never torn at a line's end."""
    month = LANGUAGE[language].months[when.month - 1]
    parts = (when.year, "жылғы", when.day, month) if language == "kk" else (when.day, month, when.year, "года")
    return NBSP.join(map(str, parts))


def lone_month(text: str, language: str) -> str:
    """«қазан 2021», «октябрь 2021» of a stored `2021-10`; what is no month stays what it is."""
    year, _, month = text.partition("-")
    if len(text) != len("2021-10") or not year.isdecimal() or month not in _MONTH_NUMBERS:
        return text
    return f"{LANGUAGE[language].lone_months[int(month) - 1]}{NBSP}{year}"


def clock(when: datetime) -> str:
    """Hours and minutes with the announcement's full stop; «18:00:04,125» when there is more to say."""
    if when.microsecond:
        return f"{when:%H:%M:%S},{when.microsecond // 1000:03d}"
    return f"{when:%H:%M:%S}" if when.second else f"{when:%H.%M}"


def moment(when: datetime, language: str) -> str:
    """A day and a time. Midnight is written as 24.00 of the day before by `until`, not here."""
    joint = "сағат" if language == "kk" else "в"
    return f"{day(when, language)} {joint}{NBSP}{clock(when)}"


def until(end: datetime, language: str) -> str:
    """«… сағат 18.00-ге дейін» / «до 18.00 …»; an end at midnight is 24.00 of the day before."""
    last, time = day(last_day(end), language), _end_clock(end)
    if language == "kk":
        return f"{last} сағат{NBSP}{time}{HYPHEN}{dative(_last_number(end))} дейін"
    return f"до{NBSP}{time} {last}"


def last_day(end: datetime) -> date:
    """The day an exclusive end falls on: at midnight it is the day before."""
    return (end - timedelta(microseconds=1)).date()


def _end_clock(end: datetime) -> str:
    return DAY_END if end.time() == datetime.min.time() else clock(end)


def at_end(end: datetime, language: str) -> str:
    """«18.00-де» / «в 18.00»: at the very time of the day that ends a term."""
    time = _end_clock(end)
    return f"{time}{HYPHEN}{locative(_last_number(end))}" if language == "kk" else f"в{NBSP}{time}"


def between(first: date, last: date, language: str) -> str:
    """«… мен … аралығында» / «с … по …»: both days are inside."""
    if language == "kk":
        joint = conjunction(LANGUAGE["kk"].months[first.month - 1])
        return f"{day(first, 'kk')} {joint} {day(last, 'kk')} аралығында"
    return f"с {day(first, language)} по {day(last, language)}"


def first_month(first: date, language: str) -> str:
    """The month a span begins with; in Kazakh with the "and" that leads to its end."""
    month = LANGUAGE[language].months[first.month - 1]
    return f"{month} {conjunction(month)}" if language == "kk" else month


def _last_number(when: datetime) -> int:
    """The number read last when the clock is read aloud; an ending follows it."""
    return when.second or when.minute


def duration(milliseconds: int, language: str) -> str:
    """The two largest units that are not nothing: «2 күн 3 сағат», «1 секунда». Under a second: «0,004 секунд»."""
    if milliseconds < 1000:
        unit = LANGUAGE[language].units["second"][1]
        return f"{milliseconds / 1000:.3f}".replace(".", ",") + f"{NBSP}{unit}"
    left, parts = milliseconds // 1000, []
    for name, size in (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1)):
        count, left = divmod(left, size)
        if count:
            parts.append(f"{count}{NBSP}{plural(count, LANGUAGE[language].units[name])}")
    return " ".join(parts[:2])


def phone(text: str) -> str:
    """«+7 747 900 26 40» of a stored `+77479002640`; another country's number stays what it is."""
    parts = _E164.fullmatch(text)
    return NBSP.join(("+7", *parts.groups())) if parts else text


def unbroken(text: str) -> str:
    """A text as its author typed it: days, numbers, their endings and names of two capitals are not torn."""
    whole_days = _DAYS.sub(lambda day: day[0].replace(" ", NBSP), text)
    return _GROUPS.sub(NBSP, _JOINTS.sub(HYPHEN, whole_days) if "-" in text else whole_days)


def keyboard_text(text: str) -> str:
    """The same text with the spaces and hyphens of a keyboard: for a search index, a file's name, a terminal."""
    return text.replace(NBSP, " ").replace(HYPHEN, "-")


# Four digits are a year as often as a sum: they stay together.
_PARTED = 10_000


def number(value: int | float) -> str:
    """Thousands parted by a no-break space, from five digits on, and a decimal comma, as both languages write them."""
    return _plain(value).replace(",", NBSP if abs(value) >= _PARTED else "").replace(".", ",")


def signed_number(value: float, *, is_difference: bool = False) -> str:
    """Two digits after the comma at most; a difference says its plus too."""
    rounded = round(value, 2)
    sign = "−" if rounded < 0 else "+" if is_difference and rounded > 0 else ""
    return f"{sign}{number(abs(rounded))}"


def _plain(value: int | float) -> str:
    if isinstance(value, int):
        return f"{value:,}"
    from decimal import Decimal

    return f"{Decimal(repr(value)):,f}"
