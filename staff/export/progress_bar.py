"""How far a long work is: a bar on standard error, so that the answer can be piped; none where nobody looks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from ..printing.terminal import terminal


class ReportProgress:
    """A number that grows on a bar; an estimate of the whole is left behind when it proves too small."""

    def __init__(self, bar: Progress, total: int | None) -> None:
        self._bar, self._total, self._task = bar, total, bar.tasks[0].id

    def by(self, count: int) -> None:
        self._bar.advance(self._task, count)
        if self._total and self._bar.tasks[0].completed > self._total:
            self._bar.update(self._task, total=None)

    def to(self, count: int) -> None:
        self._bar.update(self._task, completed=count)


@contextmanager
def progress(what: str, unit: str, total: int | None = None) -> Iterator[ReportProgress]:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
               TextColumn(unit), TimeElapsedColumn())  # fmt: skip
    console = terminal(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        bar.add_task(what, total=total)
        yield ReportProgress(bar, total)
