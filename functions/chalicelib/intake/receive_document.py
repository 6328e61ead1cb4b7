"""Receive a document: examine what really lies in the bucket, keep it where no upload reaches, record it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, fields, replace
from datetime import datetime
from typing import Any

from ..call import Call
from ..call.form_definition import Package
from ..rules import announcements, document_names, documents
from ..rules.application import Application, Event
from ..rules.documents import Announced
from ..rules.form_version import call_to_judge_by
from ..rules.lifecycle import APPLICANT
from ..rules.problems import Fault, Problem
from ..rules.refusals import BadDocument, NotFound, OutcomeUnknown
from ..rules.uploads import Arrived
from .files import Files
from .journal import Change, append_on_latest, reload
from .look_up_application import look_up
from .send_document import permit, refuse, sizes_of
from .store import Store

NOT_ARRIVED = Problem("file", Fault("not_arrived"))


def receive(
    call: Call, store: Store, files: Files, number: str, key: str, document: str, at: datetime
) -> tuple[Application, Event]:
    """Said again, it answers the same. Raises NotFound, NotAllowed, OutsideWindow, BadDocument, OutcomeUnknown."""
    return receive_announced(call, store, files, look_up(call, store, number, key).number, document, at)


def receive_announced(
    call: Call, store: Store, files: Files, number: str, document: str, at: datetime
) -> tuple[Application, Event]:
    """For a caller who has shown that this one document is theirs."""
    current = reload(call, store, number)
    if event := documents.arrival(current, document):
        return current, event
    wish = documents.announced(current, document)
    if wish is None:
        raise NotFound
    permit(call, current, "receive_document", at)
    try:
        detail = _examined(call, files, current, wish)
    except BadDocument:
        # Another press may have recorded it meanwhile and cleared the upload away.
        current = reload(call, store, number)
        if event := documents.arrival(current, document):
            return current, event
        raise
    return _record(call, store, files, number, detail, at)


def _examined(call: Call, files: Files, application: Application, wish: Announced) -> dict[str, Any]:
    """The document's record, once it is kept. What cannot be kept is deleted before it is refused."""
    package, name = call_to_judge_by(call, application).form.package, f"{application.number}/{wish.document}"
    arrived = files.arrived(name, package.file_max_bytes)
    if arrived is None:
        raise BadDocument((NOT_ARRIVED,))
    problems = _content(package, wish, arrived)
    problems = problems or _no_room(package, application, wish, arrived)
    if problems:
        files.discard(name)
        raise BadDocument(problems)
    if twin := documents.twin_in_force(package, application, wish, arrived.sha256):
        return _detail(_known(wish, arrived), arrived.sha256) | {"same_as": twin}
    kept = files.keep(name, arrived)
    return _detail(_known(wish, kept), kept.sha256)


def _detail(known: Announced, sha256: str) -> dict[str, Any]:
    """What was announced before a replacement was a choice is recorded as it was then."""
    return {name: value for name, value in asdict(known).items() if value is not None} | {"sha256": sha256}


def _no_room(package: Package, application: Application, wish: Announced, arrived: Arrived) -> tuple[Problem, ...]:
    """The very file that is there already takes no room."""
    if documents.twin_in_force(package, application, wish, arrived.sha256):
        return ()
    return documents.over_limits(package, application, _known(wish, arrived))


def _content(package: Package, wish: Announced, arrived: Arrived) -> tuple[Problem, ...]:
    fault = _size_fault(package, wish, arrived.size)
    if fault is None:
        extension, code = _kind_of(arrived)
        promised = document_names.extension(wish.filename)
        if not code and (extension not in package.extensions or promised not in ("", extension)):
            code = "other_content"
        fault = Fault(code) if code else None
    return (Problem("file", fault),) if fault else ()


def _kind_of(arrived: Arrived) -> tuple[str, str]:
    # What reads archives is loaded by those who send a document; a submission never waits for it.
    from ..rules.leading_bytes import kind_of

    return kind_of(arrived.file)


def _size_fault(package: Package, wish: Announced, size: int) -> Fault | None:
    least, most = sizes_of(package, wish)
    if least <= size <= most:
        return None
    if size == 0:
        return Fault("empty")
    return announcements.too_large(package) if size > package.file_max_bytes else Fault("wrong_size")


def _known(wish: Announced, arrived: Arrived) -> Announced:
    """A blind announcement gets its name, size and type from what arrived."""
    if not wish.is_blind:
        return wish
    extension, said = _kind_of(arrived)[0], document_names.shown(arrived.filename)
    good = len(said) <= document_names.MOST and document_names.forbidden_at(said) is None
    fits = good and document_names.extension(said) == extension
    name = said if fits else f"{wish.kind}-{wish.document[:4]}.{extension}"
    return replace(wish, filename=name, size=arrived.size, content_type=documents.TYPES[extension])


class _Recorded(Exception):
    """A rival press was first: theirs is the answer."""

    def __init__(self, application: Application, event: Event) -> None:
        super().__init__()
        self.application, self.event = application, event


def _record(
    call: Call, store: Store, files: Files, number: str, detail: dict[str, Any], at: datetime
) -> tuple[Application, Event]:
    coming = Announced(**{each.name: detail[each.name] for each in fields(Announced) if each.name in detail})

    def decide(current: Application) -> Change:
        if event := documents.arrival(current, coming.document):
            raise _Recorded(current, event)
        permit(call, current, "receive_document", at)
        package = call_to_judge_by(call, current).form.package
        twin = documents.twin_in_force(package, current, coming, detail["sha256"])
        if not twin:
            # A twin that went meanwhile leaves an upload that was not kept: it is sent again.
            refuse((NOT_ARRIVED,) if "same_as" in detail else documents.over_limits(package, current, coming))
        return Change("receive_document", APPLICANT, at, detail=detail | ({"same_as": twin} if twin else {}))

    try:
        found = append_on_latest(store, number, decide)
    except _Recorded as earlier:
        return earlier.application, earlier.event
    # The bucket forgets uploads by itself; the receipt does not wait for it.
    with suppress(OutcomeUnknown):
        files.discard(f"{number}/{coming.document}")
    return found, documents.arrival(found, coming.document) or found.events[-1]
