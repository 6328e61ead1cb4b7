"""No page states by hand what the call states: dates, hours, limits, counts, names of the lists."""

import re
from pathlib import Path

import pytest

from chalicelib.call import Call

DOCS = Path(__file__).parents[2] / "docs"
CALLS = Path(__file__).parents[2] / "functions" / "chalicelib" / "call" / "calls"
PAGES = sorted([*DOCS.glob("*.md"), *CALLS.rglob("*.md")])
TEMPLATES = sorted((DOCS / "_theme").glob("*.html"))
MARKUP = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|<!--.*?-->|<[^>]*>|\{[:#][^}]*\}|\]\([^)]*\)", re.DOTALL)
# Numerals in words, in the forms a rule would take; «бір», «один», «екі», «он», «два» are ordinary words of any text.
NUMERALS = re.compile(
    r"\b(үш|төрт|бес|алты|жеті|сегіз|тоғыз|жиырма|отыз|тр(и|ёх|ех|емя)|четыр\w+|пят(ь|и|ью)|шест(ь|и|ью)|"
    r"сем(ь|и|ью)|восем\w*|девят(ь|и|ью)|десят(ь|и|ью)|двадцат\w+|тридцат\w+)\b", re.IGNORECASE,
)  # fmt: skip


def prose(path: Path) -> str:
    """A page without its Jinja, tags, attribute lists, anchors and link targets."""
    return MARKUP.sub(" ", path.read_text("utf-8"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parents[1].name}-{path.name}")
def test_a_page_has_no_digit_of_its_own(path: Path) -> None:
    assert re.findall(r".{0,30}\d.{0,30}", prose(path)) == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parents[1].name}-{path.name}")
def test_a_page_has_no_number_in_words(path: Path) -> None:
    assert [match[0] for match in NUMERALS.finditer(prose(path))] == []


@pytest.mark.parametrize("path", [*PAGES, *TEMPLATES], ids=lambda path: f"{path.parents[1].name}-{path.name}")
def test_lists_names_and_phones_are_printed_from_the_call(path: Path, call: Call) -> None:
    text = path.read_text("utf-8")
    named = [*call.districts, *call.directions]
    stated = [option.label[lang] for option in named for lang in call.languages if option.label[lang] in text]
    assert stated == []
    assert call.contact.phones[0].shown not in text
    assert not any(name in text for name in call.contact.name.values())
    assert call.registration_url not in text


def test_scripts_and_templates_carry_no_sentence_and_no_date() -> None:
    assets = DOCS / "assets"
    ours = [assets / "early.js", assets / "site.js", assets / "search.js", *sorted((assets / "site").glob("*.js"))]
    for path in [*ours, *TEMPLATES]:
        code = re.sub(r"(?m)//.*$|/\*.*?\*/|\{#.*?#\}|<!--.*?-->", "", path.read_text("utf-8"))
        assert re.findall("(?i)[а-яәғқңөұүһі]+", re.sub("Қазақша|Русский", "", code)) == [], path.name
