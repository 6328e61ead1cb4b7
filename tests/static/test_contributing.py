"""What CONTRIBUTING.md and the decisions say of the house is so: its doors, and every file and test they name."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.static.test_doors import INSTALLED, OURS, ROOT

PAGE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("0*.md"))
TEXTS = [PAGE, *(path.read_text("utf-8") for path in DECISIONS)]
NAMED = sorted({name for text in TEXTS for name in re.findall(r"`([a-z_.]+/[^`\sA-Z]+|[a-z_]+\.py)`", text)})
# Where a short name may lie.
BASES = (ROOT, ROOT / "functions", ROOT / "functions" / "chalicelib")
DOORS = {row[0]: row for row in re.findall(r"^\| `(\w+)` \|[^|]*\| ([^|]*) \| ([^|]*) \|$", PAGE, re.MULTILINE)}


def words(cell: str) -> set[str]:
    return set(re.findall(r"`(\w+)`", cell))


@pytest.mark.parametrize("room", sorted(OURS))
def test_the_table_of_doors_is_the_one_that_is_judged(room: str) -> None:
    _, ours, installed = DOORS[room]
    allowed = OURS.keys() - {room} - words(ours) if ours.startswith("all but") else words(ours)
    assert (allowed, words(installed)) == (OURS[room], INSTALLED[room])


def test_every_room_of_the_tool_and_of_infra_has_its_line() -> None:
    rooms = {path.parent.relative_to(ROOT).as_posix() for room in ("staff", "infra")
             for path in (ROOT / room).rglob("__init__.py")} - {"staff"}  # fmt: skip
    assert {room for room in rooms if f"`{room}`" not in PAGE} == set()


@pytest.mark.parametrize("named", NAMED)
def test_what_is_named_is_there(named: str) -> None:
    path, _, function = named.partition("::")
    file = next((base / path for base in BASES if (base / path).exists()), None)
    assert file is not None
    if function:
        assert function in {
            node.name for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)
        }


def test_a_decision_is_short() -> None:
    assert {path.name: len(_lines(path)) for path in DECISIONS if len(_lines(path)) > 12} == {}


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text("utf-8").splitlines() if line]
