"""The end of a call: when the consent has ended, nobody's data are kept any more."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from chalicelib.store.table_holdings import EVENT, every_item, subject

from ..applications.holdings import exports_of, files_of, inbox_of
from ..console.session import Session
from .application_erasure import compact, erase_exports
from .bulk_erasure import end_each, erase_each, no_reason, numbers_of_call


@dataclass(frozen=True)
class CallHoldings:
    """What is held of the call's applications: how many of what, and nothing of what is in it."""

    applications: int
    events: int
    beside: int
    documents: int
    mails: int
    exports: int


def call_holdings(session: Session) -> CallHoldings:
    numbers, kinds = numbers_of_call(session), Counter[str]()
    for item in every_item(session.place.client, session.place.table):
        kind, about = subject(item)
        kinds[kind] += not about.isdisjoint(numbers)
    documents = sum(count for number, count in files_of(session).counts().items() if number in numbers)
    inbox = inbox_of(session)
    mails = len(list(inbox.glob("*.json"))) if inbox else 0
    beside = kinds.total() - kinds[EVENT]
    return CallHoldings(len(numbers), kinds[EVENT], beside, documents, mails, len(exports_of(session.place)))


def close(session: Session, why: str) -> Counter[str]:
    """How many items of each kind were erased. Every step may be done again: what was broken off is ended."""
    desk, numbers = session.desk(), numbers_of_call(session)
    end_each(session, dict.fromkeys(sorted(numbers), desk), lambda number: why)
    erased = erase_each(session, numbers, no_reason)
    if inbox := inbox_of(session):
        for mail in inbox.glob("*.json"):
            mail.unlink(missing_ok=True)
    erase_exports(session)
    compact(session)
    return erased
