"""The rooms whose every change a test must notice, and their modules."""

from collections.abc import Sequence
from pathlib import Path

from infra.paths import ROOT

LIB = ROOT / "functions" / "chalicelib"
ROOMS = ("call", "rules", "intake", "selection", "notices")


def modules_of(place: str) -> Sequence[Path]:
    """`rules`, or one of its modules: `rules/window.py`."""
    path = LIB / place
    return [path] if path.suffix else sorted(path.glob("[!_]*.py"))
