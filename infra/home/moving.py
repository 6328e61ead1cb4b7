"""Moves a call from its folder to a table and a bucket that speak DynamoDB and S3, with everything as it is.

`python -m infra.home.moving --home FOLDER --table NAME --documents BUCKET`, while nothing serves the call. Where they
are is told by the AWS_* names of the environment. What is there already is left as it is and must be the same; it may
be given again after it was broken off. At the end both sides are read once more and compared, item by item.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.rules.refusals import OutcomeUnknown
from chalicelib.rules.upload import ArrivedFile
from chalicelib.store import document_bucket, event_table
from chalicelib.store.batch_writes import write_in_batches
from chalicelib.store.document_bucket import DocumentFiles
from chalicelib.store.home.document_folder import FolderFiles
from chalicelib.store.home.home_layout import Layout
from chalicelib.store.home.sqlite_table import NAME, SqliteTable
from chalicelib.store.table_holdings import every_item
from infra.home.due_worker import NotAlone, alone

if TYPE_CHECKING:
    from chalicelib.store.table_client import Item, TableClient


class NotMoved(Exception):
    """The message says what stands in the way, or what is not the same."""


def main(argv: list[str] | None = None) -> int:
    wanted = arguments(argv)
    layout = Layout(wanted.home.resolve())
    try:
        with alone(layout.folder):
            moved = move(SqliteTable(layout.table), event_table.connect(), wanted.table)
            bucket = DocumentFiles(document_bucket.connect, wanted.documents)
            documents = move_documents(FolderFiles(layout.documents, b""), bucket)
    except (NotMoved, NotAlone, OSError, BotoCoreError, ClientError, OutcomeUnknown) as problem:
        print(f"Not moved: {problem or type(problem).__name__}", file=sys.stderr)
        return 1
    print(json.dumps({"items": moved, "documents": documents}))
    return 0


def arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m infra.home.moving", description=__doc__)
    parser.add_argument("--home", type=Path, required=True, help="the call's folder")
    parser.add_argument("--table", required=True, help="the table that is there, with keys pk and sk")
    parser.add_argument("--documents", required=True, help="the bucket that is there")
    return parser.parse_args(argv)


def move(source: SqliteTable, target: TableClient, table: str) -> int:
    """Move the items; returns how many the table holds now. Raises NotMoved."""
    here = marks(every_item(source, NAME))
    if foreign := marks(every_item(target, table)).items() - here.items():
        raise NotMoved(f"{table} holds {len(foreign)} items that are not as they are here; it was not touched.")
    write_in_batches(target, table, ({"PutRequest": {"Item": item}} for item in every_item(source, NAME)))
    if marks(every_item(target, table)) != here:
        raise NotMoved(f"{table} does not hold the same as {NAME} here. Is something still writing?")
    return len(here)


def marks(items: Iterable[Item]) -> dict[tuple[str, str], bytes]:
    """The hash of each item, by the item's key."""
    return {(item["pk"]["S"], item["sk"]["S"]): mark(item) for item in items}


def mark(item: Item) -> bytes:
    # Equal numbers may be written differently, and sets have no order.
    plain = {
        name: {kind: sorted(held) if isinstance(held, list) and kind in ("SS", "NS") else str(held)}
        for name, value in item.items()
        for kind, held in value.items()
    }
    return sha256(json.dumps(plain, sort_keys=True).encode("utf-8", "surrogatepass")).digest()


def move_documents(source: FolderFiles, target: DocumentFiles) -> int:
    """Move the documents; returns how many the bucket holds. Unexamined uploads are left out. Raises NotMoved."""
    names = source.kept_sizes()
    for name in names:
        content = source.kept_file(name).read_bytes()
        mine = ArrivedFile(len(content), sha256(content).hexdigest(), BytesIO(content))
        if target.keep(name, mine).sha256 != mine.sha256:
            raise NotMoved(f"the document {name} in the bucket is another one.")
    return len(names)


if __name__ == "__main__":
    sys.exit(main())
