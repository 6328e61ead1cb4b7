"""A finding in words: the broken property, the shortest path to it, what was promised and what happened."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from .acts import Act
from .explore import Finding, State
from .oracle.published import ALMATY
from .stories import Story

LANGUAGES = ("kk", "ru")


@cache
def words() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text("utf-8"))


def narrative(story: Story, finding: Finding, language: str) -> str:
    breach = finding.breach
    ends = [f"  {words()[end][language]}: {_end(getattr(breach, end), language)}" for end in ("promised", "happened")]
    steps = [f"  {number}. {line}" for number, line in enumerate(_lines(story, finding, language), 1)]
    return "\n".join([words()["property"][breach.property][language], f"  {words()['path'][language]}:", *steps, *ends])


def _end(told: str, language: str) -> str:
    known = words()["outcome"].get(told)
    return known[language] if known else told or words()["nothing"][language]


def _lines(story: Story, finding: Finding, language: str) -> Iterator[str]:
    for at, act in _way(story, finding.state):
        yield _line(at, act, language)
    if finding.rival:
        yield f"{_line(finding.at, finding.rival, language)} — {words()['rival'][language]}"
    yield _line(finding.at, finding.act, language)


def _way(story: Story, state: State) -> list[tuple[datetime, Act]]:
    """Acts from the beginning to the state; of the mere passing of time only where it led."""
    steps = []
    while state.parent and state.act:
        steps.append((story.instants[state.parent.clock], state.act))
        state = state.parent
    return [step for step in reversed(steps) if step[1].name != "wait"]


def _line(at: datetime, act: Act, language: str) -> str:
    told = "; ".join(f"{words()['arg'][name][language]}: {_value(value)}" for name, value in act.args.items())
    moment = at.astimezone(ALMATY).isoformat(" ", "milliseconds")
    return f"{moment} — {words()['act'][act.name][language]}" + (f" ({told})" if told else "")


def _value(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(ALMATY).isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return ", ".join(f"{name} = {each}" for name, each in value.items())
    return ", ".join(value) if isinstance(value, tuple) else repr(value) if not value.strip() else value
