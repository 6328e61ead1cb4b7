"""A round over the documents that wait for the scanner, so that none waits for somebody to open a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from ..call import Call
from ..rules import document_history
from ..rules.act_details import ReceiveDocument, detail_of
from ..rules.application import Application, Event
from ..rules.form_version import belongs_to
from .append_event import reload
from .files_port import Files
from .malware_scan import Scanner, check_document
from .store_port import Store

# With thousands of documents waiting a round stays one: the next comes in a quarter of an hour.
MOST_A_ROUND = 200
# So many unanswered in a row are the scanner's silence, not these documents' doing.
MOST_SILENT = 10
SILENT, FAILED = "silent", "failed"


@dataclass(order=True, frozen=True)
class WaitingDocument:
    """In the order in which they arrived."""

    at: datetime
    number: str
    document: str


@dataclass(frozen=True)
class CheckRound:
    """`note` is told every application's events, which need not have their answers; `run` then asks the scanner."""

    call: Call
    store: Store
    files: Files
    scanner: Scanner
    _waiting: list[WaitingDocument] = field(default_factory=list)

    def note(self, events: tuple[Event, ...]) -> None:
        """Pass over applications of another call, and those that a scan saw only in part."""
        if [event.seq for event in events] != list(range(1, len(events) + 1)):
            return
        application = Application(events)
        waits = {detail["document"] for detail in document_history.waiting(application)}
        if waits and belongs_to(self.call, application):
            for event in document_history.arrivals(application):
                document = detail_of(event, ReceiveDocument)["document"]
                if document in waits:
                    self._waiting.append(WaitingDocument(event.at, event.number, document))

    def run(self, at: datetime, enough_time: Callable[[], bool]) -> dict[str, int]:
        """How many became clean, infected, or got no answer; oldest first. An error of one application does not stop
        the others."""
        became: dict[str, int] = {}
        silent = 0
        for waiting in sorted(self._waiting)[:MOST_A_ROUND]:
            if silent == MOST_SILENT or not enough_time():
                break
            verdict = self._look(waiting, at)
            silent = silent + 1 if verdict == SILENT else 0
            became[verdict] = became.get(verdict, 0) + 1
        self._waiting.clear()
        return became

    def _look(self, waiting: WaitingDocument, at: datetime) -> str:
        try:
            current = reload(self.call, self.store, waiting.number)
            current = check_document(self.store, self.files, self.scanner, current, waiting.document, at)
        except Exception:  # The document goes on waiting, and the next round comes back to it.
            return FAILED
        return document_history.verdicts(current).get(waiting.document, SILENT)
