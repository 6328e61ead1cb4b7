"""`baiqau export`: the table into a bucket or a folder, with the data dictionary beside it."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path

from ..console.errors import USAGE, Failed
from ..console.localized_click import command as spoken
from ..console.localized_click import option
from ..console.option_types import INSTANT
from ..console.session import Session
from ..dictionary import as_json, page
from ..printing.private_files import is_open
from ..printing.terminal import terminal, write
from . import scanning
from .point_in_time import ExportRequest, NoExportHere, export
from .progress_bar import progress
from .scanning import IntoBucket, IntoFolder, Target

DICTIONARY = "dictionary"


@spoken("export", room="reports")
@option("--to", "to", metavar="PLACE", room="reports")
@option("--since", "since", type=INSTANT, metavar="T", room="reports")
@option("--scan", "by_scan", is_flag=True, room="reports")
def command(session: Session, to: str, since: datetime | None, by_scan: bool) -> None:
    to = to or _own_bucket(session)
    in_bucket = to.startswith("s3://")
    if since and (by_scan or not in_bucket):
        raise Failed("export.since_needs_dynamodb", USAGE, "reports")
    folder = None if by_scan or not in_bucket else _by_dynamodb(session, to, since)
    method = "export" if folder else "scan"
    target = _target(session, to)
    folder = folder or _by_scan(session, target)
    beside(session, target, folder, method == "scan")
    place = f"{to.rstrip('/')}/{folder}"
    summary = {"place": place, "method": method, "snapshot": method == "export"}
    session.out(summary, lambda console: write(console, session.say(f"export.done_{method}", "reports", place=place)))


def beside(session: Session, target: Target, folder: str, scanned: bool) -> None:
    """The data dictionary lies with the data it explains, for programs and for people, and says of a scan that it is
    no snapshot.
    """
    call = session.call
    files = {f"{DICTIONARY}.{language}.html": page(call, language, scanned) for language in call.languages}
    files[f"{DICTIONARY}.json"] = as_json(call, {"method": "scan" if scanned else "export", "snapshot": not scanned})
    with tempfile.TemporaryDirectory() as stage:
        for name, content in files.items():
            (Path(stage) / name).write_text(content, encoding="utf-8")
            target.put(f"{folder}/{name}", Path(stage) / name)


def _own_bucket(session: Session) -> str:
    bucket = session.place.buckets.get("exports")
    if not bucket:
        raise Failed("export.where_to", USAGE, "reports")
    return bucket if bucket.startswith("/") else f"s3://{bucket}"


def _target(session: Session, to: str) -> Target:
    if not to.startswith("s3://"):
        return _folder(session, Path(to).expanduser())
    bucket, _, prefix = to.removeprefix("s3://").partition("/")
    return IntoBucket(session.place.connect("s3"), bucket, prefix.strip("/"))


def _folder(session: Session, path: Path) -> IntoFolder:
    """A folder that is there already keeps its mode; when others may look into it, whoever exports is told."""
    if path.is_dir() and is_open(path):
        write(terminal(stderr=True), session.say("export.open_folder", "reports", folder=path))
    return IntoFolder(path)


def _by_dynamodb(session: Session, to: str, since: datetime | None) -> str | None:
    """The folder below `to`; None, with a word about it, where only a scan will do."""
    bucket, _, prefix = to.removeprefix("s3://").partition("/")
    arn = session.place.client.describe_table(TableName=session.place.table)["Table"]["TableArn"]
    wish = ExportRequest(arn, bucket, prefix.strip("/"), since)
    try:
        with progress(session.say("export.waiting", "reports"), session.say("export.files", "reports")) as tell:
            folder = export(session.place.client, session.place.connect("s3"), wish, tell.to)
    except NoExportHere as error:
        if since:
            raise Failed("export.since_needs_dynamodb", USAGE, "reports") from error
        write(terminal(stderr=True), session.say("export.scanning_instead", "reports", reason=str(error)))
        return None
    return folder.removeprefix(prefix.strip("/")).lstrip("/")


def _by_scan(session: Session, target: Target) -> str:
    place = session.place
    expected = place.client.describe_table(TableName=place.table)["Table"].get("ItemCount") or None
    with progress(session.say("export.reading", "reports"), session.say("export.items", "reports"), expected) as tell:
        return scanning.scan(place.client, place.table, target, session.at(), tell.by)
