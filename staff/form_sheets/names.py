"""Ids of questions: those given, and those made of a label in Kazakh or Russian."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from .cells import Cell, SheetError

LONGEST = 40


@lru_cache(maxsize=1)
def _letters() -> Mapping[str, str]:
    table = tomllib.loads(Path(__file__).with_name("columns.toml").read_text("utf-8"))
    letters: Mapping[str, str] = table["letters"]
    return letters


class QuestionIds:
    """Those taken already; no two are alike."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self.taken = set(taken)

    def given(self, name: str, cell: Cell) -> str:
        """The name itself. Raises SheetError when it is taken."""
        if name in self.taken:
            raise SheetError("name_twice", cell.name, name=name)
        self.taken.add(name)
        return name

    def of_label(self, label: str) -> str:
        """An id in Latin letters and digits, made of the label; with a number when the id is taken."""
        latin = "".join(_letters().get(letter, letter) for letter in label.lower())
        words = re.sub(r"[^a-z0-9]+", "_", latin).strip("_")[:LONGEST].strip("_")
        return self.unused(words if words[:1].isalpha() else f"q_{words}".strip("_"))

    def unused(self, wanted: str) -> str:
        name, number = wanted, 1
        while name in self.taken:
            number += 1
            name = f"{wanted}_{number}"
        self.taken.add(name)
        return name
