"""What is of the call of 2021 is named so, read from the tests' own text and not from what the mark is given by."""

from __future__ import annotations

import ast
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from tests.call_of_2021 import MARK, NAMES, takes_the_call_of_2021

TESTS = Path(__file__).parents[1]


@cache
def imports_the_call_of_2021(file: Path) -> bool:
    """Read once a module: a run of everything asks it of every test there is."""
    tree = ast.parse(file.read_text("utf-8"))
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


@pytest.mark.parametrize(
    "name", ["intake.test_events_written", "selection.building", "web.test_desk", "notices.building"]
)
def test_who_asks_a_builder_of_its_answers_bears_it(name: str) -> None:
    assert takes_the_call_of_2021(import_module(f"tests.{name}"))
