"""Stories explored on two processes, and planted faults looked for: what the tests and `make paths` share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, NamedTuple

from .explore import Explorer, Figures
from .narrating import LANGUAGES, narrative
from .planting import Fault, faults, planted
from .stories import STORIES, Story

PROCESSES = 2
# Each story goes this far; together over a million attempted acts.
FAR = 150_000
# A planted fault shows after some thousands of attempts, or it does not show.
NEAR = 60_000


class Report(NamedTuple):
    """What came of one story or one fault: figures in one line, and each finding's path by language."""

    name: str
    states: int
    transitions: int
    depth: int
    properties: tuple[str, ...]
    paths: tuple[dict[str, str], ...]
    tried: frozenset[tuple[str, str]]

    def __str__(self) -> str:
        found = ", ".join(self.properties) or "—"
        return f"{self.name}: {self.states} states, {self.transitions} transitions, depth {self.depth}: {found}"


def explore_all(most: int = FAR) -> list[Report]:
    return _on_processes(_explored, [(index, most) for index in range(len(STORIES))])


def find_all(chosen: Iterable[Fault] | None = None) -> list[Report]:
    return _on_processes(_sought, [(fault, NEAR) for fault in chosen or faults()])


def _explored(task: tuple[int, int]) -> Report:
    story = STORIES[task[0]]
    return _report(story.name, story, Explorer(story).explore(task[1]))


def _sought(task: tuple[Fault, int]) -> Report:
    fault, most = task
    story = next(story for story in STORIES if story.name == fault.story)
    with planted(fault):
        return _report(fault.name, story, Explorer(story).explore(most, first_only=True))


def _report(name: str, story: Story, figures: Figures) -> Report:
    paths = tuple({lang: narrative(story, finding, lang) for lang in LANGUAGES} for finding in figures.findings)
    properties = tuple(finding.breach.property for finding in figures.findings)
    return Report(name, figures.states, figures.transitions, figures.depth, properties, paths, figures.tried)


def _on_processes(work: Callable[[Any], Report], tasks: Sequence[Any]) -> list[Report]:
    # Started afresh: what pytest has threads and clients for is not copied into them.
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        return list(pool.map(work, tasks))
