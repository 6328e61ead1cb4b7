"""A pytest plugin that runs its tests once, and then, in a child for each mutant, those that reach what is changed.

A child has everything imported and collected already, so a mutant costs little more than the tests themselves.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate, zip_longest
from pathlib import Path
from typing import NamedTuple

import pytest
from _pytest.runner import runtestprotocol
from coverage import Coverage

KILLED, ELSEWHERE, SURVIVED = "killed", "killed by another room", "survived"
UNREACHED, STUCK = "unreached", "killed by its time"
NOTICED = frozenset({KILLED, ELSEWHERE, STUCK})
# What a child says of itself by the number it ends with.
OUTCOMES = (SURVIVED, KILLED, ELSEWHERE)
# Of the time that a test takes without a change, with some seconds for whatever else a child does.
PATIENCE, LEAST_SECONDS = 5, 3
# Other rooms are asked for so long, their quickest tests first: a line that everybody reaches has thousands.
SECONDS_ELSEWHERE = 20


class Trial(NamedTuple):
    """`lines` are those of `path` whose tests may notice what `plant` does; of a table, every line of its `holders`."""

    path: Path
    line: int
    was: str
    now: str
    lines: frozenset[int]
    plant: Callable[[], None]
    holders: frozenset[str] = frozenset()


class Verdict(NamedTuple):
    """`tests`: how many reach what was changed."""

    trial: Trial
    outcome: str
    tests: int


class Trying:
    """`tell` hears each verdict as it falls; `failing` names tests that fail without any change.

    Tests for which `is_own` says no are asked only about what the others did not notice.
    """

    def __init__(
        self, trials: Callable[[], Iterable[Trial]], tell: Callable[[Verdict], None], folder: Path,
        notes: Path, children: int, is_own: Callable[[str], bool],
    ) -> None:  # fmt: skip
        self._trials, self._tell, self._folder, self._notes, self._children = trials, tell, folder, notes, children
        self._is_own, self._running = is_own, dict[int, tuple[Trial, int]]()
        self._seconds: dict[str, float] = {}
        self.failing: list[str] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        passes(session.items[:1])  # what every test imports is imported
        _, status = os.waitpid(_in_a_child(lambda: self._run_untouched(session.items)), 0)
        if status:
            raise pytest.UsageError("the tests could not be run without a change")
        self._seconds, reached = self._learnt()
        self.failing = [item.nodeid for item in session.items if self._seconds[item.nodeid] < 0]
        items = {item.nodeid: item for item in session.items}
        trials = self._trials()
        gc.freeze()  # or every child would walk, and so copy, all that is loaded
        for trial in trials:
            names = _reaching(trial, session.items, reached) - set(self.failing)
            self._start(trial, [[items[name] for name in group] for group in self._in_turn(names)])
        while self._running:
            self._finish_one()
        return True

    def _in_turn(self, names: set[str]) -> tuple[list[str], list[str]]:
        """The room's own tests and those of other rooms, the quickest first."""
        quickest = sorted(names, key=self._seconds.__getitem__)
        own, others = [[name for name in quickest if self._is_own(name) is whose] for whose in (True, False)]
        spent = accumulate(self._seconds[name] for name in others)
        return own, [name for name, so_far in zip(others, spent, strict=True) if so_far <= SECONDS_ELSEWHERE]

    def _run_untouched(self, items: Sequence[pytest.Item]) -> int:
        """Every test once: how long it takes, below nought if it fails, and which lines it reaches."""
        # The settings in pyproject.toml are `make coverage`'s.
        coverage = Coverage(data_file=str(self._notes / "reached"), include=[f"{self._folder}/*"], config_file=False)
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
        return 0

    def _learnt(self) -> tuple[dict[str, float], dict[str, dict[int, set[str]]]]:
        coverage = Coverage(data_file=str(self._notes / "reached"), config_file=False)
        coverage.load()
        reached: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
        for path in coverage.get_data().measured_files():
            for line, contexts in coverage.get_data().contexts_by_lineno(path).items():
                reached[path][line] |= set(filter(None, contexts))
        return json.loads((self._notes / "seconds.json").read_text("utf-8")), reached

    def _start(self, trial: Trial, rounds: Sequence[Sequence[pytest.Item]]) -> None:
        if not any(rounds):
            self._tell(Verdict(trial, UNREACHED, 0))
            return
        if len(self._running) >= self._children:
            self._finish_one()

        def failing_round() -> int:
            trial.plant()
            return next((at for at, items in enumerate(rounds, 1) if not passes(items, self._seconds)), 0)

        self._running[_in_a_child(failing_round)] = (trial, sum(map(len, rounds)))

    def _finish_one(self) -> None:
        pid, status = os.wait()
        if pid in self._running:
            trial, tests = self._running.pop(pid)
            outcome = STUCK if os.WIFSIGNALED(status) else OUTCOMES[os.waitstatus_to_exitcode(status)]
            self._tell(Verdict(trial, outcome, tests))


def _reaching(trial: Trial, items: Sequence[pytest.Item], reached: Mapping[str, Mapping[int, set[str]]]) -> set[str]:
    """Names of the tests that may notice the change. A module that no test reaches is not in `reached`."""
    if trial.lines:
        of_lines = reached.get(str(trial.path), {})
        return set[str]().union(*(of_lines.get(line, set()) for line in trial.lines))
    knowing = {item.nodeid for item in items if str(item.path) in trial.holders}
    return knowing.union(*(names for file in trial.holders for names in reached.get(file, {}).values()))


def passes(items: Sequence[pytest.Item], seconds: Mapping[str, float] | None = None) -> bool:
    """Up to the first that fails; or that takes much longer than its `seconds` by name, then this process ends."""
    for item, following in zip_longest(items, items[1:]):
        if seconds:
            _end_after(LEAST_SECONDS + PATIENCE * seconds[item.nodeid])
        if any(report.failed for report in runtestprotocol(item, nextitem=following, log=False)):
            return False
    return True


def _end_after(seconds: float) -> None:
    """The processor's time, from now on, after which this process is ended."""
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time() + seconds) + 1, most))


def _in_a_child(work: Callable[[], int]) -> int:
    """The child's number; it ends with what the work returns, 1 where that raises, and never gets into the parent's."""
    if pid := os.fork():
        return pid
    result = 1
    try:
        for stream in (1, 2):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
        result = work()
    finally:
        os._exit(result)
