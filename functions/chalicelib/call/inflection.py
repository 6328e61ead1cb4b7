"""Endings and little words that follow a number or a name, in Kazakh and Russian: a text with any number reads right.

Kazakh endings follow the sounds of the last word read aloud; Russian nouns follow the number.
"""

from __future__ import annotations

# Neither lets a line break there.
NBSP, HYPHEN = "\u00a0", "\u2011"
# Voiced б, в, г and д are read voiceless at the end of a word.
_VOICELESS, _BUZZING = "кқпстфхцчшщбвгд", "жз"
# What a numeral in the genitive is written with: «3-х», «5-ти», «40-ка»; «1-го» is every number that ends in one.
_GENITIVE_ENDS = {1: "го", 2: "х", 3: "х", 4: "х"}


def plural(count: int, forms: tuple[str, str, str]) -> str:
    """Of the three Russian forms, one, few and many, the one that goes with `count`."""
    if count % 10 == 1 and count % 100 != 11:
        return forms[0]
    return forms[1] if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14) else forms[2]


def dative(minute: int) -> str:
    """The Kazakh dative suffix after a time read aloud: «18.00-ге», «18.10-ға»."""
    if minute % 10:
        return ["ге", "ге", "ке", "ке", "ке", "ға", "ге", "ге", "ға"][minute % 10 - 1]
    return ["ге", "ға", "ға", "ға", "қа", "ге"][minute // 10]


def locative(minute: int) -> str:
    """The Kazakh locative suffix after a time read aloud: «18.00-де», «18.15-те»."""
    return {"ге": "де", "ға": "да", "ке": "те", "қа": "та"}[dative(minute)]


def conjunction(word: str) -> str:
    """The Kazakh "and" after `word`: «қазан мен», «қыркүйек пен», «наурыз бен»."""
    last = word.casefold()[-1:]
    if last in _VOICELESS:
        return "пен"
    return "бен" if last in _BUZZING else "мен"


def days_not_later_than(count: int, language: str) -> str:
    """«3 күннен кешіктірмей», «не позднее 3-х дней»: the announcement's own words for a limit."""
    if language == "kk":
        return f"{count}{NBSP}күннен кешіктірмей"
    return f"не позднее {count}{HYPHEN}{_genitive_end(count)}{NBSP}{_days_genitive(count)}"


def within_days(count: int, language: str) -> str:
    """«3 күн ішінде», «в течение 3 дней»."""
    return f"{count}{NBSP}күн ішінде" if language == "kk" else f"в течение {count}{NBSP}{_days_genitive(count)}"


def _days_genitive(count: int) -> str:
    return plural(count, ("дня", "дней", "дней"))


def _genitive_end(count: int) -> str:
    """What is written after the figure of a numeral in the genitive, by its last word read aloud."""
    if count % 100 in (40, 90) or (count and count % 100 == 0):
        return "ка" if count % 100 == 40 else "ста" if count % 100 == 90 or count % 1000 == 100 else "сот"
    return "ти" if 10 < count % 100 < 20 else _GENITIVE_ENDS.get(count % 10, "ти")
