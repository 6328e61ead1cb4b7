"""What the runbook tells an administrator to type exists, and each procedure names the test that carries it out."""

import ast
import re
from importlib.util import find_spec

import pytest

from staff.main import COMMANDS
from tests.static.test_readme import ROOT, targets
from tests.static.test_readme import (
    test_a_line_for_the_tool_names_a_command_and_options_it_has as has_command_and_options,
)

PAGE = ROOT / "docs" / "operating" / "runbook.md"
TEXT = PAGE.read_text("utf-8")
PROCEDURES = {part.partition("\n")[0].strip(): part for part in re.split(r"^#{2,3} ", TEXT, flags=re.MULTILINE)[1:]}
# What is told rather than done.
NO_PROCEDURES = {"What there is", "Rules that hold always", "Before the call", "An extension", "Incidents", "Restoring",
                 "Personal data", "How long it takes"}  # fmt: skip
LINES = [line.split() for line in re.findall(r"^ +(baiqau .*)$", TEXT, re.MULTILINE)]


@pytest.mark.parametrize("name", sorted(PROCEDURES.keys() - NO_PROCEDURES))
def test_each_procedure_is_run_by_a_test_or_says_why_none_does(name: str) -> None:
    said = re.findall(r"^\*(?:Run by `tests/.+|Not run by a test.*: .+)\.\*$", PROCEDURES[name], re.MULTILINE)
    assert len(said) == 1


def test_nothing_is_called_no_procedure_that_is_not_there() -> None:
    assert NO_PROCEDURES - PROCEDURES.keys() == set()


@pytest.mark.parametrize("named", sorted(set(re.findall(r"`(tests/[^`]+)`", TEXT))))
def test_each_named_test_is_there(named: str) -> None:
    file, _, function = named.partition("::")
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    assert function in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("words", LINES, ids=" ".join)
def test_each_line_for_the_tool_names_a_command_and_options_it_has(words: list[str]) -> None:
    has_command_and_options(words)


def test_every_command_target_and_module_that_is_named_exists() -> None:
    assert set(re.findall(r"`baiqau ([a-z]+)", TEXT)) - COMMANDS.keys() == set()
    assert set(re.findall(r"`make ([a-z]+)", TEXT)) - targets() == set()
    modules = set(re.findall(r"-m ((?:infra|staff)[a-z_.]*)", TEXT))
    assert {name for name in modules if find_spec(name) is None} == set()
