"""Every path of acts, at every instant, with two actors: no reachable state in which somebody was wronged."""

import ast
from itertools import product
from pathlib import Path

import pytest

from chalicelib.rules.lifecycle import STATUSES
from tests.paths.narrating import words
from tests.paths.oracle.judging import AGAINST
from tests.paths.planting import Fault, faults, planted
from tests.paths.running import explore_all, find_all

ORACLE = Path(__file__).parent / "oracle"
LEAST_TRANSITIONS, LEAST_PROPERTIES, LEAST_FAULTS = 1_000_000, 25, 40


@pytest.mark.paths
def test_no_path_of_acts_breaks_a_promise(capsys: pytest.CaptureFixture[str]) -> None:
    reports = explore_all()
    states, transitions = (sum(getattr(report, name) for report in reports) for name in ("states", "transitions"))
    with capsys.disabled():
        print("", *reports, f"{states} states, {transitions} transitions", sep="\n")
    assert [path["kk"] + "\n" + path["ru"] for report in reports for path in report.paths] == []
    assert transitions >= LEAST_TRANSITIONS
    tried = {pair for report in reports for pair in report.tried}
    assert set(product(AGAINST, ("", *STATUSES))) - tried == set()


@pytest.mark.paths
def test_every_planted_fault_is_found_by_its_shortest_path(capsys: pytest.CaptureFixture[str]) -> None:
    reports = find_all()
    with capsys.disabled():
        print(
            "", f"{len(reports)} planted faults: {sum(report.transitions for report in reports)} transitions", sep="\n"
        )
    assert [report.name for report in reports if not report.properties] == []
    assert len(reports) >= LEAST_FAULTS
    assert len({name for report in reports for name in report.properties}) >= LEAST_PROPERTIES
    for report in reports:
        assert all(words()["happened"][language] in text for language, text in report.paths[0].items())


def test_every_property_has_a_sentence_in_both_languages_and_is_one_the_oracle_holds() -> None:
    named = _properties_of_the_oracle()
    assert set(words()["property"]) == named
    assert all(set(sentence) == {"kk", "ru"} for sentence in words()["property"].values())
    assert len(named) >= LEAST_PROPERTIES


def test_the_oracle_shares_no_rule_with_the_product() -> None:
    """Only what compares the product's own words with the truth may ask the product; it judges nothing by it."""
    asking = {"telling.py", "refusing.py"}
    imports = {
        (path.name, node.module)
        for path in ORACLE.glob("*.py") if path.name not in asking
        for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.ImportFrom) and not node.level
    }  # fmt: skip
    assert {module for _, module in imports if module and module.startswith("chalicelib")} == set()


def test_planted_faults_have_names_of_their_own() -> None:
    names = [fault.name for fault in faults()]
    assert len(names) == len(set(names)) >= LEAST_FAULTS


@pytest.mark.parametrize("fault", faults(), ids=lambda fault: fault.name)
def test_a_fault_can_be_planted_and_leaves_no_trace(fault: Fault) -> None:
    """The rules still read as faults.toml says; a rule written anew needs its fault planted anew."""
    with planted(fault):
        pass
    with planted(fault):
        pass


def _properties_of_the_oracle() -> set[str]:
    files = [*ORACLE.glob("*.py"), ORACLE.parent / "explore.py"]
    nodes = (node for path in files for node in ast.walk(ast.parse(path.read_text("utf-8"))))
    calls = [node for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    named = [
        call.args[0] for call in calls if isinstance(call.func, ast.Name) and call.func.id in ("Against", "Breach")
    ]
    return {name.value for name in named if isinstance(name, ast.Constant)}
