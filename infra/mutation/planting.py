"""A mutant put into the running modules: the code of a function exchanged, or a table with a row less."""

from __future__ import annotations

import ast
import gc
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

Print = tuple[object, ...]
Functions = dict[Print, list[FunctionType]]
# More rows of one table say no more about its tests.
MOST_ROWS = 60
OURS = ("chalicelib", "staff", "tests")


def live_functions() -> Functions:
    """Every function that exists, by the print of its code: decorated, cached and wrapped ones too."""
    functions: Functions = defaultdict(list)
    for thing in gc.get_objects():
        if isinstance(thing, FunctionType):
            functions[print_of(thing.__code__)].append(thing)
    return functions


def print_of(code: CodeType) -> Print:
    """What tells a function's code from every other. Code itself is no longer equal once it has run for a while."""
    return code.co_filename, code.co_qualname, code.co_firstlineno, code.co_code, code.co_linetable


def function_codes(source: str, path: Path) -> list[CodeType]:
    """The functions of a module and of its classes, in order; what they hold inside is part of them."""
    return list(_inside(compile(source, str(path), "exec")))


def _inside(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            is_class = "__qualname__" in constant.co_names and "__module__" in constant.co_names
            yield from _inside(constant) if is_class else [constant]


def exchanges(original: list[CodeType], changed: list[CodeType]) -> list[tuple[CodeType, CodeType]]:
    """Nothing where Python makes the same of both, or where a whole function came or went."""
    if len(original) != len(changed):
        return []
    return [(was, now) for was, now in zip(original, changed, strict=True) if was != now]


def plant(functions: Functions, pairs: list[tuple[CodeType, CodeType]]) -> None:
    """What a changed function of a module had answered before is forgotten."""
    for was, now in pairs:
        for function in functions[print_of(was)]:
            function.__code__ = now
            cached = vars(sys.modules[function.__module__]).get(function.__name__)
            if clear := getattr(cached, "cache_clear", None):
                clear()


def tables(module: ModuleType, source: str) -> Iterator[tuple[int, str, str, object]]:
    """Each table of a module without one of its rows: line, name, the row, the shorter table.

    Numbers are left alone: tests/static/test_numbers.py holds each.
    """
    for statement in ast.parse(source).body:
        targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
        for target in targets:
            if isinstance(target, ast.Name) and not target.id.startswith("__"):
                rows = shorter(vars(module).get(target.id))
                yield from ((statement.lineno, target.id, row, other) for row, other in rows)


def shorter(table: Any) -> Iterator[tuple[str, object]]:
    if type(table) in (tuple, list, frozenset, set):
        for row in sorted(table, key=repr)[:MOST_ROWS]:
            yield f"{row!r:.60}", type(table)(other for other in table if other is not row)
    elif isinstance(table, dict):
        for key in list(table)[:MOST_ROWS]:
            yield f"{key!r:.60}", {other: of for other, of in table.items() if other is not key}


def plant_table(module: ModuleType, name: str, other: object) -> None:
    for holder in holders(module, name):
        setattr(holder, name, other)


def holders(module: ModuleType, name: str) -> list[ModuleType]:
    """The modules that know the table by its name. A test that does says what it says of the changed one."""
    table = vars(module)[name]
    ours = [each for each in list(sys.modules.values()) if getattr(each, "__name__", "").startswith(OURS)]
    return [each for each in ours if each is module or vars(each).get(name) is table]
