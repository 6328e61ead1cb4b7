"""What the package still takes: how many files a question, how many bytes the whole, and what a new one may replace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..call.form_definition import DocumentPackage
from .act_details import ReceiveDocument
from .announced_document import MEGABYTE, AnnouncedDocument
from .application import Application
from .document_history import occupying, replaced_by
from .problems import Fault, Problem

# Nobody needs this many tries for one package.
MOST_ANNOUNCED = 300


def twin_in_force(package: DocumentPackage, application: Application, coming: AnnouncedDocument, sha256: str) -> str:
    """The document of this kind that has the same bytes already; empty when there is none, or another is replaced."""
    alike = [document for document, d in occupying(package, application).items()
             if d["kind"] == coming.kind and d["sha256"] == sha256]  # fmt: skip
    return next((document for document in alike if coming.replaces in ("", document)), "")


def over_limits(package: DocumentPackage, application: Application, coming: AnnouncedDocument) -> tuple[Problem, ...]:
    """Whether the package may take this document as it stands now. Asked when announced and when received."""
    standing = occupying(package, application)
    gone = replaced_by(package, standing, standing, coming.as_detail())
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
    count = sum(event.act == "announce_document" for event in application.events)
    return (Problem("kind", Fault("too_many", params={"limit": MOST_ANNOUNCED})),) if count >= MOST_ANNOUNCED else ()


def _replacement_fault(standing: Mapping[str, ReceiveDocument], coming: AnnouncedDocument) -> Fault | None:
    if not coming.replaces:
        return None
    replaced = standing.get(coming.replaces)
    return None if replaced and replaced["kind"] == coming.kind else Fault("not_in_force")


def _count_fault(
    package: DocumentPackage, others: Sequence[ReceiveDocument], coming: AnnouncedDocument
) -> Fault | None:
    most = next((d.most for d in package.documents if d.kind == coming.kind), 1)
    if sum(d["kind"] == coming.kind for d in others) < most:
        return None
    return Fault("replacement_not_chosen") if most == 1 else Fault("too_many_files", params={"limit": most})
