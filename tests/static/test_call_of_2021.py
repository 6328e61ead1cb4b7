"""What is of the call of 2021 is named so, read from the tests' own text and not from what the mark is given by."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from tests.call_of_2021 import MARK, NAMES, takes_the_call_of_2021

TESTS = Path(__file__).parents[1]


@cache
def imports_the_call_of_2021(file: Path) -> bool:
    """Read once a module: a run of everything asks it of every test there is. Most need not be parsed."""
    if "tests.building" not in (text := file.read_text("utf-8")):
        return False
    tree = ast.parse(text)
    imported = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "tests.building"]
    return any(alias.name in NAMES for node in imported for alias in node.names)


def test_a_module_that_imports_the_call_of_2021_bears_its_mark(request: pytest.FixtureRequest) -> None:
    items = [item for item in request.session.items if isinstance(item, pytest.Function)]
    unnamed = {
        item.path.name for item in items
        if imports_the_call_of_2021(item.path) and not item.get_closest_marker(MARK)
    }  # fmt: skip
    assert unnamed == set()


def test_the_reading_finds_those_there_are_and_no_other() -> None:
    found = {file.relative_to(TESTS).as_posix() for file in TESTS.rglob("test_*.py") if imports_the_call_of_2021(file)}
    assert len(found) > 50 and "test_parts.py" not in found and "calls/test_calls_walked.py" not in found


@pytest.mark.parametrize(
    "name",
    ["test_parts", "test_parts_shown_to_staff", "calls.test_calls_walked", "call.test_spoiled", "intake.test_submit"],
)
def test_a_test_of_other_calls_does_not_bear_it(name: str) -> None:
    assert not takes_the_call_of_2021(import_module(f"tests.{name}"))


@pytest.mark.parametrize("name", ["web.test_desk", "notices.building", "intake.test_form_versions"])
def test_who_asks_a_builder_of_its_answers_bears_it(name: str) -> None:
    assert takes_the_call_of_2021(import_module(f"tests.{name}"))


def test_who_asks_a_builder_of_both_calls_bears_it_unless_the_small_call_is_its_own() -> None:
    asking = {"web/test_desk_meeting.py": True, "selection/test_guards.py": False, "intake/test_keys.py": False}
    command = [sys.executable, "-m", "pytest", "-q", "--collect-only", "-m", MARK, "-c",
               TESTS.parent / "pyproject.toml", *(TESTS / name for name in asking)]  # fmt: skip
    marked = subprocess.run(command, cwd=TESTS.parent, capture_output=True, text=True, check=True).stdout
    assert {name: name in marked for name in asking} == asking
