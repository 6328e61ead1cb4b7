"""DynamoDB's own export: asked for, followed, and believed only once its manifest is there."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.store.request_outcome import SERVICE_ERRORS, error_code

from ..console.errors import TROUBLE, Failed
from .export_layout import FULL, INCREMENTAL, ROOT, SUMMARY

# How an endpoint says that it has no such thing (emulators, Alternator), or that the table may not be exported so.
WITHOUT = frozenset({
    "UnknownOperationException", "UnknownOperation", "NotImplemented", "PointInTimeRecoveryUnavailableException",
    "InvalidAction", "ValidationException.UnknownOperation",
})  # fmt: skip
PAUSE = 5.0


class NoExportHere(Exception):
    """The endpoint cannot export, or says it did and wrote nothing; `args[0]` is its own word for it."""


@dataclass(frozen=True)
class ExportRequest:
    """What to export and where to; `since` makes it incremental, up to `until`."""

    table_arn: str
    bucket: str
    prefix: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def request(self) -> dict[str, Any]:
        asked: dict[str, Any] = {"TableArn": self.table_arn, "S3Bucket": self.bucket, "ExportFormat": "DYNAMODB_JSON"}
        asked |= {"S3Prefix": self.prefix} if self.prefix else {}
        if self.since is None:
            return asked | {"ExportType": FULL}
        window: dict[str, Any] = {"ExportFromTime": self.since, "ExportViewType": "NEW_IMAGE"}
        window |= {"ExportToTime": self.until} if self.until else {}
        return asked | {"ExportType": INCREMENTAL, "IncrementalExportSpecification": window}


def export(
    dynamo: Any, s3: Any, wish: ExportRequest, tell: Callable[[int], None], wait: Callable[[float], None] = time.sleep
) -> str:
    """The folder of the finished export in the bucket. `tell` gets the number of files so far, at each look.

    Raises NoExportHere, and Failed with DynamoDB's own reason when it gave up.
    """
    try:
        arn = dynamo.export_table_to_point_in_time(**wish.request())["ExportDescription"]["ExportArn"]
    except SERVICE_ERRORS as error:
        if error_code(error) in WITHOUT:
            raise NoExportHere(error_code(error)) from error
        raise
    seen = _follow(dynamo, arn, lambda: tell(_files(s3, wish)), wait)
    manifest = _manifest(s3, wish, arn, seen.get("ExportManifest") or "")
    if not manifest:
        raise NoExportHere("COMPLETED")
    return manifest.rpartition("/")[0]


def _follow(dynamo: Any, arn: str, look: Callable[[], None], wait: Callable[[float], None]) -> dict[str, Any]:
    while True:
        seen: dict[str, Any] = dynamo.describe_export(ExportArn=arn)["ExportDescription"]
        look()
        if seen["ExportStatus"] == "COMPLETED":
            return seen
        if seen["ExportStatus"] == "FAILED":
            raise Failed("export.gave_up", TROUBLE, "reports", code=seen.get("FailureCode", ""),
                         message=seen.get("FailureMessage", ""))  # fmt: skip
        wait(PAUSE)


def _manifest(s3: object, wish: ExportRequest, arn: str, told: str) -> str:
    """Where the export's summary really is; "" when the endpoint wrote none."""
    guesses = (told, _join(wish.prefix, told), _join(wish.prefix, ROOT, arn.rpartition("/")[2], SUMMARY))
    return next((key for key in guesses if key.endswith(SUMMARY) and _exists(s3, wish.bucket, key)), "")


def _join(*parts: str) -> str:
    return "/".join(filter(None, parts))


def _exists(s3: Any, bucket: str, key: str) -> bool:
    return bool(s3.list_objects_v2(Bucket=bucket, Prefix=key, MaxKeys=1).get("KeyCount"))


def _files(s3: Any, wish: ExportRequest) -> int:
    prefix = _join(wish.prefix, f"{ROOT}/")
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=wish.bucket, Prefix=prefix)
    return sum(entry["Key"].endswith(".json.gz") for page in pages for entry in page.get("Contents", []))
