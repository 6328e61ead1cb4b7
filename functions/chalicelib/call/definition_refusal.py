"""A refused definition in words, for whoever makes something of it: tool, package, site, local cloud."""

from __future__ import annotations

from .definition_error import DefinitionError
from .languages import LANGUAGES
from .words import say, words

# More than these nobody mends at once.
MOST_TOLD = 40


def definition_refusal(error: DefinitionError) -> str:
    """The same sentences in each language of the software, a line each."""
    return "\n".join(line for language in LANGUAGES for line in sentences(error, language))


def sentences(error: DefinitionError, language: str) -> tuple[str, ...]:
    """What is wrong and where, a sentence for each mistake, in the order of the files."""
    every = (error, *error.others)
    lines = tuple(_sentence(refusal, language) for refusal in every[:MOST_TOLD])
    left = len(every) - len(lines)
    return (*lines, say("definition", "where.more", language, count=left)) if left else lines


def place_in_words(error: DefinitionError, language: str) -> str:
    """File, line and path, such as «my-call/form.toml, строка 12, section[leader].field[phone].max»."""
    key = ("value" if error.shown else "line") if error.line else "no_line" if error.shown else ""
    params = {"file": error.file, "line": error.line, "shown": error.shown}
    return say("definition", f"where.{key}", language, **params) if key else error.file


def _sentence(error: DefinitionError, language: str) -> str:
    params = dict(error.params)
    if f"type.{params.get('expected')}" in words("definition"):
        params["expected"] = say("definition", f"type.{params['expected']}", language)
    return say("definition", error.code, language, place=place_in_words(error, language), **params)
