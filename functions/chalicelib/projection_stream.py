"""What follows from events as they are written: the desk's lists, and when a round of mails must look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .call import Call
from .notices.next_due import after_acts
from .notices.ports import DueList
from .projection.light_fold import unreadable
from .projection.projection_upkeep import UNREADABLE, refresh
from .rules.application import Application
from .rules.forgetting import is_forgotten
from .rules.form_version import belongs_to
from .rules.refusals import OutcomeUnknown
from .store.event_table import EventTable
from .store.projection import TableProjection

Record = Mapping[str, Any]


@dataclass(frozen=True)
class ProjectionStream:
    call: Call
    store: EventTable
    projection: TableProjection
    due_list: DueList

    def take(self, records: Iterable[Record]) -> tuple[int, list[str]]:
        """How many applications were kept, and the sequence numbers of records that must come again."""
        groups: dict[str, list[Record]] = {}
        for record in records:
            groups.setdefault(_key(record, "pk").removeprefix("application#"), []).append(record)
        failed = [record for number, group in groups.items() if not self._is_kept(number, group) for record in group]
        numbers = [str(record["dynamodb"]["SequenceNumber"]) for record in failed]
        return len(groups) - len({_key(record, "pk") for record in failed}), numbers

    def _is_kept(self, number: str, group: list[Record]) -> bool:
        """What nobody can read is kept as damaged: coming again would not mend it, and hold up what is behind it."""
        places = [int(_key(record, "sk").removeprefix("event#")) for record in group]
        try:
            self._keep(number, min(places) - 1)
        except OutcomeUnknown:
            return False
        except UNREADABLE:
            return self._is_noted(number, max(places))
        return True

    def _is_noted(self, number: str, seq: int) -> bool:
        try:
            self.projection.keep(self.call.id, unreadable(number, seq))
            self.due_list.set_aside(self.call.id, number)
        except OutcomeUnknown:
            return False
        return True

    def _keep(self, number: str, since: int) -> None:
        events = self.store.stored_events(number)
        if not events or not belongs_to(self.call, Application(events)):
            return
        if is_forgotten(events):
            self.projection.note_forgotten(self.call.id, number)
            return
        # The look first: whoever is stopped between the two leaves one too many.
        if entry := after_acts(self.call, Application(events), since):
            self.due_list.put(self.call.id, entry)
        refresh(self.call, lambda _: events, self.projection, number)


def _key(record: Record, name: str) -> str:
    return str(record["dynamodb"]["NewImage"][name]["S"])
