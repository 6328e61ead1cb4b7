"""Code, SQL, words and templates know no question of a call: they ask by role, and its words lie in its folder."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
CALLS = ROOT / "functions" / "chalicelib" / "call" / "calls"
ROOMS = ("functions", "staff", "docs", "infra", "rehearsal", "pictures", "bench")
# What a new call is made of: a definition of its own.
NEW_CALL = "staff/new_call/"
TEMPLATE = ROOT / NEW_CALL / "template"
ENDINGS = {".py", ".js", ".sql", ".toml", ".html", ".txt", ".css", ".yaml", ".md"}

# A word of ours that a call happens to use as an id or a code too: where it may stand, and as what.
SHARED: dict[str, tuple[str | tuple[str, ...], str]] = {
    "name": ("", "what most things have; a keyword of Python's libraries and an attribute of HTML"),
    "role": ("", "the key of a question's role, a part of the contact, an attribute of HTML"),
    "kk": ("", "a language of the software"),
    "ru": ("", "a language of the software"),
    "no": ("", "an answer of people and of the tool"),
    "yes": ("", "an answer of people and of the tool"),
    "bin": ("", "a kind of question, the identifier of an organisation"),
    "phone": ("", "a kind of question and its role"),
    "item": ("", "an item of DynamoDB"),
    "problem": ("", "what a problem document and its panel are called"),
    "unit": ("", "of counted time and of money; a condition of systemd"),
    "online": ("docs/assets/form/", "the event of a browser whose line is back"),
    "summary": ("", "an element of HTML, the summary of a calendar's event and of the tool's help"),
    "target": ("", "an attribute of HTML and of JavaScript's events; where a file goes"),
    "stage": ("", "a deployment, and the folder in which an export is put together"),
    "running": ("infra/", "a state of the local cloud"),
    "other": ("", "what is not this one"),
    "baseline": (("docs/assets/", "bench/"), "a value of CSS; what a measure is compared with"),
    "offline": (("rehearsal/words.toml", "staff/synthetic/"), "a format in one's own words where no form asks"),
    "services": ("infra/", "those of AWS in a package"),
    "experience": (("functions/chalicelib/", "docs/faq.", NEW_CALL), "the id of a rule that the software enforces"),
    "direction": (("functions/chalicelib/", "docs/", NEW_CALL), "the id of a rule, a list of the definition"),
    "district": (("functions/chalicelib/", NEW_CALL), "a list of the call's definition"),
    "applicant_type": (("functions/chalicelib/", NEW_CALL), "a list of the call's definition"),
    "territory": ("", "a role"),
    "interview_format": ("", "a role"),
}  # fmt: skip


@cache
def own_words() -> frozenset[str]:
    """Ids of questions and their columns, kinds of documents, codes of options of every call here."""
    found: set[str] = set()
    for folder in CALLS.iterdir():
        if folder.is_dir():
            files = [folder / "form.toml", folder / "call.toml", *(folder / "forms").glob("*.toml")]
            found |= {word for file in files for word in _ids(tomllib.loads(file.read_text("utf-8")))}
    return frozenset(found)


def _ids(table: Any, inside: str = "") -> Iterator[str]:
    if isinstance(table, list):
        for each in table:
            yield from _ids(each, inside)
    if isinstance(table, dict):
        if inside in ("field", "column"):
            yield str(table.get("id", ""))
        elif inside == "document":
            yield str(table.get("kind", ""))
        if "code" in table:
            yield str(table["code"])
        for key, value in table.items():
            yield from _ids(value, key)


def texts() -> list[Path]:
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*") if path.suffix in ENDINGS]
    own = {CALLS, TEMPLATE, ROOT / "docs" / "_data"}
    return sorted(path for path in files if not own & set(path.parents))


def spoken_by(path: Path) -> set[str]:
    """What a file names: every word of a question's shape, of Python only what stands in it as a text.

    A word of ours is no id; so of code and pages those without an underscore count where they stand in quotes, as a
    member or between braces.
    """
    text = path.read_text("utf-8")
    told = set(re.findall(r"\w*_\w+|\d{6,}", text))
    if path.suffix == ".py":
        return told | _constants(ast.parse(text))
    if path.suffix == ".md":
        return set(re.findall(r"\w+", " ".join(re.findall(r"\{[{%].*?[%}]\}", text))))
    if path.suffix == ".sql":
        return told | set(re.findall(r"[a-z]\w*", re.sub(r"--.*", "", text)))
    return told | set(re.findall(r"""["'.{\[](\w+)(?=["'}\]]|\b)""", text))


def _constants(tree: ast.AST) -> set[str]:
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_there_are_calls_whose_words_are_looked_for() -> None:
    assert len(own_words()) > 60


@pytest.mark.parametrize("path", texts(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_question_column_document_or_code_of_a_call_is_known_to(path: Path) -> None:
    here = str(path.relative_to(ROOT))
    shared = {word for word, (where, _) in SHARED.items() if here.startswith(where)}
    assert (spoken_by(path) & own_words()) - shared == set()


def test_no_word_is_allowed_that_no_call_uses() -> None:
    assert set(SHARED) <= own_words()
