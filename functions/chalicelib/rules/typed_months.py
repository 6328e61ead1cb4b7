"""A month as people type it: `2021-10`, «10.2021», «01.10.2021», «2021 жылғы қазан», «октябрь 2021 г.»."""

from __future__ import annotations

import re
from datetime import date

from ..call.typed_words import month_names, vocabulary
from . import text_normalisation
from .problems import Fault

_YEAR_FIRST = re.compile(r"(20[0-9]{2}) ?[-./ ] ?([0-9]{1,2})")
_YEAR_LAST = re.compile(r"([0-9]{1,2}) ?[-./ ] ?(20[0-9]{2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2}) ?([-./]) ?([0-9]{1,2}) ?\2 ?(20[0-9]{2})")
_DAY_LAST = re.compile(r"(20[0-9]{2}) ?([-./]) ?([0-9]{1,2}) ?\2 ?([0-9]{1,2})")
_WORD = re.compile(r"[^\W\d_]+|[0-9]+")


def month(text: str) -> str | Fault:
    """`2021-10`, or why it is not one month of this century."""
    typed = text_normalisation.plain(text).lower().removesuffix(".")
    year_and_month = _in_digits(typed) or _in_words(_WORD.findall(typed))
    return year_and_month or Fault("invalid_month", "one_month" if _is_several(typed) else "")


def _in_digits(text: str) -> str:
    if match := _YEAR_FIRST.fullmatch(text):
        return _month(match[1], match[2])
    if match := _YEAR_LAST.fullmatch(text):
        return _month(match[2], match[1])
    if match := _DAY_LAST.fullmatch(text):
        return _month(match[1], match[3], match[4])
    match = _DAY_FIRST.fullmatch(text)
    # 03/04/2021 is the third of April here and the fourth of March elsewhere.
    if not match or (match[2] == "/" and match[1] != match[3] and int(match[1]) <= 12):
        return ""
    return _month(match[4], match[3], match[1])


def _in_words(words: list[str]) -> str:
    named = [place for word in words if (place := month_names().get(word))]
    years = [word for word in words if re.fullmatch("20[0-9]{2}", word)]
    days = [word for word in words if re.fullmatch("[0-9]{1,2}", word)]
    known = len(named) + len(years) + len(days) + sum(word in vocabulary("year") for word in words)
    if (len(named), len(years)) != (1, 1) or len(days) > 1 or known != len(words):
        return ""
    return _month(years[0], named[0], *days)


def _month(year: str, place: str, day: str = "1") -> str:
    try:
        return f"{date(int(year), int(place), int(day)):%Y-%m}"
    except ValueError:
        return ""


def _is_several(text: str) -> bool:
    words = _WORD.findall(text)
    years = [word for word in words if re.fullmatch("20[0-9]{2}", word)]
    return len(years) > 1 or sum(word in month_names() for word in words) > 1
