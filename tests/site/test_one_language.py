"""A page speaks one language: no sentence of the other one stands in it, but where it says so with `lang`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from chalicelib.call import Call, words
from chalicelib.call.words import WORDS
from tests.site.reading import PAGES, page, text_of, words_of

OTHER = {"kk": "ru", "ru": "kk"}
# Shorter ones are found inside other words.
LONG_ENOUGH = 12
MARKED = re.compile(r'<(\w+)[^>]* lang="(?:kk|ru)"[^>]*>.*?</\1>', re.DOTALL)


def texts(call: Call) -> Iterator[dict[str, str]]:
    for room in sorted(path.stem for path in WORDS.glob("*.toml")):
        yield from (dict(text) for text in words(room).values())
    for field in call.form:
        yield from (dict(text) for text in (field.label, field.hint, *(o.label for o in field.options)) if text)
    yield from (dict(each.text) for each in (*call.rules, *call.criteria))
    yield from (dict(document.label) for document in call.form.package.documents)


def foreign(call: Call, language: str) -> set[str]:
    """Sentences of the other language that do not also stand in this one's."""
    theirs = {words_of(text[OTHER[language]]) for text in texts(call) if "{" not in text[OTHER[language]]}
    ours = "\n".join(words_of(text[language]) for text in texts(call))
    return {text for text in theirs if len(text) >= LONG_ENOUGH and text not in ours}


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_speaks_one_language(built_site: Path, call: Call, language: str, name: str) -> None:
    body = page(built_site, language, name).partition("<body")[2]
    spoken = words_of(text_of(MARKED.sub("", body)))
    assert [text for text in foreign(call, language) if text in spoken] == []


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_sentences_that_are_looked_for_are_many(call: Call, language: str) -> None:
    assert len(foreign(call, language)) > 300
