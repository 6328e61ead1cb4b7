"""What people type (tests/rules/cases/*.toml), read by the rules, by the browser's script and by a browser."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chalicelib.call import Field, Option
from chalicelib.call.field_kinds import KINDS

FOLDER = Path(__file__).parent / "cases"


@dataclass(frozen=True)
class Case:
    """`outcome` is `("stored", value)`, `("refused", code, sentence)` or `("none",)`; `by_script` in a browser too."""

    field: Field
    typed: Any
    outcome: tuple[Any, ...]
    by_script: bool

    def __str__(self) -> str:
        return f"{self.field.kind} {self.typed!a}"


def typed_cases() -> list[Case]:
    groups = [group for path in sorted(FOLDER.glob("*.toml")) for group in tomllib.loads(path.read_text("utf-8"))["of"]]
    return [case for group in groups for case in _cases(group)]


def _cases(group: dict[str, Any]) -> list[Case]:
    outcomes = [(typed, ("stored", value)) for typed, value in group.get("stored", [])]
    outcomes += [(typed, ("refused", code, sentence)) for typed, code, sentence in group.get("refused", [])]
    outcomes += [(typed, ("none",)) for typed in group.get("none", [])]
    return [Case(_field(**group["field"]), typed, outcome, "server" not in group) for typed, outcome in outcomes]


def _field(options: list[str] | None = None, **given: Any) -> Field:
    offered = tuple(Option(code, {"kk": code, "ru": code}) for code in options or ())
    example = {"kk": "2021-10", "ru": "2021-10"} if KINDS[given["kind"]].needs_example else None
    return Field("asked", label={"kk": "Сұрақ", "ru": "Вопрос"}, options=offered, example=example, **given)
