"""Faults planted in the rules, one line each, to prove that the exploration would find them.

A fault is a row of faults.toml: in the function at `place` the text `old`, which stands there once, becomes `new`.
"""

from __future__ import annotations

import inspect
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from textwrap import dedent
from types import FunctionType
from typing import Any, NamedTuple


class Fault(NamedTuple):
    """`story` is where it shows soonest."""

    name: str
    place: str
    old: str
    new: str
    story: str


class Unplantable(Exception):
    """The rule no longer reads as the table says: plant the fault anew in faults.toml."""


def faults() -> list[Fault]:
    table = tomllib.loads((Path(__file__).parent / "faults.toml").read_text("utf-8"))
    return [Fault(**row) for row in table["fault"]]


@contextmanager
def planted(fault: Fault) -> Iterator[None]:
    """The function runs the changed code wherever it has been imported to; afterwards its own again."""
    function = _function(fault.place)
    original = function.__code__
    function.__code__ = _changed(function, fault).__code__
    try:
        yield
    finally:
        function.__code__ = original


def _function(place: str) -> FunctionType:
    module, _, names = place.partition(":")
    found: Any = import_module(f"chalicelib.{module}")
    for name in names.split("."):
        found = inspect.getattr_static(found, name)
    found = getattr(found, "fget", getattr(found, "__func__", found))
    assert isinstance(found, FunctionType)
    return found


def _changed(function: FunctionType, fault: Fault) -> Any:
    lines = dedent(inspect.getsource(function)).splitlines(keepends=True)
    while not lines[0].startswith("def "):
        del lines[0]
    source = "".join(lines)
    if source.count(fault.old) != 1:
        raise Unplantable(f"{fault.name}: {fault.old!r} stands {source.count(fault.old)} times in {fault.place}")
    namespace: dict[str, Any] = {}
    code = compile("from __future__ import annotations\n" + source.replace(fault.old, fault.new), fault.name, "exec")
    exec(code, function.__globals__, namespace)
    return namespace[function.__name__]
