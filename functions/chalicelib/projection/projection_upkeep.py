"""Keeping the projection: from the stream where there is one, by a direct call elsewhere, whole by one command."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from ..call import Call
from ..rules.application import Application, Event
from .light_fold import light, unreadable
from .light_item import LightItem

Read = Callable[[str], tuple[Event, ...]]
# What comes of events in another shape than ours.
UNREADABLE = (AttributeError, LookupError, OverflowError, RecursionError, StopIteration, TypeError, ValueError)


class ProjectionPage(NamedTuple):
    """`after` is where the next page begins; empty when there is none."""

    items: tuple[LightItem, ...]
    after: str


class Projection(Protocol):
    """`chalicelib.store.projection` and the tests' fake implement this Protocol. Both raise OutcomeUnknown."""

    def keep(self, call: str, item: LightItem, *, anew: bool = False) -> bool:
        """False when what is kept was folded from more events, or from as many; with `anew` one of as many gives way
        if it is another item.
        """

    def find(self, call: str, numbers: Sequence[str]) -> Mapping[str, LightItem]:
        """Of those numbers what is kept."""

    def page(
        self, call: str, name: str, most: int, after: str = "", *, until: str = "", last_first: bool = False
    ) -> ProjectionPage:
        """Of one list (light_item.lists), by arrival or by time: what stands behind `after` and before `until`."""

    def is_whole(self, call: str) -> bool:
        """Whether the lists have been built from everything there was, in the layout that is known here."""


def pages_of_list(
    projection: Projection, call: str, name: str, most: int, after: str = "", until: str = ""
) -> Iterator[ProjectionPage]:
    """Page after page of one list, `most` items each; a page is read when it is asked for. Raises OutcomeUnknown."""
    while True:
        page = projection.page(call, name, most, after, until=until)
        yield page
        if not (after := page.after):
            return


def refresh(call: Call, read: Read, projection: Projection, number: str) -> LightItem | None:
    """Fold what is stored of an application now and keep it; None for no such application, or another call's."""
    item = _folded(call, number, read(number))
    if item:
        projection.keep(call.id, item)
    return item


def _folded(call: Call, number: str, events: tuple[Event, ...]) -> LightItem | None:
    """What does not fit together stands among the damaged, where somebody sees it: it keeps nobody else's away."""
    try:
        return light(call, Application(events)) if events else None
    except UNREADABLE:
        return unreadable(number, events[-1].seq)


def rebuild(call: Call, read: Read, projection: Projection, numbers: Iterable[str]) -> int:
    """How many were missing or other than their events give; the stream may go on meanwhile."""
    count = 0
    for number in numbers:
        item = _folded(call, number, read(number))
        count += bool(item and projection.keep(call.id, item, anew=True))
    return count


class ProjectionDifference(NamedTuple):
    """`kept` is None where the projection has nothing."""

    number: str
    folded: LightItem
    kept: LightItem | None


def compare(call: Call, read: Read, projection: Projection, numbers: Iterable[str]) -> Iterator[ProjectionDifference]:
    """Every application whose kept item is not the one its events give."""
    for number in numbers:
        folded = _folded(call, number, read(number))
        stored = projection.find(call.id, [number]).get(number)
        if folded and folded != stored:
            yield ProjectionDifference(number, folded, stored)
