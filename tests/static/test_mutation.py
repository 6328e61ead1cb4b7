"""A mutant is really in the running program: where it is not, every test passes and it is called survived."""

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest

from infra.mutation.planting import exchanges, function_codes, live_functions, plant, plant_table, shorter, tables
from infra.mutation.rooms import ROOMS, modules_of

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
    plant_table(module, "TERMS", without["'soon'"])
    assert module.TERMS == importing.TERMS == {"late": 9}


def test_every_kind_of_table_is_tried_and_nothing_else() -> None:
    for table in ((1, 2), [1, 2], {1, 2}, frozenset({1, 2}), {1: "a", 2: "b"}):
        assert [len(other) for _, other in shorter(table)] == [1, 1]
    assert [*shorter("ab"), *shorter(12), *shorter(None)] == []


def test_every_room_has_modules_and_a_module_is_named_by_its_room() -> None:
    assert all(len(modules_of(room)) > 3 for room in ROOMS)
    assert [path.name for path in modules_of("rules/window.py")] == ["window.py"]
