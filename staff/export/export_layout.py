"""The layout of a DynamoDB export (AWS: "DynamoDB table export output format").

    AWSDynamoDB/<id>/manifest-summary.json    what was exported, as of when, how many items
    AWSDynamoDB/<id>/manifest-files.json      one JSON line a data file: items, MD5, ETag, key
    AWSDynamoDB/<id>/data/*.json.gz           one item a line: {"Item": {attribute: {type: value}}}
    AWSDynamoDB/data/*.json.gz                an incremental export's: {"Metadata", "Keys", "NewImage", "OldImage"}

Beside each manifest lies its MD5. There is at least one data file a partition; some hold nothing.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

ROOT = "AWSDynamoDB"
SUMMARY, FILES = "manifest-summary.json", "manifest-files.json"
FULL, INCREMENTAL = "FULL_EXPORT", "INCREMENTAL_EXPORT"
FORMAT = "DYNAMODB_JSON"


class NotAManifest(ValueError):
    """The bytes are not a manifest of a DynamoDB export, or of one in another format than DynamoDB JSON."""


@dataclass(frozen=True)
class ExportFile:
    """`md5` is base64 of the compressed bytes; `key` is as the exporter wrote it."""

    key: str
    items: int
    md5: str
    etag: str = ""

    def matches(self, digest: bytes) -> bool:
        """Whether the bytes with this MD5 are the ones. A multipart ETag ("…-2") says nothing about them."""
        if self.md5:
            return base64.b64encode(digest).decode() == self.md5
        return digest.hex() == self.etag if self.etag and "-" not in self.etag else True


@dataclass(frozen=True)
class Manifest:
    """One export. It holds the table as of `until`; an incremental one only what was written from `since` on."""

    folder: str
    kind: str
    table: str
    until: datetime
    since: datetime | None
    items: int
    files: tuple[ExportFile, ...]


def read_manifest(folder: str, summary: bytes, files: bytes) -> Manifest:
    """A manifest from the bytes of its two files. Raises NotAManifest."""
    try:
        fields = json.loads(summary)
        if fields["outputFormat"] != FORMAT:
            raise NotAManifest(fields["outputFormat"])
        kind = fields.get("exportType", FULL)
        until = fields["exportToTime"] if kind == INCREMENTAL else fields["exportTime"]
        since = datetime.fromisoformat(fields["exportFromTime"]) if kind == INCREMENTAL else None
        listed = tuple(_data_file(line) for line in files.splitlines() if line.strip())
        instant = datetime.fromisoformat(until)
        return Manifest(folder, kind, fields["tableArn"], instant, since, int(fields["itemCount"]), listed)
    except (ValueError, KeyError, TypeError) as error:
        raise NotAManifest(str(error)) from error


def write_manifest(manifest: Manifest, more: Mapping[str, object]) -> dict[str, bytes]:
    """Both manifests and their checksums by file name. `more` are the fields of the summary that we do not read."""
    files = b"".join(_line(file) for file in manifest.files)
    times = {"exportTime": _instant(manifest.until)}
    if manifest.since:
        times = {"exportFromTime": _instant(manifest.since), "exportToTime": _instant(manifest.until)}
    fields = {
        "version": "2023-08-01", "tableArn": manifest.table, **times, "itemCount": manifest.items,
        "manifestFilesS3Key": f"{manifest.folder}/{FILES}", "outputFormat": FORMAT, "exportType": manifest.kind, **more,
    }  # fmt: skip
    summary = json.dumps(fields).encode()
    manifests = {FILES: files, SUMMARY: summary}
    return manifests | {
        name.replace(".json", ".md5"): md5_text(content).encode() for name, content in manifests.items()
    }


def md5_text(content: bytes) -> str:
    return base64.b64encode(hashlib.md5(content, usedforsecurity=False).digest()).decode()


def places_of(manifest: Manifest, file: ExportFile) -> Sequence[str]:
    """Where the file may lie now that the export was copied somewhere: by its key's end, or in the export's folder."""
    above = manifest.folder.rpartition("/")[0]
    tail = file.key.rpartition(f"{ROOT}/")[2]
    name = file.key.rpartition("/")[2]
    places = (_join(above, tail), _join(manifest.folder, f"data/{name}"), _join(manifest.folder, name))
    return tuple(dict.fromkeys((*places, file.key)))


def _join(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def _data_file(line: bytes) -> ExportFile:
    fields = json.loads(line)
    return ExportFile(
        fields["dataFileS3Key"], int(fields["itemCount"]), fields.get("md5Checksum") or "", fields.get("etag") or ""
    )


def _line(file: ExportFile) -> bytes:
    fields = {"itemCount": file.items, "md5Checksum": file.md5, "etag": file.etag, "dataFileS3Key": file.key}
    return json.dumps(fields).encode() + b"\n"


def _instant(when: datetime) -> str:
    return when.isoformat(timespec="milliseconds").replace("+00:00", "Z")
