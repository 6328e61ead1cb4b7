"""What invented people write: words in their language that keep a question's limits of length."""

from __future__ import annotations

from random import Random

from chalicelib.call import Field

from .sample_words import samples

LONG_MOST = 110
USUAL_LEAST, USUAL_MOST = 40, 400
# The names of HTML's own list for autofill, which a definition gives where it asks for such a thing.
_BY_AUTOFILL = {
    "family-name": "last_names", "given-name": "first_names", "additional-name": "first_names",
    "organization": "organisations", "address-level1": "places", "address-level2": "places",
}  # fmt: skip
_FILL = "а"


def lengths_of(field: Field) -> tuple[int, int | None]:
    """The code points that a text has at least and at most."""
    return int(field.min or 0), None if field.max is None else int(field.max)


def words_for(rng: Random, field: Field, language: str, place: int = 0) -> str:
    """An answer to a question of text; `place` counts the questions of the applicant's name: the surname is first."""
    if field.kind == "textarea":
        return _long(rng, field, language)
    least, most = lengths_of(field)
    return fit(_short(rng, field, language, place), rng, language, max(least, 1), most)


def _short(rng: Random, field: Field, language: str, place: int) -> str:
    if field.autocomplete in _BY_AUTOFILL:
        return rng.choice(samples(language)[_BY_AUTOFILL[field.autocomplete]])
    if field.role == "name":
        return rng.choice(samples(language)["first_names" if place else "last_names"])
    if field.personal:
        return f"{rng.choice(samples(language)['last_names'])} {rng.choice(samples(language)['first_names'])}"
    kinds = {"title": "titles", "organisation": "organisations"}
    return rng.choice(samples(language)[kinds.get(field.role, "phrases")])


def _long(rng: Random, field: Field, language: str) -> str:
    least, most = lengths_of(field)
    least = least or min(USUAL_LEAST, most or USUAL_LEAST)
    return prose(rng, language, least, max(least, min(most or USUAL_MOST, least + LONG_MOST)))


def prose(rng: Random, language: str, least: int, most: int) -> str:
    """Whole sentences as far as they go: between so many code points, both included."""
    return fit(rng.choice(samples(language)["sentences"]), rng, language, least, most)


def fit(text: str, rng: Random, language: str, least: int, most: int | None) -> str:
    """The text, continued or cut, so that its length and its ends are what a form accepts."""
    while len(text) < least:
        text += " " + rng.choice(samples(language)["sentences"])
    cut = text[:most].rstrip()
    return cut + _FILL * max(0, least - len(cut))


def with_mark(text: str, mark: str, least: int, most: int | None) -> str:
    """The text with a mark at its end that makes it another; what has no room before the mark goes."""
    room = len(text) if most is None else max(0, most - len(mark) - 1)
    whole = f"{text[:room].rstrip()} {mark}"
    kept = (whole if most is None else whole[-most:]).strip()
    return _FILL * max(0, least - len(kept)) + kept
