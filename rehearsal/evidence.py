"""Everything a rehearsal is judged by, and what a breach is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .call_facts import CallFacts
from .mail_inbox import InboxMail
from .notes import Log
from .raw_table import RawEvent, Table


@dataclass(frozen=True)
class Evidence:
    """`earlier` are readings of the table during the play, `letters` the inbox, `results` what staff would publish."""

    facts: CallFacts
    table: Table
    log: Log
    earlier: tuple[Table, ...] = ()
    letters: tuple[InboxMail, ...] = ()
    results: Mapping[str, Any] = field(default_factory=dict)

    def journal(self, number: str) -> tuple[RawEvent, ...]:
        return self.table.journals.get(number, ())


@dataclass(frozen=True)
class Breach:
    """`where` is an application's number, or what else the breach is about; `what` is one line."""

    where: str
    what: str


# A check's docstring is the invariant in words.
Check = Callable[[Evidence], Iterator[Breach]]
