"""The words of documents: every one is used, every one a page or the script asks for is there."""

import re
from pathlib import Path

import pytest
import scripts

from chalicelib.call.words import words
from chalicelib.pages.document_pages import size_words
from chalicelib.pages.documents_part import _browser_words

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "functions" / "chalicelib" / "pages"
SCRIPT = scripts.join_modules(ROOT / "docs" / "assets" / "documents.js")


def test_every_word_of_the_pages_is_used_and_there() -> None:
    sources = [
        path.read_text("utf-8")
        for path in [
            *TEMPLATES.glob("templates/documents*.html"),
            TEMPLATES / "document_pages.py",
            TEMPLATES / "documents_part.py",
        ]
    ]
    asked = {
        key for text in sources for key in re.findall(r'["( ]d?\(?"?((?:part|choose|arrived|pass|size)\.\w+)"', text)
    }
    said = {key for key in words("documents") if key.split(".")[0] in ("part", "choose", "done", "waits", "arrived")}
    states = {"part.here", "part.missing", "part.optional", "part.send", "part.replace", "part.more"}
    assert said - asked - states == set()
    assert asked <= set(words("documents"))


def test_every_word_of_the_script_is_used_and_there() -> None:
    asked = set(re.findall(r'say\((?:!?[\w.]+(?: === \w+)? \? )?"(\w+)"', SCRIPT)) | {
        "here",
        "missing",
        "optional",
        "choose",
        "done",
        "waits",
    }
    assert asked == set(_browser_words())


@pytest.mark.parametrize(
    ("size", "kk"), [(1, "1 КБ"), (48 * 1024, "48 КБ"), (1024 * 1024, "1,0 МБ"), (10 * 1024 * 1024, "10,0 МБ")]
)
def test_sizes_read_as_people_write_them(size: int, kk: str) -> None:
    assert size_words(size, "kk") == kk
