"""Receive a document: examine what really lies in the bucket, keep it where no upload reaches, record it."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from ..call import Call
from ..rules import document_history
from ..rules.act_details import ReceiveDocument
from ..rules.announced_document import AnnouncedDocument
from ..rules.application import Application, Event
from ..rules.document_limits import over_limits, twin_in_force
from ..rules.form_version import call_to_judge_by
from ..rules.lifecycle import APPLICANT
from ..rules.refusals import BadDocument, NotFound, OutcomeUnknown
from .append_event import Change, append_on_latest, reload
from .examine_upload import NOT_ARRIVED, examined_upload
from .files_port import Files
from .look_up_application import look_up
from .malware_scan import Scanner, check_again
from .send_document import permit, refuse
from .store_port import Store


def receive(
    call: Call, store: Store, files: Files, number: str, key: str, document: str, at: datetime,
    scanner: Scanner | None = None,
) -> tuple[Application, Event]:  # fmt: skip
    """Idempotent; for a document that waits for the scanner it asks the scanner again.

    Raises NotFound, NotAllowed, OutsideWindow, BadDocument, NotExamined, OutcomeUnknown.
    """
    return receive_announced_document(
        call, store, files, look_up(call, store, number, key).number, document, at, scanner
    )


def receive_announced_document(
    call: Call, store: Store, files: Files, number: str, document: str, at: datetime, scanner: Scanner | None = None
) -> tuple[Application, Event]:
    """For a caller who has shown that this one document is theirs."""
    current = reload(call, store, number)
    if event := document_history.arrival(current, document):
        return check_again(store, files, scanner, current, event, at), event
    wish = document_history.announcement(current, document)
    if wish is None:
        raise NotFound
    permit(call, current, "receive_document", at)
    try:
        detail = examined_upload(call, files, current, wish, scanner)
    except BadDocument:
        # Another press may have recorded it meanwhile and cleared the upload away.
        current = reload(call, store, number)
        if event := document_history.arrival(current, document):
            return current, event
        raise
    return _record(call, store, files, current, detail, at)


class _Recorded(Exception):
    """Another request recorded the document first; its record is the answer."""

    def __init__(self, application: Application, event: Event) -> None:
        super().__init__()
        self.application, self.event = application, event


def _record(
    call: Call, store: Store, files: Files, application: Application, detail: ReceiveDocument, at: datetime
) -> tuple[Application, Event]:
    coming = AnnouncedDocument.of(detail)

    def decide(current: Application) -> Change:
        if event := document_history.arrival(current, coming.document):
            raise _Recorded(current, event)
        permit(call, current, "receive_document", at)
        package = call_to_judge_by(call, current).form.package
        twin = twin_in_force(package, current, coming, detail["sha256"])
        if not twin:
            # A twin that went meanwhile leaves an upload that was not kept: it is sent again.
            refuse((NOT_ARRIVED,) if "same_as" in detail else over_limits(package, current, coming))
        return Change("receive_document", APPLICANT, at, detail={**detail, "same_as": twin} if twin else detail)

    try:
        latest = append_on_latest(store, application, decide)
    except _Recorded as earlier:
        return earlier.application, earlier.event
    # The bucket forgets uploads by itself; the receipt does not wait for it.
    with suppress(OutcomeUnknown):
        files.discard(f"{application.number}/{coming.document}")
    return latest, document_history.arrival(latest, coming.document) or latest.events[-1]
