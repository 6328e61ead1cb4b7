"""How a command comes to an export it may ask: the place, a personal reading on record, how far the check is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..applications.damage import Damage
from ..console.errors import USAGE, Failed
from ..console.session import Session
from ..export.export_opening import Export, open_export
from ..export.progress_bar import progress
from .engine import QueryEngine, QueryResult
from .public_views import QuestionScope


def export_at(session: Session, place: str) -> Export:
    """`place` is a folder, a zip or s3://; without one, the bucket that exports go to."""
    return open_export(place or own_bucket(session), lambda service: session.place.connect(service))


def own_bucket(session: Session) -> str:
    bucket = session.place.buckets.get("exports")
    if not bucket:
        raise Failed("query.from_where", USAGE, "reports")
    return bucket if bucket.startswith("/") else f"s3://{bucket}"


def question_scope(session: Session, export: Export, personal: bool) -> QuestionScope:
    """Now is --at, else the instant of the export: what it holds was so then."""
    return QuestionScope(session.call, session.asked_at or export.as_of, personal)


@contextmanager
def opened_export(session: Session, command: str, place: str, personal: bool, why: str) -> Iterator[QueryEngine]:
    """A reading of personal data is on record before the first byte of it is read."""
    if personal:
        session.personal(command, why)
    export = export_at(session, place)
    files = sum(len(manifest.files) for manifest in export.manifests)
    with progress(session.say("query.checking", "reports"), session.say("export.files", "reports"), files) as tell:
        opened = QueryEngine(export, question_scope(session, export, personal), tell.by)
    try:
        yield opened
    finally:
        opened.close()


def answer_with_progress(session: Session, opened: QueryEngine, sql: str) -> QueryResult:
    with progress(session.say("query.answering", "reports"), ""):
        return opened.ask(sql)


def note_damage(session: Session, opened: QueryEngine) -> None:
    """What of the export is not as we write it, for the session to tell with the answer."""
    rows = opened.ask("SELECT number, seq, parts FROM damaged ORDER BY number, seq, parts").rows
    session.note_damage(Damage(number, part, seq or 0) for number, seq, parts in rows for part in parts.split(", "))


def prepare(session: Session, opened: QueryEngine) -> None:
    """After the first answer: the Parquet that makes the next ones quick, where it can stay."""
    if opened.is_raw and opened.export.storage.room_for(opened.made):
        with progress(session.say("query.preparing", "reports"), ""):
            opened.make_parquet()
