"""The rooms whose every change a test must notice, and their modules."""

import importlib
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from infra.paths import ROOT

LIB = ROOT / "functions" / "chalicelib"
ROOMS = ("call", "rules", "intake", "selection", "notices", "examination")


def modules_of(place: str) -> Sequence[Path]:
    """`rules`, or one of its modules: `rules/window.py`."""
    path = LIB / place
    return [path] if path.suffix else sorted(path.glob("[!_]*.py"))


def module_of(path: Path) -> ModuleType:
    return importlib.import_module(".".join(path.relative_to(LIB.parent).with_suffix("").parts))
