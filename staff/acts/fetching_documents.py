"""Brings the documents of an application into a folder, once it is on record who opens them and why."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from chalicelib.intake.files_port import Files
from chalicelib.rules.act_details import ReceiveDocument, detail_of
from chalicelib.rules.application import Event
from chalicelib.store.document_bucket import DocumentFiles
from staff.acts.fetched_names import file_name
from staff.console.errors import TROUBLE, USAGE
from staff.console.session import Session
from staff.printing.private_files import make_folder, replacement

_UNCHECKED = ("checking", "infected")


def fetch_documents(
    session: Session, number: str, wanted: Sequence[Event], rows: Sequence[dict[str, object]], folder: Path
) -> list[dict[str, object]]:
    """What the scanner has not passed is not opened: named alone it is refused, among others it is left out."""
    if len(rows) == 1 and rows[0]["state"] in _UNCHECKED:
        session.fail("document.not_checked", TROUBLE, document=rows[0]["document"])
    return [
        row if row["state"] in _UNCHECKED else row | {"file": str(_fetch(session, number, event, folder))}
        for row, event in zip(rows, wanted, strict=True)
    ]


def _fetch(session: Session, number: str, event: Event, folder: Path) -> Path:
    """Write one document, atomically, and only if its hash is the received one."""
    detail = detail_of(event, ReceiveDocument)
    kept = document_files(session).examined_file(f"{number}/{detail['document']}", detail["size"])
    if kept is None or kept.sha256 != detail["sha256"]:
        session.fail("document.not_the_same", TROUBLE, document=detail["document"])
    make_folder(folder)
    path = folder / file_name(number, detail)
    kept.file.seek(0)
    with replacement(path) as part:
        part.write_bytes(kept.file.read())
    return path


def document_files(session: Session) -> Files:
    if session.place.documents:
        return session.place.documents
    bucket = session.place.buckets.get("documents", "")
    if not bucket:
        session.fail("document.no_bucket", USAGE)
    return DocumentFiles(lambda: session.place.connect("s3"), bucket)
