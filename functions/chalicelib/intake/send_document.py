"""Announce a document, which then travels past us straight into the bucket; fetch one that arrived."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from secrets import token_hex

from ..call import Call
from ..call.form_definition import DocumentPackage
from ..rules import announcement_checks, document_history
from ..rules.act_details import ReceiveDocument, detail_of
from ..rules.announced_document import AnnouncedDocument
from ..rules.applicant_windows import outside_own_window
from ..rules.application import Application
from ..rules.document_limits import over_limits, too_many
from ..rules.form_version import call_to_judge_by
from ..rules.lifecycle import APPLICANT, allows
from ..rules.problems import Problem
from ..rules.refusals import BadDocument, NotAllowed, NotFound, OutsideWindow
from .append_event import Change, append_on_latest
from .files_port import Files
from .look_up_application import look_up
from .store_port import Store


def announce(
    call: Call, store: Store, number: str, key: str, raw: Mapping[str, object], at: datetime, *, blind: bool = False
) -> tuple[str, AnnouncedDocument]:
    """The application's number, and the announcement with its new id. `blind`: only kind and `replaces` are known.

    Raises NotFound, NotAllowed, OutsideWindow, BadDocument.
    """
    application = look_up(call, store, number, key)
    package = call_to_judge_by(call, application).form.package
    judge = announcement_checks.blind_announcement if blind else announcement_checks.announcement
    wish, problems = judge(package, raw)
    wish = wish._replace(document=token_hex(8))

    def decide(current: Application) -> Change:
        permit(call, current, "announce_document", at)
        refuse(problems or too_many(current) or over_limits(package, current, wish))
        return Change("announce_document", APPLICANT, at, detail=wish.as_detail())

    append_on_latest(store, application, decide)
    return application.number, wish


def download(call: Call, store: Store, files: Files, number: str, key: str, document: str) -> str:
    """An address for a document that arrived, in force or superseded. Raises NotFound."""
    application = look_up(call, store, number, key)
    event = document_history.arrival(application, document)
    if event is None:
        raise NotFound
    detail = detail_of(event, ReceiveDocument)
    if document_history.verdicts(application).get(detail["document"]) == document_history.INFECTED:
        raise NotFound
    return files.download(f"{application.number}/{document}", detail["filename"], detail["content_type"])


def sizes_of(package: DocumentPackage, wish: AnnouncedDocument) -> tuple[int, int]:
    """The least and the most bytes that its upload may have."""
    return (1, package.file_max_bytes) if wish.is_blind else (wish.size, wish.size)


def permit(call: Call, application: Application, act: str, at: datetime) -> None:
    if not allows(call, act, application.status):
        raise NotAllowed.by_status(act, application.status)
    if missed := outside_own_window(call, application, at):
        raise OutsideWindow(missed, act, application.status)


def refuse(problems: tuple[Problem, ...]) -> None:
    if problems:
        raise BadDocument(problems)
