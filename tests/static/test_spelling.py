"""Every word of ours is in Debian's dictionaries, or in a list that somebody has read (`own_words.LANGUAGE.txt`).

Where a word is right and the dictionary does not know it (Debian's of Kazakh lacks many endings), it goes into the
list: BAIQAU_WRITE_WORDS=1 writes it there, `git diff` shows what there is to read.
"""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chalicelib.call.words import WORDS

pytestmark = pytest.mark.spelling
ROOT = Path(__file__).parents[2]
CALLS = WORDS.parent / "calls"
DICTIONARIES = {"kk": "kk_KZ", "ru": "ru_RU"}
# What people may type and we understand, mistakes among it.
TYPED = "typed.toml"
# Expressions, addresses, marks for values, and what HTML and templates say to the machine.
NO_WORDS = re.compile(
    r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?\}|\{:.*?\}|<[^>]*>|https?://\S+|\{[^{}]*\}|\]\([^)]*\)|`[^`]*`", re.DOTALL
)
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
CYRILLIC = re.compile(r"[\u0400-\u052f]")


def own_words(language: str) -> Path:
    return Path(__file__).parent / f"own_words.{language}.txt"


def tables() -> list[Path]:
    found = [*WORDS.glob("*.toml"), *CALLS.rglob("*.toml"), *(ROOT / "staff").rglob("columns.toml"),
             *(ROOT / "docs" / "_hook").glob("*.toml")]  # fmt: skip
    return [path for path in found if path.name != TYPED]


def in_language(tree: Any, language: str) -> Iterator[str]:
    """Every text of a table that is said in a language."""
    if isinstance(tree, str):
        return
    for key, value in tree.items() if isinstance(tree, dict) else enumerate(tree if isinstance(tree, list) else ()):
        if key == language:
            yield from [value] if isinstance(value, str) else filter(lambda each: isinstance(each, str), value)
        else:
            yield from in_language(value, language)


def texts(language: str) -> Iterator[str]:
    for path in tables():
        yield from in_language(tomllib.loads(path.read_text("utf-8")), language)
    for folder in (ROOT / "docs", *CALLS.glob("*/pages")):
        for page in folder.glob(f"*.{language}.md"):
            yield page.read_text("utf-8")


def written(language: str) -> set[str]:
    """Words as they stand, but for hyphens and spaces that do not break."""
    plain = (NO_WORDS.sub(" ", text).replace("\u2011", "-").replace("\u00ad", "") for text in texts(language))
    return {word for text in plain for word in WORD.findall(text) if CYRILLIC.search(word)}


def unknown(words: set[str], language: str) -> set[str]:
    """Those that the dictionary does not have, in small letters."""
    command = ["hunspell", "-d", DICTIONARIES[language], "-i", "utf-8", "-l"]
    told = subprocess.run(command, input="\n".join(sorted(words)), capture_output=True, text=True, check=True).stdout
    return {word.casefold() for word in told.split()}


@pytest.mark.parametrize("language", DICTIONARIES)
def test_every_word_is_in_the_dictionary_or_was_read_by_somebody(language: str) -> None:
    lacking, file = unknown(written(language), language), own_words(language)
    if os.environ.get("BAIQAU_WRITE_WORDS"):
        file.write_text("\n".join(sorted(lacking)) + "\n", "utf-8")
    assert sorted(lacking - set(file.read_text("utf-8").split())) == []


@pytest.mark.parametrize("language", DICTIONARIES)
def test_no_word_stays_on_the_list_that_nothing_says(language: str) -> None:
    said = {part for word in written(language) for part in (word.casefold(), *word.casefold().split("-"))}
    assert sorted(set(own_words(language).read_text("utf-8").split()) - said) == []


@pytest.mark.parametrize(
    ("language", "wrong"), [("kk", "өтнім"), ("kk", "жобапар"), ("ru", "заявкка"), ("ru", "кониурс")]
)
def test_a_mistake_is_found(language: str, wrong: str) -> None:
    assert unknown({wrong}, language) == {wrong}
