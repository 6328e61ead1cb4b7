"""What the verbs need of a malware scanner, and the second look at a document that had to wait for it."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO, Protocol

from ..rules import documents
from ..rules.application import Application, Event
from ..rules.lifecycle import SCANNER
from ..rules.problems import Fault, Problem
from ..rules.refusals import BadDocument
from ..rules.uploads import Arrived
from .files import Files
from .journal import Change, append_on_latest
from .store import Store

INFECTED = Problem("file", Fault("infected"))
_VERDICTS = (documents.CLEAN, documents.INFECTED)


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
    """The same for every document that waits, until the scanner is silent again. One whose file is gone goes on waiting
    and holds up none of the others.
    """
    current = application
    if scanner is None or files is None:
        return current
    for detail in documents.waiting(application):
        if (kept := _kept(files, current, detail)) is None:
            continue
        verdict = scanner.verdict(kept.file)
        if verdict not in _VERDICTS:
            break
        current = _with_verdict(store, current, detail["document"], verdict, at)
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
    kept = _kept(files, application, detail)
    verdict = scanner.verdict(kept.file) if kept else ""
    return _with_verdict(store, application, detail["document"], verdict, at) if verdict in _VERDICTS else application


def _kept(files: Files, application: Application, detail: documents.Detail) -> Arrived | None:
    return files.examined(f"{application.number}/{detail['document']}", detail["size"])


def _with_verdict(store: Store, application: Application, document: str, verdict: str, at: datetime) -> Application:
    def decide(current: Application) -> Change | None:
        if document in documents.verdicts(current):
            return None
        return Change("check_document", SCANNER, at, detail={"document": document, "verdict": verdict})

    return append_on_latest(store, application, decide)
