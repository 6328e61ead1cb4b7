"""The order of Kazakh letters, which by their numbers in Unicode would stand after Я. Russian's order is within it."""

from functools import cache

LETTERS = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"


def alphabetical(text: str) -> str:
    """What a text is sorted by; case makes no difference. Texts that are not equal may have one key."""
    return text.casefold().translate(_places())


@cache
def _places() -> dict[int, int]:
    """Each letter's number in the alphabet. Capitals are folded away first: their numbers in Unicode are free, and
    stand between the Latin letters and every other Cyrillic one.
    """
    return {ord(letter): ord("Ѐ") + rank for rank, letter in enumerate(LETTERS)}
