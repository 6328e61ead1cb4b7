"""The documents of an application: what may be announced, what arrived, and which of it is in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..call.form_definition import Package
from . import document_names as names
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
        "not_arrived",
        "wrong_size",
        "other_content",
        "executable",
        "web_page",
        "archive",
        "old_office",
        "encrypted",
        "macros",
        "damaged",
    ]
)
Detail = Mapping[str, Any]


@dataclass(frozen=True)
class Announced:
    """A document somebody is about to send. From a form without JavaScript name, size and type are not known yet."""

    kind: str
    filename: str = ""
    size: int = 0
    content_type: str = ""
    document: str = ""

    @property
    def is_blind(self) -> bool:
        return not self.filename


def announcement(package: Package, raw: Detail) -> tuple[Announced, tuple[Problem, ...]]:
    """The announcement as it will be kept, and everything wrong with it at once."""
    filename, name_faults = _name(package, raw.get("filename"))
    size, size_faults = _size(package, raw.get("size"))
    content_type, type_faults = _type(filename, raw.get("content_type"))
    kind, kind_faults = _kind(package, raw.get("kind"))
    faults = [("kind", kind_faults), ("filename", name_faults), ("size", size_faults), ("content_type", type_faults)]
    problems = tuple(Problem(field, fault) for field, found in faults for fault in found)
    return Announced(kind, filename, size, content_type), problems


def blind_announcement(package: Package, raw: Detail) -> tuple[Announced, tuple[Problem, ...]]:
    kind, faults = _kind(package, raw.get("kind"))
    return Announced(kind), tuple(Problem("kind", fault) for fault in faults)


def announced(application: Application, document: str) -> Announced | None:
    for event in application.events:
        if event.act == "announce_document" and event.detail["document"] == document:
            return Announced(**event.detail)
    return None


def arrivals(application: Application) -> tuple[Event, ...]:
    """Documents that really arrived, in order, superseded ones too."""
    return tuple(event for event in application.events if event.act == "receive_document")


def arrival(application: Application, document: str) -> Event | None:
    return next((event for event in arrivals(application) if event.detail["document"] == document), None)


def in_force(package: Package, application: Application) -> tuple[Detail, ...]:
    """The documents that count: the last of its kind; of a kind that may have several, the last of its name."""
    standing: dict[tuple[str, str], Detail] = {}
    for event in arrivals(application):
        place = _place(package, event.detail["kind"], event.detail["filename"])
        standing.pop(place, None)
        standing[place] = event.detail
    return tuple(standing.values())


def may_have_several(package: Package, kind: str) -> bool:
    return any(document.kind == kind and document.may_have_several for document in package.documents)


def over_limits(package: Package, application: Application, coming: Announced) -> tuple[Problem, ...]:
    """Whether the package with this document is still within its limits. Asked when announced and when received."""
    place = _place(package, coming.kind, coming.filename)
    others = [d for d in in_force(package, application) if _place(package, d["kind"], d["filename"]) != place]
    left = package.package_max_bytes - sum(d["size"] for d in others)
    if coming.size > left:
        limits = {"limit": package.package_max_bytes // MEGABYTE, "left": max(0, left) // MEGABYTE}
        return (Problem("size", Fault("package_too_large", params=limits)),)
    return ()


def too_many(application: Application) -> tuple[Problem, ...]:
    made = sum(event.act == "announce_document" for event in application.events)
    return (Problem("kind", Fault("too_many", params={"limit": MOST_ANNOUNCED})),) if made >= MOST_ANNOUNCED else ()


def _place(package: Package, kind: str, filename: str) -> tuple[str, str]:
    return kind, filename if may_have_several(package, kind) else ""


def _kind(package: Package, raw: object) -> tuple[str, list[Fault]]:
    if isinstance(raw, str) and any(document.kind == raw for document in package.documents):
        return raw, []
    return "", [Fault("unknown_kind")]


def _name(package: Package, raw: object) -> tuple[str, list[Fault]]:
    name = names.shown(raw) if isinstance(raw, str) else ""
    if not name:
        return "", [Fault("no_name")]
    faults = []
    if (where := names.forbidden_at(name)) is not None:
        faults.append(Fault("name_characters", params={"where": where + 1}))
    if len(name) > names.MOST:
        faults.append(Fault("name_too_long", params={"limit": names.MOST, "length": len(name)}))
    if names.extension(name) not in package.extensions:
        faults.append(Fault("wrong_extension", params={"allowed": ", ".join(package.extensions)}))
    return name, faults


def _size(package: Package, raw: object) -> tuple[int, list[Fault]]:
    size = raw if isinstance(raw, int) and not isinstance(raw, bool) else 0
    if size < 1:
        return 0, [Fault("empty")]
    return size, [too_large(package)] if size > package.file_max_bytes else []


def too_large(package: Package) -> Fault:
    return Fault("too_large", params={"limit": package.file_max_bytes // MEGABYTE})


def _type(filename: str, raw: object) -> tuple[str, list[Fault]]:
    """The type that goes with the extension; a sender that knows none, or says it in other words, need not."""
    proper = TYPES.get(names.extension(filename), "")
    said = raw.partition(";")[0].strip().lower() if isinstance(raw, str) else ""
    agrees = said in (*UNSAID, proper) or not proper
    return proper, [] if agrees else [Fault("wrong_type", params={"proper": proper})]
