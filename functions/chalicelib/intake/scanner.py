"""What the verbs need of a malware scanner, and the second look at a document that had to wait for it."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO, Protocol

from ..rules import documents
from ..rules.application import Application, Event
from ..rules.lifecycle import SCANNER
from ..rules.problems import Fault, Problem
from ..rules.refusals import BadDocument
from .files import Files
from .journal import Change, append_on_latest
from .store import Store

INFECTED = Problem("file", Fault("infected"))


class Scanner(Protocol):
    """Without one, documents pass by their content alone."""

    def verdict(self, file: BinaryIO) -> str:
        """`clean` or `infected`; empty when it did not answer. A document is then kept and waits: silence is no yes."""


def check_again(
    store: Store, files: Files, scanner: Scanner | None, application: Application, arrival: Event, at: datetime
) -> Application:
    """The application after another look at a document that waits. Raises BadDocument when it is infected."""
    document = arrival.detail["document"]
    waits = any(detail["document"] == document for detail in documents.waiting(application))
    current = application
    if scanner and waits:
        current = _checked(store, files, scanner, application, arrival.detail, at)
    if documents.verdicts(current).get(document) == documents.INFECTED:
        raise BadDocument((INFECTED,))
    return current


def check_waiting(
    store: Store, files: Files | None, scanner: Scanner | None, application: Application, at: datetime
) -> Application:
    """The same for every document that waits, until the scanner is silent again."""
    current = application
    if scanner is None or files is None:
        return current
    for detail in documents.waiting(application):
        before = len(current.events)
        current = _checked(store, files, scanner, current, detail, at)
        if len(current.events) == before:
            break
    return current


def check_document(
    store: Store, files: Files, scanner: Scanner, application: Application, document: str, at: datetime
) -> Application:
    """The same for one document, if it waits."""
    for detail in documents.waiting(application):
        if detail["document"] == document:
            return _checked(store, files, scanner, application, detail, at)
    return application


def _checked(
    store: Store, files: Files, scanner: Scanner, application: Application, detail: documents.Detail, at: datetime
) -> Application:
    document = detail["document"]
    kept = files.examined(f"{application.number}/{document}", detail["size"])
    verdict = scanner.verdict(kept.file) if kept else ""
    if verdict not in (documents.CLEAN, documents.INFECTED):
        return application

    def decide(current: Application) -> Change | None:
        if document in documents.verdicts(current):
            return None
        return Change("check_document", SCANNER, at, detail={"document": document, "verdict": verdict})

    return append_on_latest(store, application, decide)
