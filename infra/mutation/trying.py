"""A pytest plugin that runs its tests once, and then, in a child for each mutant, those that reach what is changed.

A child has everything imported and collected already, so a mutant costs little more than the tests themselves.
"""

from __future__ import annotations

import json
import os
import resource
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from _pytest.runner import runtestprotocol
from coverage import Coverage

KILLED, SURVIVED, UNREACHED, STUCK = "killed", "survived", "unreached", "killed by its time"
NOTICED = frozenset({KILLED, STUCK})
# Of the time that its tests take without a change, with a second for whatever else a child does.
PATIENCE, LEAST_SECONDS = 5, 5


class Trial(NamedTuple):
    """`lines` are those of `path` whose tests may notice what `plant` does; empty for a change of the whole module."""

    path: Path
    line: int
    was: str
    now: str
    lines: frozenset[int]
    plant: Callable[[], None]


class Verdict(NamedTuple):
    """`tests`: how many reach what was changed."""

    trial: Trial
    outcome: str
    tests: int


class Trying:
    """`tell` hears each verdict as it falls; `failing` names tests that fail without any change."""

    def __init__(
        self, trials: Callable[[], Sequence[Trial]], tell: Callable[[Verdict], None], paths: Sequence[Path],
        notes: Path, children: int,
    ) -> None:  # fmt: skip
        self._trials, self._tell, self._paths, self._notes, self._children = trials, tell, paths, notes, children
        self._running: dict[int, tuple[Trial, int]] = {}
        self.failing: list[str] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        passes(session.items[:1])  # what every test imports is imported
        _, status = os.waitpid(_in_a_child(lambda: self._run_untouched(session.items)), 0)
        if status:
            raise pytest.UsageError("the tests could not be run without a change")
        seconds, reached = self._learnt()
        self.failing = [item.nodeid for item in session.items if seconds[item.nodeid] < 0]
        items = {item.nodeid: item for item in session.items}
        for trial in self._trials():
            wanted = reached[str(trial.path)]
            names = set[str]().union(*(wanted[line] for line in trial.lines or wanted)) - set(self.failing)
            quickest = sorted(names, key=seconds.__getitem__)
            self._start(trial, [items[name] for name in quickest], sum(seconds[name] for name in quickest))
        while self._running:
            self._finish_one()
        return True

    def _run_untouched(self, items: Sequence[pytest.Item]) -> bool:
        """Every test once: how long it takes, below nought if it fails, and which lines it reaches."""
        paths = [str(path) for path in self._paths]
        # The settings in pyproject.toml are `make coverage`'s.
        coverage = Coverage(data_file=str(self._notes / "reached"), include=paths, config_file=False)
        coverage.start()
        seconds = {}
        for item in items:
            coverage.switch_context(item.nodeid)
            began = time.process_time()
            passed = passes([item])
            seconds[item.nodeid] = time.process_time() - began if passed else -1
        coverage.stop()
        coverage.save()
        (self._notes / "seconds.json").write_text(json.dumps(seconds), "utf-8")
        return True

    def _learnt(self) -> tuple[dict[str, float], dict[str, dict[int, set[str]]]]:
        coverage = Coverage(data_file=str(self._notes / "reached"), config_file=False)
        coverage.load()
        reached: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
        for path in coverage.get_data().measured_files():
            for line, contexts in coverage.get_data().contexts_by_lineno(path).items():
                reached[path][line] |= set(filter(None, contexts))
        return json.loads((self._notes / "seconds.json").read_text("utf-8")), reached

    def _start(self, trial: Trial, items: Sequence[pytest.Item], seconds: float) -> None:
        if not items:
            self._tell(Verdict(trial, UNREACHED, 0))
            return
        if len(self._running) >= self._children:
            self._finish_one()
        limit = int(LEAST_SECONDS + PATIENCE * seconds)

        def survives() -> bool:
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
            trial.plant()
            return passes(items)

        self._running[_in_a_child(survives)] = (trial, len(items))

    def _finish_one(self) -> None:
        pid, status = os.wait()
        if pid in self._running:
            trial, tests = self._running.pop(pid)
            outcome = STUCK if os.WIFSIGNALED(status) else KILLED if status else SURVIVED
            self._tell(Verdict(trial, outcome, tests))


def passes(items: Sequence[pytest.Item]) -> bool:
    """Up to the first that fails."""
    for item, following in zip(items, [*items[1:], None], strict=True):
        if any(report.failed for report in runtestprotocol(item, nextitem=following, log=False)):
            return False
    return True


def _in_a_child(work: Callable[[], bool]) -> int:
    """The child's number; it ends with 0 when the work says yes, and never returns into the parent's."""
    if pid := os.fork():
        return pid
    passed = False
    try:
        for stream in (1, 2):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
        passed = work()
    finally:
        os._exit(0 if passed else 1)
