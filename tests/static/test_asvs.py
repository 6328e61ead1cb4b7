"""The table in docs/decisions/asvs.md is complete, and what it names is there."""

import ast
import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "decisions" / "asvs.md"
STATES = {"met", "not met", "not applicable"}
# Levels 1 and 2 of ASVS 5.0: section → how many of its first requirements, which stand before those of level 3.
SECTIONS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1,
    "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2, "3.2": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4,
    "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3, "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4,
    "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1, "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5,
    "14.1": 2, "14.2": 4, "14.3": 3, "15.1": 3, "15.2": 3, "15.3": 7,
    "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3,
}  # fmt: skip
NAMED = re.compile(r"`([a-z][\w./-]*/[\w./-]+(?:::\w+)?)`")


class Row(NamedTuple):
    id: str
    short: str
    state: str
    why: str

    @property
    def named(self) -> list[str]:
        return NAMED.findall(self.why)


def rows() -> list[Row]:
    lines = [line.strip("|").split("|") for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| V")]
    return [Row(*(cell.strip() for cell in line)) for line in lines]


@lru_cache
def functions(file: Path) -> set[str]:
    return {node.name for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)}


def test_every_requirement_of_the_chapters_stands_there_once() -> None:
    wanted = [f"V{section}.{place}" for section, many in SECTIONS.items() for place in range(1, many + 1)]

    assert sorted(row.id for row in rows()) == sorted(wanted)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.id)
def test_what_a_row_names_is_there(row: Row) -> None:
    assert row.state in STATES
    assert row.short
    assert row.why
    assert row.named or row.state != "met"
    for named in row.named:
        file, _, name = named.partition("::")
        assert (ROOT / file).exists(), file
        assert not name or name in functions(ROOT / file), named
