"""`document`: the documents of one application: listed, shown to the scanner again, or fetched into a folder.

Opening one, and asking the scanner, is recorded first.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.console import Console

from chalicelib.call.wording import number as number_words
from chalicelib.intake.number_and_key import normalise
from chalicelib.rules.act_details import ReceiveDocument, detail_of
from chalicelib.rules.application import Application, Event
from chalicelib.rules.document_history import INFECTED, arrivals, in_force, verdicts, waiting
from chalicelib.rules.form_version import call_to_judge_by
from chalicelib.rules.masking import mask_document
from staff.acts.fetching_documents import document_files, fetch_documents
from staff.acts.rescanning import rescan
from staff.applications.all_applications import one
from staff.applications.damage import Damage
from staff.console.errors import GONE, TROUBLE, USAGE
from staff.console.localized_click import argument, option
from staff.console.localized_click import command as named
from staff.console.session import Session
from staff.printing.private_files import is_open
from staff.printing.tables import heading
from staff.printing.terminal import safe, write

# What every document's detail has, beside its size.
_TEXTS = ("document", "kind", "filename", "content_type", "sha256")


@named("document")
@argument("number")
@argument("document", required=False)
@option("--to", default="", metavar="…", words="option.to_folder")
@option("--older", is_flag=True)
@option("--check", is_flag=True, words="option.check_documents")
@option("--why", default="", metavar="…", words="option.why_document")
def command(session: Session, number: str, document: str | None, to: str, older: bool, check: bool, why: str) -> None:
    number = normalise(number)
    if document and not (to or check):
        session.fail("document.no_folder", USAGE)
    if to:
        session.personal(f"document {number} {document or ''}".strip(), why)
    application = one(session, number)
    waited = _waiting_ids(session, application)
    if check:
        application = rescan(session, application, document_files(session), why)
        if waits := _waiting_ids(session, application):
            session.fail("document.scanner_silent", TROUBLE, count=len(waits))
    wanted = _documents_to_fetch(session, application, document, older, waited)
    rows = [_row(session, application, event) for event in wanted]
    if to:
        rows = fetch_documents(session, number, wanted, rows, Path(to))
    session.out({"number": number, "documents": rows}, lambda console: _print(console, session, rows, to))


def _documents_to_fetch(
    session: Session, application: Application, document: str | None, older: bool, waited: Collection[str]
) -> Sequence[Event]:
    """One by its id or the beginning of it; else all in force and those that waited for the scanner when the command
    began, and with `older` all others too.
    """
    every = _readable(session, application)
    if document is None:
        standing = {*waited, *_standing(session, application)}
        return [event for event in every if older or event.detail["document"] in standing]
    events = [event for event in every if str(event.detail["document"]).startswith(document)]
    if len(events) != 1:
        session.fail("document.unknown", GONE, document=document, number=application.number)
    return events


def _state(session: Session, application: Application, document: str) -> str:
    """A key of words/staff.toml under `document`: in_force, replaced, checking or infected."""
    if document in _waiting_ids(session, application):
        return "checking"
    if session.guard(application.number, lambda: verdicts(application).get(document), "") == INFECTED:
        return "infected"
    return "in_force" if document in _standing(session, application) else "replaced"


def _waiting_ids(session: Session, application: Application) -> set[str]:
    return session.guard(application.number, lambda: {detail["document"] for detail in waiting(application)}, set())


def _readable(session: Session, application: Application) -> Sequence[Event]:
    """The arrivals with a readable detail; an unreadable one is noted as damage."""
    events = session.guard(application.number, lambda: arrivals(application), ())
    odd = [event for event in events if not all(isinstance(event.detail.get(name), str) for name in _TEXTS)]
    session.note_damage(Damage(application.number, "detail", event.seq) for event in odd)
    return [event for event in events if event not in odd]


def _standing(session: Session, application: Application) -> set[str]:
    """The documents in force; all of them, when damaged ones keep the rules from telling which were replaced."""
    package = call_to_judge_by(session.call, application).form.package
    every = {str(event.detail.get("document")) for event in application.events}
    return session.guard(
        application.number, lambda: {detail["document"] for detail in in_force(package, application)}, every
    )


def _row(session: Session, application: Application, event: Event) -> dict[str, object]:
    names = ("document", "kind", "filename", "size", "content_type", "sha256")
    detail, document = mask_document(event.detail), detail_of(event, ReceiveDocument)["document"]
    return {name: detail.get(name) for name in names} | {
        "received_at": session.iso(event.at), "state": _state(session, application, document),
    }  # fmt: skip


def _print(console: Console, session: Session, rows: Sequence[dict[str, Any]], to: str) -> None:
    labels = {document.kind: document.label[session.language] for document in session.call.form.package.documents}
    table = heading(session, "document", "kind", "filename", "size", "at", "standing")
    for row in rows:
        state, at = session.say(f"document.{row['state']}"), session.moment(datetime.fromisoformat(row["received_at"]))
        size = number_words(row["size"]) if isinstance(row["size"], int) else row["size"]
        table.add_row(*map(safe, (row["document"], labels.get(row["kind"], row["kind"]), row["filename"], size, at,
                                  state)))  # fmt: skip
    console.print(table)
    for row in rows if to else ():
        key = "document.written" if "file" in row else "document.not_checked"
        write(console, session.say(key, file=row.get("file"), document=row["document"]))
    if not rows:
        write(console, session.say("document.none"))
    elif to and is_open(Path(to)):
        write(console, session.say("document.open_folder", folder=to))
