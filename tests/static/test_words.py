"""Both languages, everywhere: no sentence for people in Python, no mixed-script word, «жоба» never for a draft."""

import ast
import re
from pathlib import Path

import pytest

from chalicelib.call import words
from chalicelib.call.words import WORDS
from chalicelib.rules.problems import CODES

ROOT = Path(__file__).parents[2]
LIB = ROOT / "functions" / "chalicelib"
CYRILLIC = re.compile(r"[\u0400-\u052f]")
# Date and number wording is grammar: months, plural forms and case endings live beside the code that joins them, and
# so does the order of the letters.
GRAMMAR = {"alphabet.py", "languages.py", "wording.py", "inflection.py", "number_words.py"}
# Content words with Latin letters inside on purpose would be listed here.
MIXED = re.compile(r"\b(?=\w*[A-Za-z])(?=\w*[\u0400-\u052f])\w+\b")


def strings(path: Path) -> list[str]:
    tree = ast.parse(path.read_text("utf-8"))
    docs = {ast.get_docstring(node, clean=False) for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)}  # fmt: skip
    values = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [value for value in values if value not in docs]


def code() -> list[Path]:
    found = [*LIB.rglob("*.py"), *(ROOT / "staff").rglob("*.py")]
    return sorted(path for path in found if path.name not in GRAMMAR)


@pytest.mark.parametrize("path", code(), ids=lambda p: p.name)
def test_no_sentence_for_people_stands_in_python(path: Path) -> None:
    assert [text for text in strings(path) if len(CYRILLIC.findall(text)) > 1] == []


def texts_of_data() -> list[Path]:
    return sorted([*WORDS.glob("*.toml"), *(LIB / "call" / "calls").rglob("*.toml"), *(ROOT / "docs").glob("*.md"),
                   *(LIB / "call" / "calls").rglob("*.md")])  # fmt: skip


@pytest.mark.parametrize("path", texts_of_data(), ids=lambda p: p.name)
def test_no_word_mixes_latin_and_cyrillic_letters(path: Path) -> None:
    written = re.sub(r"\\[nt]", " ", path.read_text("utf-8"))
    assert MIXED.findall(written) == []


# Names and examples of a form, not numbers of a rule.
NOT_NUMBERS = re.compile(r"SHA-256|UTF-8|s3://|2DFG-7JNR|[+]7[ \u00a0]7XX|\{[^{}]*\}")
# What the state's standard of an identifier says of its digits, how a number may be typed, where counting begins.
TYPED_ON_PURPOSE = {
    "problems.not_a_number", "problems.one_number", "problems.invalid_iin_seventh", "problems.invalid_bin_month",
    "problems.invalid_bin_type", "problems.invalid_bin_sixth", "definition.naive_time", "definition.form_version",
    "definition.bad_example", "definition.bad_dial", "definition.date_for_time", "definition.no_toml",
}  # fmt: skip


@pytest.mark.parametrize("room", sorted(path.stem for path in WORDS.glob("*.toml")))
def test_no_sentence_types_a_number_that_the_call_or_the_code_knows(room: str) -> None:
    typed = {
        f"{room}.{key}"
        for key, text in words(room).items()
        if any(sign.isnumeric() for sentence in text.values() for sign in NOT_NUMBERS.sub("", sentence))
    }
    assert typed - TYPED_ON_PURPOSE == set()
    assert {key for key in TYPED_ON_PURPOSE if key.startswith(f"{room}.")} - typed == set()


def test_every_problem_code_has_its_sentence() -> None:
    assert {
        key for key in CODES if not any(word == key or word.startswith(f"{key}_") for word in words("problems"))
    } == set()


# What only the call of 2021 says: the defaults speak of any call, and that call's own words lie in its folder.
OF_THE_FIRST_CALL = re.compile(
    r"2021|алмат|жаңғыру|акселера|көшбасшы|лидер|ауда[нң]|район|бастамашыл|инициативн|нур-султан|нұр-сұлтан|openco",
    re.IGNORECASE,
)


@pytest.mark.parametrize("path", sorted([*WORDS.glob("*.toml"), *(ROOT / "docs").glob("*.md"),
                                         *(ROOT / "staff" / "queries").glob("*.sql"),
                                         *(LIB / "pages" / "templates").rglob("*.html")]),
                         ids=lambda path: path.name)  # fmt: skip
def test_what_is_said_of_any_call_says_nothing_of_the_first(path: Path) -> None:
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert [line for line in lines if OF_THE_FIRST_CALL.search(line)] == []


def test_who_decides_is_named_by_terms_alone() -> None:
    """A call that is decided by a jury or a council says so once, in its words/terms.toml."""
    pages = [*(ROOT / "docs").glob("*.md"), *(ROOT / "docs" / "_theme").rglob("*.html"), *LIB.rglob("*.html")]
    files = [*WORDS.glob("*.toml"), *pages, *(ROOT / "staff" / "queries").glob("*.sql")]
    assert len(files) > 80
    named = [
        f"{file.name}:{number}"
        for file in files if file.name != "terms.toml"
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if re.search("комитет", line, re.IGNORECASE) and not line.startswith("#")
    ]  # fmt: skip
    assert named == []
