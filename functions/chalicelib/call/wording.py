"""Dates, times, durations and numbers as the announcement writes them, in Kazakh and Russian.

Style: «2021 жылғы 30 қыркүйек сағат 18.00», «30 сентября 2021 года в 18.00» (domain facts 5.1).
Zones are the caller's: pass a datetime already in the call's zone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

MONTHS = {
    "kk": [
        "қаңтар",
        "ақпан",
        "наурыз",
        "сәуір",
        "мамыр",
        "маусым",
        "шілде",
        "тамыз",
        "қыркүйек",
        "қазан",
        "қараша",
        "желтоқсан",
    ],
    "ru": [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ],
}
# One form for Kazakh (nouns stay singular after numerals); one, few, many for Russian.
UNITS = {
    "kk": {"day": ("күн",) * 3, "hour": ("сағат",) * 3, "minute": ("минут",) * 3, "second": ("секунд",) * 3},
    "ru": {
        "day": ("день", "дня", "дней"),
        "hour": ("час", "часа", "часов"),
        "minute": ("минута", "минуты", "минут"),
        "second": ("секунда", "секунды", "секунд"),
    },
}
NBSP = "\u00a0"


def day(when: date, language: str) -> str:
    month = MONTHS[language][when.month - 1]
    if language == "kk":
        return f"{when.year} жылғы {when.day} {month}"
    return f"{when.day} {month} {when.year} года"


def clock(when: datetime) -> str:
    """Hours and minutes with the announcement's full stop; «18:00:04,125» when there is more to say."""
    if when.microsecond:
        return f"{when:%H:%M:%S},{when.microsecond // 1000:03d}"
    return f"{when:%H:%M:%S}" if when.second else f"{when:%H.%M}"


def moment(when: datetime, language: str) -> str:
    """A day and a time. Midnight is written as 24.00 of the day before by `until`, not here."""
    joint = "сағат" if language == "kk" else "в"
    return f"{day(when, language)} {joint} {clock(when)}"


def until(end: datetime, language: str) -> str:
    """«… сағат 18.00-ге дейін» / «до 18.00 …»; an end at midnight is 24.00 of the day before."""
    whole_day = end.time() == datetime.min.time()
    last = end - timedelta(days=1) if whole_day else end
    time = "24.00" if whole_day else clock(end)
    if language == "kk":
        return f"{day(last, language)} сағат {time}-{_dative(end.minute)} дейін"
    return f"до {time} {day(last, language)}"


def _dative(minute: int) -> str:
    """The Kazakh dative suffix after a time read aloud: vowel harmony follows the last number word."""
    if minute % 10:
        return ["ге", "ге", "ке", "ке", "ке", "ға", "ге", "ге", "ға"][minute % 10 - 1]
    return ["ге", "ға", "ға", "ға", "қа", "ге"][minute // 10]


def plural(count: int, forms: tuple[str, str, str]) -> str:
    if count % 10 == 1 and count % 100 != 11:
        return forms[0]
    return forms[1] if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14) else forms[2]


def duration(milliseconds: int, language: str) -> str:
    """The two largest units that are not nothing: «2 күн 3 сағат», «1 секунда». Under a second: «0,004 секунд»."""
    if milliseconds < 1000:
        unit = UNITS[language]["second"][1]
        return f"{milliseconds / 1000:.3f}".replace(".", ",") + f"{NBSP}{unit}"
    left, parts = milliseconds // 1000, []
    for name, size in (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1)):
        count, left = divmod(left, size)
        if count:
            parts.append(f"{count}{NBSP}{plural(count, UNITS[language][name])}")
    return " ".join(parts[:2])


def number(value: int) -> str:
    """Thousands parted by a no-break space, as both languages write them."""
    return f"{value:,}".replace(",", NBSP)


def fill_all(table: Any, facts: Mapping[str, Mapping[str, str]], language: str = "") -> Any:
    """The same structure with every `{name}` replaced by the fact of that name, in the text's own language."""
    if isinstance(table, Mapping):
        return {key: fill_all(value, facts, key if key in facts else language) for key, value in table.items()}
    if isinstance(table, list):
        return [fill_all(item, facts, language) for item in table]
    if isinstance(table, str) and language:
        return _fill(table, facts[language])
    return table


def _fill(text: str, facts: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: facts.get(found[1], found[0]), text)
