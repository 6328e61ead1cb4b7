"""Which tests are of the call of 2021: those whose module holds its instants or answers, or asks a builder for them.

A builder of both calls (it asks `builder_of`) makes what its test's `call` fixture is: of 2021, unless the test's
module has a fixture that gives the small call.
"""

from __future__ import annotations

import dis
from collections.abc import Callable, Iterator
from functools import cache
from inspect import isfunction
from itertools import pairwise
from types import CodeType, FunctionType, ModuleType

import pytest

from tests import building, small_building
from tests.selection.building import builder_of

MARK = "call_of_2021"
ANSWERS, INSTANTS = ("COMPLETE", "answers", "event"), ("OPEN", "CLOSES")
NAMES = (*ANSWERS, *INSTANTS)
Sign = Callable[[object], bool]


def is_of_2021(item: pytest.Function) -> bool:
    return takes_the_call_of_2021(item.module) or (_asks_for_either_call(item) and not _has_the_small_call(item))


@cache
def takes_the_call_of_2021(module: ModuleType) -> bool:
    """Whether its answers or instants were imported into the module, or something that asks for its answers was."""
    held = list(vars(module).values())
    return any(_is_one_of(value, NAMES) for value in held) or _holds(module, lambda value: _is_one_of(value, ANSWERS))


def _asks_for_either_call(item: pytest.Function) -> bool:
    """Itself, or a fixture that it gets."""
    fixtures = [of_name[-1].func for of_name in item._fixtureinfo.name2fixturedefs.values()]
    return any(map(_asks_which_call, (item.function, *fixtures)))


@cache
def _asks_which_call(value: object) -> bool:
    return _reaches(value, lambda named: named is builder_of, set())


def _has_the_small_call(item: pytest.Function) -> bool:
    """By the fixture that the test really gets; pytest tells it nowhere else."""
    fixtures = item._fixtureinfo.name2fixturedefs.get("call")
    return bool(fixtures) and _reaches(fixtures[-1].func, lambda value: value is small_building.small_call, set())


def _is_one_of(value: object, names: tuple[str, ...]) -> bool:
    return any(value is getattr(building, name) for name in names)


def _holds(module: ModuleType, sign: Sign) -> bool:
    return any(_reaches(value, sign, set()) for value in vars(module).values())


def _reaches(value: object, sign: Sign, seen: set[object]) -> bool:
    """Whether a function, or one of a class, names what has the sign, itself or in one of the tests' that it calls."""
    if isinstance(value, type) and value.__module__.startswith("tests."):
        return any(_reaches(method, sign, seen) for method in vars(value).values())
    if not isfunction(value) or value in seen or not value.__module__.startswith("tests."):
        return False
    seen.add(value)
    named = list(_named(value, value.__code__))
    return any(map(sign, named)) or any(_reaches(each, sign, seen) for each in named)


def _named(function: FunctionType, code: CodeType) -> Iterator[object]:
    """What its globals and those of what is written inside it name, a module's own by what is taken of it."""
    for step, after in pairwise([*dis.get_instructions(code), None]):
        if step and step.opname == "LOAD_GLOBAL":
            value = function.__globals__.get(step.argval)
            is_taken_of = isinstance(value, ModuleType) and after and after.opname in ("LOAD_ATTR", "LOAD_METHOD")
            yield getattr(value, after.argval, None) if is_taken_of and after else value
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _named(function, inner)
