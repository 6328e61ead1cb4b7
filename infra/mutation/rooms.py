"""The rooms whose every change a test must notice, and their modules."""

import importlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import ModuleType

from infra.paths import ROOT

LIB = ROOT / "functions" / "chalicelib"
ROOMS = ("call", "rules", "intake", "selection", "notices", "examination")
# By file, as it was when it was read.
Sources = dict[Path, str]


def modules_of(place: str) -> Sequence[Path]:
    """`rules`, or one of its modules: `rules/window.py`."""
    path = LIB / place
    return [path] if path.suffix else sorted(path.glob("[!_]*.py"))


def module_of(path: Path) -> ModuleType:
    return importlib.import_module(".".join(path.relative_to(LIB.parent).with_suffix("").parts))


def sources_of(paths: Iterable[Path]) -> Sources:
    """Read before anything is imported: what is tried is what runs, whatever a rebase writes meanwhile."""
    return {path: path.read_text("utf-8") for path in paths}


def changed_since(sources: Sources) -> list[Path]:
    return [path for path, source in sources.items() if not path.exists() or path.read_text("utf-8") != source]
