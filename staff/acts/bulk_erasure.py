"""Erases many applications at once. It scans the table a fixed number of times, however many they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TYPE_CHECKING, TypeAlias

from chalicelib.rules.instant_format import read_instant
from chalicelib.selection.committee_act import CommitteeAct
from chalicelib.store.batch_writes import write_in_batches
from chalicelib.store.projection import items_of_end
from chalicelib.store.table_erasure import GONE, TableErasure, erasing_request, without
from chalicelib.store.table_holdings import EVENT, every_item, subject

from ..applications.holdings import files_of, texts_of
from ..backup.backup_archive import ForgetAct
from ..console.errors import TROUBLE
from ..console.session import Session
from .application_erasure import MOST_ROUNDS, compact, ended_application

if TYPE_CHECKING:
    from chalicelib.store.table_client import Item, Request

Reason: TypeAlias = "Callable[[Item], str]"


def numbers_of_call(session: Session) -> frozenset[str]:
    """Every application of the call, those of whom a tombstone stays among them."""
    ours, others = set[str](), set[str]()
    for item in every_item(session.place.client, session.place.table):
        kind, about = subject(item)
        if kind == EVENT:
            is_ours = item.get("call", {}).get("S", "") in ("", session.call.id)
            (ours if is_ours else others).update(about)
    return frozenset(ours - others)


def erase_each(session: Session, numbers: Collection[str], reason: Reason) -> Counter[str]:
    """How many items of each kind. All of them have ended; `reason` is what an entry of the staff's log is to say.

    Raises Failed while anything but the tombstones is left; it may be done again.
    """
    erased = Counter[str]()
    for _ in range(MOST_ROUNDS):
        counts = _erase_round(session, numbers, reason)
        erased += counts
        if not counts:
            return erased
    session.fail("forget.remains", TROUBLE, number=len(numbers))


def _erase_round(session: Session, numbers: Collection[str], reason: Reason) -> Counter[str]:
    place, erased = session.place, Counter[str]()
    files, erasure = files_of(session), TableErasure(place.client, place.table)
    for number, count in files.counts().items():
        if number in numbers:
            files.erase(number)
            erased["document"] += count

    def requests() -> Iterator[Mapping[str, Request]]:
        for item in every_item(place.client, place.table):
            kind, about = subject(item)
            if kind == "staff":
                erased[kind] += erasure.change_reason(item, reason(item))
            elif kind == "order" and not about.isdisjoint(numbers):
                erased[kind] += erasure.erase_lines(item, numbers)
            elif not about.isdisjoint(numbers) and (request := erasing_request(kind, item)):
                erased[kind] += 1
                yield request

    write_in_batches(place.client, place.table, requests())
    return +erased


def end_each(session: Session, acts: Mapping[str, CommitteeAct], why: Callable[[str], str]) -> None:
    """Ends many as `application_erasure.end` ends one: each by its own act and a pointer newer than all its events."""
    place, call = session.place, session.call.id

    def pointers() -> Iterator[Mapping[str, Request]]:
        for number, act in acts.items():
            last = ended_application(place.store, act, number, why(number)).events[-1]
            yield from ({"PutRequest": {"Item": item}} for item in items_of_end(call, number, last.seq))

    write_in_batches(place.client, place.table, pointers())


def erase_again(session: Session, forgotten: Mapping[str, ForgetAct]) -> None:
    """After a restore: erase again those whose data were erased after the backup was taken, by the same acts."""
    if not forgotten:
        return
    store, texts = session.place.store, set[str]()
    for number in forgotten:
        texts |= texts_of(session.call, store.stored_events(number))
    acts = {number: CommitteeAct(session.call, store, act.actor, read_instant(act.at))
            for number, act in forgotten.items()}  # fmt: skip
    end_each(session, acts, lambda number: forgotten[number].why)
    nobody_left = numbers_of_call(session) <= forgotten.keys()
    erase_each(session, forgotten.keys(), no_reason if nobody_left else lambda entry: without(_why(entry), texts))
    compact(session)


def no_reason(entry: Item) -> str:
    """The reason to keep in the staff's log after an erasure: that of `forget` and `close`, else a fixed text."""
    return _why(entry) if entry["command"]["S"].startswith(("forget ", "close")) else GONE


def _why(entry: Item) -> str:
    return str(entry["why"]["S"])
