"""An export in S3."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from chalicelib.store.request_outcome import SERVICE_ERRORS, error_code

from .local_copy import LocalCopy


class Bucket(LocalCopy):
    """A prefix of a bucket. What is made from an export is put beside it when the credentials allow."""

    def __init__(self, client: Any, bucket: str, prefix: str) -> None:
        self.client, self.bucket, self.prefix = client, bucket, prefix
        self.where = f"s3://{bucket}/{prefix}"

    @cached_property
    def _objects(self) -> dict[str, str]:
        pages = self.client.get_paginator("list_objects_v2").paginate(
            Bucket=self.bucket, Prefix=f"{self.prefix}/" if self.prefix else ""
        )
        entries = [entry for page in pages for entry in page.get("Contents", [])]
        return {self._name(entry["Key"]): f"{entry['Size']} {entry['ETag']}" for entry in entries}

    def names(self) -> Sequence[str]:
        return sorted(self._objects)

    def read(self, name: str) -> bytes:
        content: bytes = self.client.get_object(Bucket=self.bucket, Key=self._key(name))["Body"].read()
        return content

    def mark(self, name: str) -> str:
        return self._objects[name]

    def keep(self, name: str) -> None:
        try:
            with self.staged(name).open("rb") as body:
                self.client.put_object(Bucket=self.bucket, Key=self._key(name), Body=body)
        except SERVICE_ERRORS as error:
            # Staff who may only read still get their answer; the next question makes the file again.
            if error_code(error) not in ("AccessDenied", "403"):
                raise

    def drop(self, name: str) -> None:
        """Left to the bucket's lifecycle: others may be reading it."""

    def fetch(self, name: str, path: Path) -> None:
        body = self.client.get_object(Bucket=self.bucket, Key=self._key(name))["Body"]
        with path.open("wb") as target:
            shutil.copyfileobj(body, target, 1 << 20)

    def _key(self, name: str) -> str:
        return f"{self.prefix}/{name}" if self.prefix else name

    def _name(self, key: str) -> str:
        return key[len(self.prefix) + 1 :] if self.prefix else key
