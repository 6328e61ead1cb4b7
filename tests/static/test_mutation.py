"""A mutant is really in the running program: where it is not, every test passes and it is called survived."""

import importlib
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from infra.mutation.planting import (
    exchanges,
    function_codes,
    holders,
    live_functions,
    plant,
    plant_table,
    shorter,
    tables,
)
from infra.mutation.rooms import ROOMS, changed_since, modules_of, sources_of
from infra.paths import ROOT

SOURCE = """
from functools import cache

TERMS = {"soon": 1, "late": 9}


def is_open(at):
    return at < 5


@cache
def is_cached_open(at):
    return at < 5


class Window:
    @property
    def is_open(self):
        return all(at < 5 for at in (5,))
"""


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    (tmp_path / "chalicelib_window.py").write_text(SOURCE, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "chalicelib_window", raising=False)
    return importlib.import_module("chalicelib_window")


def answers(module: ModuleType) -> list[bool]:
    return [module.is_open(5), module.is_cached_open(5), module.Window().is_open]


@pytest.mark.parametrize("place", range(3), ids=["a plain function", "a cached one", "a property"])
def test_a_function_s_code_is_exchanged_though_it_has_run_and_what_it_answered_is_forgotten(
    module: ModuleType, place: int
) -> None:
    for _ in range(100):
        assert answers(module) == [False, False, False]
    parts, path = SOURCE.split("< 5"), Path(str(module.__file__))
    changed = "< 5".join(parts[: place + 1]) + "<= 5" + "< 5".join(parts[place + 1 :])
    plant(live_functions(), exchanges(function_codes(SOURCE, path), function_codes(changed, path)))
    assert answers(module) == [index == place for index in range(3)]


def test_what_python_makes_the_same_of_is_no_mutant() -> None:
    original = function_codes(SOURCE, Path("window.py"))
    assert exchanges(original, function_codes(SOURCE + "# a word", Path("window.py"))) == []


def test_a_table_loses_a_row_wherever_it_was_imported(module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    importing = ModuleType("chalicelib_importing")
    importing.TERMS = module.TERMS
    monkeypatch.setitem(sys.modules, "chalicelib_importing", importing)
    without = {row: other for _, _, row, other in tables(module, SOURCE)}
    assert set(without) == {"'soon'", "'late'"}
    assert set(map(id, holders(module, "TERMS"))) == {id(module), id(importing)}
    plant_table(module, "TERMS", without["'soon'"])
    assert module.TERMS == importing.TERMS == {"late": 9}


def test_every_kind_of_table_is_tried_and_nothing_else() -> None:
    for table in ((1, 2), [1, 2], {1, 2}, frozenset({1, 2}), {1: "a", 2: "b"}):
        assert [len(other) for _, other in shorter(table)] == [1, 1]
    assert [*shorter("ab"), *shorter(12), *shorter(None)] == []


def test_every_room_has_modules_and_a_module_is_named_by_its_room() -> None:
    assert all(len(modules_of(room)) > 3 for room in ROOMS)
    assert [path.name for path in modules_of("rules/window.py")] == ["window.py"]


def test_what_a_rebase_changed_or_took_away_during_a_run_is_told(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("same.py", "other.py", "gone.py")]
    for path in paths:
        path.write_text(SOURCE, "utf-8")
    sources = sources_of(paths)
    assert changed_since(sources) == []
    paths[1].write_text(SOURCE.replace("< 5", "<= 5"), "utf-8")
    paths[2].unlink()
    assert changed_since(sources) == paths[1:]
    assert set(sources.values()) == {SOURCE}


TRIED = """
import sys
from functools import partial
from pathlib import Path

import pytest

import tried_window
from infra.mutation.planting import exchanges, function_codes, live_functions, plant
from infra.mutation.trial_plugin import Trial, Trying

folder = Path(sys.argv[1])
path = folder / "tried_window.py"
source = path.read_text("utf-8")


def trials():
    for was, now in (("< 5", "<= 5"), ("< 9", "<= 9"), ("< 7", "<= 7"), ("+= 1", "-= 1"), ("< 3", "<= 3")):
        pairs = exchanges(function_codes(source, path), function_codes(source.replace(was, now), path))
        lines = frozenset(line for code, _ in pairs for _, _, line in code.co_lines() if line)
        yield Trial(path, 0, was, now, lines, partial(plant, live_functions(), pairs))


def is_own(name):
    return name.startswith("own/")


def tell(verdict):
    print(verdict.trial.was, verdict.outcome, verdict.tests, sep=" | ")


trying = Trying(lambda: list(trials()), tell, folder, folder, 1, is_own)
pytest.main(["-q", "-p", "no:cacheprovider", f"--rootdir={folder}", *sys.argv[2:]], plugins=[trying])
print("failing", trying.failing)
"""
TRIED_WINDOW = """
def is_open(at):
    return at < 5


def is_soon(at):
    return at < 9


def is_late(at):
    return at < 7


def steps(to):
    at = 0
    while at < to:
        at += 1
    return at


def is_unknown(at):
    return at < 3
"""
OWN = """
from tried_window import is_late, is_open, steps


def test_own():
    assert not is_open(5)
    assert is_late(1)
    assert steps(2) == 2


def test_broken():
    assert is_open(9)
"""
OTHER = """
from tried_window import is_late, is_soon


def test_other():
    assert not is_soon(9)
    assert is_late(2)
"""


def test_a_room_s_own_tests_are_asked_first_then_the_others_and_a_loop_without_end_is_ended(tmp_path: Path) -> None:
    files = {"tried_window.py": TRIED_WINDOW, "own/test_own.py": OWN, "other/test_other.py": OTHER, "run.py": TRIED}
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    places = [str(tmp_path), str(ROOT)]
    run = subprocess.run(
        [sys.executable, str(tmp_path / "run.py"), str(tmp_path), str(tmp_path / "own"), str(tmp_path / "other")],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": os.pathsep.join(places)}, capture_output=True, text=True,
    )  # fmt: skip
    told = [line for line in run.stdout.splitlines() if line.startswith(("<", "+=", "failing"))]
    assert sorted(told) == [
        "+= 1 | killed by its time | 1", "< 3 | unreached | 0", "< 5 | killed | 1", "< 7 | survived | 2",
        "< 9 | killed by another room | 1", "failing ['own/test_own.py::test_broken']",
    ], run.stdout + run.stderr  # fmt: skip
