"""Examine what an upload brought, and keep it where no upload reaches; what cannot be kept is deleted first."""

from __future__ import annotations

from typing import cast

from ..call import Call
from ..call.form_definition import DocumentPackage
from ..rules import announced_document, announcement_checks, document_names
from ..rules.act_details import ReceiveDocument
from ..rules.announced_document import AnnouncedDocument
from ..rules.application import Application
from ..rules.document_history import CLEAN
from ..rules.document_limits import over_limits, twin_in_force
from ..rules.form_version import call_to_judge_by
from ..rules.problems import Fault, Problem
from ..rules.refusals import BadDocument, NotExamined
from ..rules.upload import ArrivedFile
from .files_port import Files
from .malware_scan import INFECTED, Scanner
from .send_document import sizes_of

NOT_ARRIVED = Problem("file", Fault("not_arrived"))


def examined_upload(
    call: Call, files: Files, application: Application, wish: AnnouncedDocument, scanner: Scanner | None = None
) -> ReceiveDocument:
    """The document's record, once it is kept; of a file that is there already, once that is known (`same_as`).

    While the scanner is silent the document is kept and waits (`checking`).
    Raises BadDocument: what cannot be kept is discarded, whatever examining it came to. Raises NotExamined.
    """
    package, name = call_to_judge_by(call, application).form.package, f"{application.number}/{wish.document}"
    arrived = files.arrived_file(name, package.file_max_bytes)
    if arrived is None:
        raise BadDocument((NOT_ARRIVED,))
    extension, problems = _content(package, wish, arrived)
    filled = wish if problems else _filled_announcement(wish, arrived, extension)
    twin = "" if problems else twin_in_force(package, application, wish, arrived.sha256)
    problems = problems or (() if twin else over_limits(package, application, filled))
    verdict = _verdict(scanner, arrived) if not (problems or twin) else CLEAN
    problems = problems or ((INFECTED,) if verdict == "infected" else ())
    if problems:
        files.discard(name)
        raise BadDocument(problems)
    if twin:
        return {**_detail(filled, arrived), "same_as": twin}
    kept = files.keep(name, arrived)
    if kept.sha256 != arrived.sha256:
        # Another upload was kept first: the record is of that one, and it waits to be looked at if there is a scanner.
        filled, verdict = _filled_announcement(wish, kept, _kind_of(kept)[0]), _verdict(scanner, None)
    detail = _detail(filled, kept)
    return detail if verdict == CLEAN else {**detail, "checking": True}


def _verdict(scanner: Scanner | None, file: ArrivedFile | None) -> str:
    if scanner is None:
        return CLEAN
    return scanner.verdict(file.file) if file else ""


def _detail(known: AnnouncedDocument, file: ArrivedFile) -> ReceiveDocument:
    """What was announced before a replacement was a choice is recorded as it was then."""
    announced = {name: value for name, value in known.as_detail().items() if value is not None}
    return cast(ReceiveDocument, announced | {"sha256": file.sha256})


def _content(
    package: DocumentPackage, wish: AnnouncedDocument, arrived: ArrivedFile
) -> tuple[str, tuple[Problem, ...]]:
    """What it really is, and what is wrong with it."""
    extension, fault = "", _size_fault(package, wish, arrived.size)
    if fault is None:
        extension, code = _kind_of(arrived)
        promised = document_names.extension(wish.filename)
        if not code and (extension not in package.extensions or promised not in ("", extension)):
            code = "other_content"
        fault = Fault(code) if code else None
    return extension, (Problem("file", fault),) if fault else ()


def _kind_of(arrived: ArrivedFile) -> tuple[str, str]:
    # Loaded by those who send a document; a submission never waits for it.
    from ..examination.sandbox import Overloaded, type_of

    try:
        return type_of(arrived.file)
    except Overloaded as lack:
        raise NotExamined from lack


def _size_fault(package: DocumentPackage, wish: AnnouncedDocument, size: int) -> Fault | None:
    least, most = sizes_of(package, wish)
    if least <= size <= most:
        return None
    if size == 0:
        return Fault("empty")
    return announcement_checks.too_large(package) if size > package.file_max_bytes else Fault("wrong_size")


def _filled_announcement(wish: AnnouncedDocument, arrived: ArrivedFile, extension: str) -> AnnouncedDocument:
    """A blind announcement gets its name, size and type from what arrived."""
    if not wish.is_blind:
        return wish
    own_name = document_names.tidy_file_name(arrived.filename)
    good = len(own_name) <= document_names.MOST and document_names.forbidden_at(own_name) is None
    fits = good and document_names.extension(own_name) == extension
    name = own_name if fits else f"{wish.kind}-{wish.document[:4]}.{extension}"
    return wish._replace(filename=name, size=arrived.size, content_type=announced_document.TYPES[extension])
