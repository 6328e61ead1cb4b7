"""The documents of an application: what may be announced, what arrived, and which of it is in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ..call.form_definition import Package
from .application import Application, Event
from .problems import Fault, Problem

TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
# What a browser says when it does not know better; the leading bytes decide.
UNSAID = ("", "application/octet-stream")
MEGABYTE = 1024 * 1024
# A journal is read whole at every look: nobody needs this many tries for one package.
MOST_ANNOUNCED = 300
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
    ]
)
Detail = Mapping[str, Any]


@dataclass(frozen=True)
class Announced:
    """A document somebody is about to send. From a form without JavaScript name, size and type are not known yet.

    `replaces` is the id of the one document it takes the place of, empty for none. None: announced before anybody
    could choose, when the same kind (or, of a kind nobody must send, the same name) replaced by itself.
    """

    kind: str
    filename: str = ""
    size: int = 0
    content_type: str = ""
    document: str = ""
    replaces: str | None = None

    @property
    def is_blind(self) -> bool:
        return not self.filename


def announced(application: Application, document: str) -> Announced | None:
    for event in application.events:
        if event.act == "announce_document" and event.detail["document"] == document:
            return Announced(**event.detail)
    return None


def arrivals(application: Application) -> tuple[Event, ...]:
    """Documents that really arrived, in order, superseded ones too; a file that was there already did not arrive."""
    return tuple(event for event in application.events if event.act == "receive_document" and not _twin(event))


def arrival(application: Application, document: str) -> Event | None:
    """How that document arrived; for one whose very bytes were there already, how those arrived."""
    for event in application.events:
        if event.act == "receive_document" and event.detail["document"] == document:
            return arrival(application, _twin(event)) if _twin(event) else event
    return None


def in_force(package: Package, application: Application) -> tuple[Detail, ...]:
    """The documents that count, in order. One stops counting only when another was sent to replace it."""
    standing: dict[str, Detail] = {}
    for event in arrivals(application):
        for document in _replaced(package, standing, event.detail):
            del standing[document]
        standing[event.detail["document"]] = event.detail
    return tuple(standing.values())


def twin_in_force(package: Package, application: Application, coming: Announced, sha256: str) -> str:
    """The document of this kind that has the same bytes already; empty when there is none, or another is replaced."""
    alike = [d["document"] for d in in_force(package, application)
             if d["kind"] == coming.kind and d["sha256"] == sha256]  # fmt: skip
    return next((document for document in alike if coming.replaces in ("", document)), "")


def over_limits(package: Package, application: Application, coming: Announced) -> tuple[Problem, ...]:
    """Whether the package may take this document as it stands now. Asked when announced and when received."""
    standing = {d["document"]: d for d in in_force(package, application)}
    gone = _replaced(package, standing, asdict(coming))
    others = [d for document, d in standing.items() if document not in gone]
    fault = _replacement_fault(standing, coming) or _count_fault(package, others, coming)
    if fault:
        return (Problem("replaces", fault),)
    left = package.package_max_bytes - sum(d["size"] for d in others)
    if coming.size > left:
        limits = {"limit": package.package_max_bytes // MEGABYTE, "left": max(0, left) // MEGABYTE}
        return (Problem("size", Fault("package_too_large", params=limits)),)
    return ()


def too_many(application: Application) -> tuple[Problem, ...]:
    made = sum(event.act == "announce_document" for event in application.events)
    return (Problem("kind", Fault("too_many", params={"limit": MOST_ANNOUNCED})),) if made >= MOST_ANNOUNCED else ()


def _twin(event: Event) -> str:
    return str(event.detail.get("same_as", ""))


def _replaced(package: Package, standing: Mapping[str, Detail], coming: Detail) -> tuple[str, ...]:
    """Which of the standing documents the coming one takes the place of."""
    if (chosen := coming.get("replaces")) is not None:
        return (chosen,) if chosen in standing else ()
    place = _old_place(package, coming)
    return tuple(document for document, d in standing.items() if _old_place(package, d) == place)


def _old_place(package: Package, detail: Detail) -> tuple[str, str]:
    """Before replacing was a choice: the last of its kind counted; of what nobody must send, the last of its name."""
    optional = any(d.kind == detail["kind"] and d.is_optional for d in package.documents)
    return detail["kind"], detail["filename"] if optional else ""


def _replacement_fault(standing: Mapping[str, Detail], coming: Announced) -> Fault | None:
    if not coming.replaces:
        return None
    replaced = standing.get(coming.replaces)
    return None if replaced and replaced["kind"] == coming.kind else Fault("not_in_force")


def _count_fault(package: Package, others: Sequence[Detail], coming: Announced) -> Fault | None:
    most = next((d.most for d in package.documents if d.kind == coming.kind), 1)
    if sum(d["kind"] == coming.kind for d in others) < most:
        return None
    return Fault("replacement_not_chosen") if most == 1 else Fault("too_many_files", params={"limit": most})
