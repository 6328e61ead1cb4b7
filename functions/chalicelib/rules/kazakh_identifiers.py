"""Kazakhstan's identifiers: IIN, BIN and phone numbers (domain facts 2.1, 2.2)."""

from __future__ import annotations

import re
from datetime import date

from ..call.field_kinds import DIGITS_OF_AN_IDENTIFIER

# Tuples, never sets: the order of the weights is the algorithm.
_FIRST = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
_SECOND = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
_CENTURY = {"1": 1800, "2": 1800, "3": 1900, "4": 1900, "5": 2000, "6": 2000}
LENGTH = DIGITS_OF_AN_IDENTIFIER
_TWELVE = re.compile(rf"[0-9]{{{LENGTH}}}")
# Zones 6xx and 7xx of +7 are Kazakhstan's, all others Russia's. Operators' ranges inside them change: not judged.
_KAZAKHSTAN = re.compile(r"(?:\+?7|8|8107|007)?([67][0-9]{9})")


def check_digit(first11: str) -> int | None:
    """The twelfth digit, or None for a number that is never issued (both passes give 10)."""
    digits = [int(char) for char in first11]
    for weights in (_FIRST, _SECOND):
        rest = sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 11
        if rest < 10:
            return rest
    return None


def compact(text: str) -> str:
    """Without the spaces and dashes people put between groups of digits."""
    return re.sub(r"[\s\u00a0\u2010-\u2015-]", "", text)


def iin_fault(iin: str) -> str:
    """ "" for a good IIN, else which test failed: `invalid_iin` (not twelve digits), `…_is_bin`, `…_seventh`,
    `…_birth_date` or `…_checksum`."""
    if not _TWELVE.fullmatch(iin):
        return "invalid_iin"
    if not bin_fault(iin):
        return "invalid_iin_is_bin"
    if iin[6] > "6":
        return "invalid_iin_seventh"
    if not birth_dates(iin):
        return "invalid_iin_birth_date"
    return "" if check_digit(iin[:11]) == int(iin[11]) else "invalid_iin_checksum"


def birth_dates(iin: str) -> tuple[date, ...]:
    """The dates of birth an IIN can mean: one; for a foreigner's (seventh digit 0) any century's; none if unreal."""
    year, month, day = int(iin[:2]), int(iin[2:4]), int(iin[4:6])
    dates = []
    for century in (_CENTURY[iin[6]],) if iin[6] in _CENTURY else (1900, 2000):
        try:
            dates.append(date(century + year, month, day))
        except ValueError:
            continue
    return tuple(dates)


def age_on(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def bin_fault(number: str) -> str:
    """ "" for a good BIN, else `invalid_bin` (not twelve digits), `…_is_iin`, `…_month`, `…_type`, `…_sixth` or
    `…_checksum`."""
    if not _TWELVE.fullmatch(number):
        return "invalid_bin"
    if number[4] in "0123":
        return "invalid_bin_is_iin"
    if not "01" <= number[2:4] <= "12":
        return "invalid_bin_month"
    if number[4] not in "456":
        return "invalid_bin_type"
    if number[5] not in "0123":
        return "invalid_bin_sixth"
    return "" if check_digit(number[:11]) == int(number[11]) else "invalid_bin_checksum"


def phone(text: str) -> str | None:
    """E.164 of a number in Kazakhstan however people write it («8 (747) 900-26-40»); None if it is not one."""
    match = _KAZAKHSTAN.fullmatch(re.sub(r"[().]", "", compact(text)))
    return f"+7{match[1]}" if match else None
