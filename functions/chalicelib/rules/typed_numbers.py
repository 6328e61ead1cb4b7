"""A number as people type it: «3 000 000,00 тг», «1,5 млн», «12 чел.», «2’500».

One meaning is understood; a range, or a comma that may part thousands as well as a fraction, is refused in words.
"""

from __future__ import annotations

import re

from ..call.typed_words import powers, vocabulary
from ..call.wording import number as spaced
from . import text_normalisation
from .problems import Fault

# Words before the number (of a unit only), the number up to its last digit, words after it.
_PARTS = re.compile(r"([^0-9+.,-]*)(.*[0-9])([^0-9]*)")
# Thousands parted by a comma or a full stop; then perhaps a fraction behind the other of the two.
_PARTED = re.compile(r"([0-9]{1,3})([.,])([0-9]{3}(?:\2[0-9]{3})*)(?:(?!\2)[.,]([0-9]+))?")
_USUAL = re.compile(r"([0-9]{1,3}(?: [0-9]{3})+|[0-9]*)(?:[.,]([0-9]+))?")
_APOSTROPHE = re.compile("['`\u2018\u2019\u02bc]")
# «5 000 000 (бес миллион) теңге»: the same number again, in words.
_IN_WORDS = re.compile(r"\([^()0-9]*\)")


def numeral(text: str, whole: bool) -> int | float | Fault:
    """`whole` refuses a fraction. Whole values are integers, however they were written."""
    parts = _PARTS.fullmatch(_IN_WORDS.sub(" ", _APOSTROPHE.sub(" ", text_normalisation.plain(text).lower())))
    if not parts:
        return Fault("not_a_number")
    power = _power(_words(parts[3]), whole) if not _words(parts[1]) - vocabulary("unit") else None
    sign, body = _split_sign(parts[2].strip())
    digits = _digits(sign, body) if power is not None else None
    if digits is None:
        return Fault("not_a_number", "one_number" if len(re.findall("[0-9]+", parts[2])) > 1 else "")
    return digits if isinstance(digits, Fault) else _value(sign, *digits, power or 0, whole)


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\s.,;:]+", text))


def _power(words: set[str], whole: bool) -> int | None:
    """Of ten, for «мың», «млн»; None when a word is neither a unit nor such a name, or there are two names."""
    named = [powers()[word] for word in words if word in powers()]
    others = words - powers().keys() - vocabulary("unit") - (set() if whole else {"%"})
    return None if others or len(named) > 1 else sum(named)


def _split_sign(text: str) -> tuple[str, str]:
    return ("-" if text[0] == "-" else "", text[1:].lstrip()) if text[0] in "+-" else ("", text)


def _digits(sign: str, body: str) -> tuple[str, str] | Fault | None:
    """Digits before and after the decimal sign."""
    if (parted := _PARTED.fullmatch(body)) and (parted[4] or parted[2] in parted[3]):
        return re.sub("[.,]", "", parted[1] + parted[3]), parted[4] or ""
    usual = _USUAL.fullmatch(body)
    if not usual:
        return None
    whole, fraction = usual[1].replace(" ", ""), usual[2] or ""
    return _ambiguous(sign, whole, fraction) if _has_two_meanings(usual[1], fraction) else (whole, fraction)


def _has_two_meanings(whole: str, fraction: str) -> bool:
    """«1,500», «1 500.000», «1500.000»: three digits after the sign, and thousands are as likely as a fraction."""
    likely = len(whole) <= 3 or " " in whole or fraction == "000"
    return len(fraction) == 3 and whole[:1] not in ("", "0") and likely


def _ambiguous(sign: str, whole: str, fraction: str) -> Fault:
    """The fault that shows both readings of the number, each written so that it has only one."""
    cut = fraction.rstrip("0")
    decimal = spaced(int(whole)) + ("," + (cut + "0" if len(cut) == 3 else cut) if cut else "")
    readings = {"thousands": sign + spaced(int(whole + fraction)), "fraction": sign + decimal}
    return Fault("not_a_number", "two_readings", readings)


def _value(sign: str, whole: str, fraction: str, power: int, only_whole: bool) -> int | float | Fault:
    moved = fraction.ljust(power, "0")
    left, right = f"{sign}{whole or 0}{moved[:power]}", moved[power:].rstrip("0")
    if not right:
        return int(left)
    return Fault("not_a_number", "whole_number") if only_whole else float(f"{left}.{right}")
