"""Which tests are of the call of 2021: those whose module holds its instants or answers, or a builder of them."""

from __future__ import annotations

import dis
from collections.abc import Iterator
from inspect import isfunction
from types import CodeType, FunctionType, ModuleType

from tests import building

MARK = "call_of_2021"
ANSWERS, INSTANTS = ("COMPLETE", "answers", "event"), ("OPEN", "CLOSES")
NAMES = (*ANSWERS, *INSTANTS)


def takes_the_call_of_2021(module: ModuleType) -> bool:
    """Whether its answers or instants were imported into the module, or something that asks for its answers was."""
    held = list(vars(module).values())
    return any(_is_one_of(value, NAMES) for value in held) or any(
        _asks_for_answers(value, set()) for value in held if isfunction(value)
    )


def _is_one_of(value: object, names: tuple[str, ...]) -> bool:
    return any(value is getattr(building, name) for name in names)


def _asks_for_answers(function: FunctionType, seen: set[FunctionType]) -> bool:
    """By itself, or by a function of the tests' own that it calls."""
    if function in seen or not function.__module__.startswith("tests."):
        return False
    seen.add(function)
    asked = [function.__globals__.get(name) for name in _globals_of(function.__code__)]
    return any(_is_one_of(value, ANSWERS) for value in asked) or any(
        _asks_for_answers(value, seen) for value in asked if isfunction(value)
    )


def _globals_of(code: CodeType) -> Iterator[str]:
    """The global names that it reads, and that what is written inside it reads."""
    yield from (step.argval for step in dis.get_instructions(code) if step.opname == "LOAD_GLOBAL")
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _globals_of(inner)
