"""The documents of an application: what arrived, what waits for the scanner, and which of it is in force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from ..call.form_definition import DocumentPackage
from .act_details import AnnounceDocument, CheckDocument, ReceiveDocument, detail_of
from .announced_document import AnnouncedDocument
from .application import Application, Event

CODES = frozenset(
    [
        "unknown_kind",
        "no_name",
        "name_characters",
        "name_too_long",
        "wrong_extension",
        "wrong_type",
        "empty",
        "too_large",
        "package_too_large",
        "too_many",
        "too_many_files",
        "replacement_not_chosen",
        "not_in_force",
        "not_arrived",
        "wrong_size",
        "other_content",
        "executable",
        "web_page",
        "archive",
        "old_office",
        "encrypted",
        "macros",
        "active",
        "embedded",
        "remote",
        "damaged",
        "unreadable",
        "infected",
    ]
)
# What a scanner answers; nothing at all while it is silent.
CLEAN, INFECTED = "clean", "infected"


def announcement(application: Application, document: str) -> AnnouncedDocument | None:
    for event in application.events:
        if event.act == "announce_document" and detail_of(event, AnnounceDocument)["document"] == document:
            return AnnouncedDocument.of(detail_of(event, AnnounceDocument))
    return None


def arrivals(application: Application) -> tuple[Event, ...]:
    """Documents that really arrived, in order, superseded ones too; a file that was there already did not arrive."""
    return tuple(event for event in application.events if event.act == "receive_document" and not _twin(event))


def arrival(application: Application, document: str) -> Event | None:
    """The event by which the document arrived; for a file that was there already, the event by which that one did."""
    for event in application.events:
        if event.act == "receive_document" and detail_of(event, ReceiveDocument)["document"] == document:
            return arrival(application, _twin(event)) if _twin(event) else event
    return None


def in_force(package: DocumentPackage, application: Application) -> tuple[ReceiveDocument, ...]:
    """The documents that count, in order. One stops counting only when another was sent to replace it."""
    arrived = _by_id(application)
    standing: dict[str, ReceiveDocument] = {}
    gone: set[str] = set()
    for detail in _taking_effect(application, arrived):
        gone |= replaced_by(package, standing, arrived, detail)
        standing[detail["document"]] = detail
        standing = {document: d for document, d in standing.items() if document not in gone}
    return tuple(standing.values())


def waiting(application: Application) -> tuple[ReceiveDocument, ...]:
    """Documents that arrived and wait for the scanner: they do not count yet, and nobody calls them missing."""
    known = verdicts(application)
    details = (detail_of(event, ReceiveDocument) for event in arrivals(application))
    return tuple(d for d in details if d.get("checking") and d["document"] not in known)


def verdicts(application: Application) -> Mapping[str, str]:
    """What the scanner said, later, of the documents that had to wait for it: `clean` or `infected`."""
    checks = (detail_of(event, CheckDocument) for event in application.events if event.act == "check_document")
    return {detail["document"]: detail["verdict"] for detail in checks}


def refusals(application: Application) -> tuple[tuple[str, datetime], ...]:
    """The kind of each document that the scanner refused after it had arrived, and when that was."""
    arrived = _by_id(application)
    checks = (
        (detail_of(event, CheckDocument), event.at) for event in application.events if event.act == "check_document"
    )
    return tuple((arrived[c["document"]]["kind"], at) for c, at in checks if c["verdict"] == INFECTED)


def occupying(package: DocumentPackage, application: Application) -> Mapping[str, ReceiveDocument]:
    """By id, the documents that count towards the limits and may be replaced: in force, or waiting for the scanner."""
    waits, arrived = waiting(application), _by_id(application)
    going = {document for detail in waits for document in _replaced_documents(arrived, detail)}
    every = (*in_force(package, application), *waits)
    return {detail["document"]: detail for detail in every if detail["document"] not in going}


def replaced_by(
    package: DocumentPackage,
    standing: Mapping[str, ReceiveDocument],
    arrived: Mapping[str, ReceiveDocument],
    coming: AnnounceDocument,
) -> frozenset[str]:
    """The ids of the documents that the coming one replaces."""
    if coming.get("replaces") is not None:
        return frozenset(_replaced_documents(arrived, coming))
    old_place = _old_place(package, coming)
    return frozenset(document for document, d in standing.items() if _old_place(package, d) == old_place)


def _by_id(application: Application) -> Mapping[str, ReceiveDocument]:
    details = (detail_of(event, ReceiveDocument) for event in arrivals(application))
    return {detail["document"]: detail for detail in details}


def _taking_effect(application: Application, arrived: Mapping[str, ReceiveDocument]) -> Iterator[ReceiveDocument]:
    """Documents in the order in which they began to count; one that waited, when it was found clean."""
    waits = {document for document, detail in arrived.items() if detail.get("checking")}
    for event in application.events:
        if event.act == "receive_document" and not _twin(event):
            detail = detail_of(event, ReceiveDocument)
            if not detail.get("checking"):
                yield detail
        elif event.act == "check_document":
            check = detail_of(event, CheckDocument)
            if check["verdict"] == CLEAN and check["document"] in waits:
                waits.remove(check["document"])
                yield arrived[check["document"]]


def _replaced_documents(arrived: Mapping[str, ReceiveDocument], coming: AnnounceDocument) -> Iterator[str]:
    """What it replaces, and what that one was to replace: it may have waited and never have counted."""
    passed: set[str] = set()
    chosen = coming.get("replaces")
    while chosen and chosen not in passed:
        passed.add(chosen)
        yield chosen
        chosen = arrived[chosen].get("replaces") if chosen in arrived else None


def _twin(event: Event) -> str:
    return str(detail_of(event, ReceiveDocument).get("same_as", ""))


def _old_place(package: DocumentPackage, detail: AnnounceDocument) -> tuple[str, str]:
    """Before replacing was a choice: the last of its kind counted; of what nobody must send, the last of its name."""
    optional = any(d.kind == detail["kind"] and d.is_optional for d in package.documents)
    return detail["kind"], detail["filename"] if optional else ""
