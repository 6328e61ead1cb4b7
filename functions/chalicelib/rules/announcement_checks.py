"""Announcing a document: what is said of a file before it comes, and everything wrong with it at once."""

from __future__ import annotations

from collections.abc import Mapping

from ..call.form_definition import DocumentPackage
from . import document_names as names
from . import text_normalisation
from .announced_document import MEGABYTE, TYPES, UNSAID, AnnouncedDocument
from .problems import Fault, Problem

MOST_ID = 64
# What is no text names no document, and is refused as such.
NO_DOCUMENT = "?"


def announcement(package: DocumentPackage, raw: Mapping[str, object]) -> tuple[AnnouncedDocument, tuple[Problem, ...]]:
    """The announcement as it will be kept, and everything wrong with it at once."""
    filename, name_faults = _name(package, raw.get("filename"))
    size, size_faults = _size(package, raw.get("size"))
    content_type, type_faults = _type(filename, raw.get("content_type"))
    kind, kind_faults = _kind(package, raw.get("kind"))
    faults = [("kind", kind_faults), ("filename", name_faults), ("size", size_faults), ("content_type", type_faults)]
    problems = tuple(Problem(field, fault) for field, messages in faults for fault in messages)
    return AnnouncedDocument(kind, filename, size, content_type, replaces=_replaces(raw)), problems


def blind_announcement(
    package: DocumentPackage, raw: Mapping[str, object]
) -> tuple[AnnouncedDocument, tuple[Problem, ...]]:
    kind, faults = _kind(package, raw.get("kind"))
    return AnnouncedDocument(kind, replaces=_replaces(raw)), tuple(Problem("kind", fault) for fault in faults)


def _replaces(raw: Mapping[str, object]) -> str:
    """The document it is to replace; empty for none. Whether there is such a one is asked of the application."""
    document = raw.get("replaces") or ""
    return document[:MOST_ID] if isinstance(document, str) else NO_DOCUMENT


def _kind(package: DocumentPackage, raw: object) -> tuple[str, list[Fault]]:
    if isinstance(raw, str) and any(document.kind == raw for document in package.documents):
        return raw, []
    return "", [Fault("unknown_kind")]


def _name(package: DocumentPackage, raw: object) -> tuple[str, list[Fault]]:
    if isinstance(raw, str) and text_normalisation.is_flood(raw, names.MOST):
        return "", [_name_too_long(len(raw))]
    name = names.tidy_file_name(raw) if isinstance(raw, str) else ""
    if not name:
        return "", [Fault("no_name")]
    faults = []
    if (where := names.forbidden_at(name)) is not None:
        faults.append(Fault("name_characters", params={"where": where + 1}))
    if len(name) > names.MOST:
        faults.append(_name_too_long(len(name)))
    if names.extension(name) not in package.extensions:
        faults.append(Fault("wrong_extension", params={"allowed": ", ".join(package.extensions)}))
    return name, faults


def _name_too_long(length: int) -> Fault:
    return Fault("name_too_long", params={"limit": names.MOST, "length": length})


def _size(package: DocumentPackage, raw: object) -> tuple[int, list[Fault]]:
    size = raw if isinstance(raw, int) and not isinstance(raw, bool) else 0
    if size < 1:
        return 0, [Fault("empty")]
    return size, [too_large(package)] if size > package.file_max_bytes else []


def too_large(package: DocumentPackage) -> Fault:
    return Fault("too_large", params={"limit": package.file_max_bytes // MEGABYTE})


def _type(filename: str, raw: object) -> tuple[str, list[Fault]]:
    """The type that goes with the extension; a sender that knows none, or says it in other words, need not."""
    proper = TYPES.get(names.extension(filename), "")
    announced = raw.partition(";")[0].strip().lower() if isinstance(raw, str) else ""
    agrees = announced in (*UNSAID, proper) or not proper
    return proper, [] if agrees else [Fault("wrong_type", params={"proper": proper})]
