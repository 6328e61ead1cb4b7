"""Erasing many applications at once, by a few looks at the whole table however many they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping

from chalicelib.rules.instant_format import read_instant
from chalicelib.selection.committee_act import CommitteeAct
from chalicelib.store.erasure import GONE, TableErasure, without
from chalicelib.store.holdings import EVENT, Item, every_item, subject

from ..applications.holdings import files_of, texts_of
from ..backup.backup_archive import ForgetAct
from ..console.errors import TROUBLE
from ..console.session import Session
from .erasing import MOST_ROUNDS, compact, end

Reason = Callable[[Item], str]


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
        found = _erase_round(session, numbers, reason)
        erased += found
        if not found:
            return erased
    session.fail("forget.remains", TROUBLE, number=len(numbers))


def _erase_round(session: Session, numbers: Collection[str], reason: Reason) -> Counter[str]:
    place, erased = session.place, Counter[str]()
    files, erasure = files_of(session), TableErasure(place.client, place.table)
    for number, count in files.counts().items():
        if number in numbers:
            files.erase(number)
            erased["document"] += count
    for item in every_item(place.client, place.table):
        kind, about = subject(item)
        if kind == "staff":
            erased[kind] += erasure.change_reason(item, reason(item))
        elif not about.isdisjoint(numbers):
            erased[kind] += erasure.erase_item(kind, item, numbers)
    return +erased


def erase_again(session: Session, forgotten: Mapping[str, ForgetAct]) -> None:
    """Of a backup that knows people whose data were erased after it was taken: by the same acts."""
    if not forgotten:
        return
    store, texts = session.place.store, set[str]()
    for number, act in forgotten.items():
        texts |= texts_of(session.call, store.stored_events(number))
        end(session, CommitteeAct(session.call, store, act.actor, read_instant(act.at)), number, act.why)
    nobody_left = numbers_of_call(session) <= forgotten.keys()
    erase_each(session, forgotten.keys(), no_reason if nobody_left else lambda entry: without(_why(entry), texts))
    compact(session)


def no_reason(entry: Item) -> str:
    """When nobody's data are left; whoever said why they erased was asked to name nobody."""
    return _why(entry) if entry["command"]["S"].startswith(("forget ", "close")) else GONE


def _why(entry: Item) -> str:
    return str(entry["why"]["S"])
