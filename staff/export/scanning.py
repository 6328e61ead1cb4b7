"""An export made by reading the table, where the endpoint has none of its own: the very same layout.

Unlike DynamoDB's it is not of one instant: what is written while it runs may or may not be in it. An application's
events are never torn apart, because one segment reads them in order; at worst the last ones are missing.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import shutil
import tempfile
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from gzip import GzipFile
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from ..printing.private_files import make_folder, replacement
from .export_layout import FULL, ROOT, ExportFile, Manifest, write_manifest

if TYPE_CHECKING:
    from chalicelib.store.table_client import Item, TableClient

SEGMENTS = 4


class Target(Protocol):
    def put(self, name: str, file: Path) -> None: ...


@dataclass(frozen=True)
class IntoFolder:
    path: Path

    def put(self, name: str, file: Path) -> None:
        to = self.path / name
        make_folder(to.parent)
        with replacement(to) as part:
            shutil.copyfile(file, part)


@dataclass(frozen=True)
class IntoBucket:
    client: Any
    bucket: str
    prefix: str = ""

    def put(self, name: str, file: Path) -> None:
        with file.open("rb") as body:
            self.client.put_object(Bucket=self.bucket, Key=f"{self.prefix}/{name}".lstrip("/"), Body=body)


def new_id(at: datetime) -> str:
    """An id like DynamoDB's: milliseconds, a dash, eight hexadecimal digits."""
    return f"{round(at.timestamp() * 1000):014d}-{secrets.token_hex(4)}"


def scan(client: TableClient, table: str, target: Target, at: datetime, tell: Callable[[int], None]) -> str:
    """Writes the export and answers its folder. `at` is the instant before the first read; `tell` counts items.

    The manifests come last: a scan that breaks off leaves no export, only data nobody reads.
    """
    description = client.describe_table(TableName=table)["Table"]
    folder = f"{ROOT}/{new_id(at)}"
    with tempfile.TemporaryDirectory() as stage, ThreadPoolExecutor(SEGMENTS) as pool:
        start = Path(stage) / "_started"
        start.touch()
        target.put(f"{folder}/_started", start)
        parts = [
            pool.submit(write_part, _segment(client, table, number), Path(stage), folder, target, tell)
            for number in range(SEGMENTS)
        ]
        files = tuple(part.result() for part in parts)
        arn = description.get("TableArn", table)
        manifest = Manifest(folder, FULL, arn, at.astimezone(UTC), None, sum(f.items for f in files), files)
        arn_of_export = f"{arn}/export/{folder.rpartition('/')[2]}"
        finish(manifest, Path(stage), target, {"exportArn": arn_of_export, "method": "scan", "snapshot": False})
    return folder


def finish(manifest: Manifest, stage: Path, target: Target, more: Mapping[str, object]) -> None:
    for name, content in write_manifest(manifest, more).items():
        (stage / name).write_bytes(content)
        target.put(f"{manifest.folder}/{name}", stage / name)


def write_part(
    items: Iterator[Item], stage: Path, folder: str, target: Target, tell: Callable[[int], None] = lambda count: None
) -> ExportFile:
    """Write one data file, one item a line."""
    path = stage / f"{secrets.token_hex(13)}.json.gz"
    count = 0
    with TextIOWrapper(GzipFile(path, "wb", 6, mtime=0), "utf-8", newline="\n") as lines:
        for item in items:
            lines.write(json.dumps({"Item": item}, ensure_ascii=False, separators=(",", ":"), default=_binary) + "\n")
            count += 1
            tell(1)
    digest = hashlib.md5(path.read_bytes(), usedforsecurity=False).digest()
    key = f"{folder}/data/{path.name}"
    target.put(key, path)
    path.unlink()
    return ExportFile(key, count, b64encode(digest).decode(), digest.hex())


def _segment(client: TableClient, table: str, number: int) -> Iterator[Item]:
    pages = client.get_paginator("scan").paginate(
        TableName=table, Segment=number, TotalSegments=SEGMENTS, ConsistentRead=True
    )
    return (item for page in pages for item in page["Items"])


def _binary(value: object) -> str:
    """Bytes are base64, as in DynamoDB's own JSON."""
    if isinstance(value, bytes):
        return b64encode(value).decode()
    raise TypeError(type(value).__name__)
