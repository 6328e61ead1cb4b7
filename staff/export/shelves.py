"""Where an export lies: a folder, a zip file, or a bucket. One way to list, read and add to each.

DuckDB's own `httpfs` has to be fetched from its makers' host, so what lies in S3 or in a zip is brought into a temporary
folder, file by file and only what is read, and is removed with it.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from ..failing import TROUBLE, USAGE, Failed


class Shelf(Protocol):
    """Names are relative, with forward slashes. `mark` changes whenever the file does."""

    where: str

    def names(self) -> Sequence[str]: ...
    def read(self, name: str) -> bytes: ...
    def local(self, name: str) -> Path: ...
    def mark(self, name: str) -> str: ...
    def room_for(self, name: str) -> Path | None:
        """Where to write a file that `keep` shall put on the shelf; None when nothing may be put there."""

    def keep(self, name: str) -> None: ...
    def drop(self, name: str) -> None: ...


def shelf_at(place: str, connect: Callable[[str], Any]) -> Shelf:
    """`connect("s3")` makes a client, asked only for s3://. Raises Failed when there is nothing there."""
    if place.startswith("s3://"):
        bucket, _, prefix = place.removeprefix("s3://").partition("/")
        return Bucket(connect("s3"), bucket, prefix.strip("/"))
    path = Path(place).expanduser()
    if path.is_dir():
        return Folder(path)
    if zipfile.is_zipfile(path):
        return Zip(path)
    raise Failed("export.nothing_there", TROUBLE if path.exists() else USAGE, "reports", place=place)


class Folder:
    def __init__(self, path: Path) -> None:
        self.path, self.where = path, str(path)

    def names(self) -> Sequence[str]:
        return [file.relative_to(self.path).as_posix() for file in sorted(self.path.rglob("*")) if file.is_file()]

    def read(self, name: str) -> bytes:
        return (self.path / name).read_bytes()

    def local(self, name: str) -> Path:
        return self.path / name

    def mark(self, name: str) -> str:
        stat = (self.path / name).stat()
        return f"{stat.st_size} {stat.st_mtime_ns}"

    def room_for(self, name: str) -> Path | None:
        folder = (self.path / name).parent
        return self.path / f"{name}.part" if os.access(folder, os.W_OK) else None

    def keep(self, name: str) -> None:
        (self.path / f"{name}.part").replace(self.path / name)

    def drop(self, name: str) -> None:
        (self.path / name).unlink(missing_ok=True)


class _Staged:
    """Files that must come to this machine before they can be read; gone with the object."""

    @cached_property
    def _stage(self) -> tempfile.TemporaryDirectory[str]:
        return tempfile.TemporaryDirectory(prefix="baiqau-export-")

    def local(self, name: str) -> Path:
        path = self._staged(name)
        if not path.exists():
            self._fetch(name, path)
        return path

    def room_for(self, name: str) -> Path | None:
        return self._staged(name)

    def keep(self, name: str) -> None:
        """What is made from the export stays in the stage unless the shelf can hold it."""

    def drop(self, name: str) -> None:
        self._staged(name).unlink(missing_ok=True)

    def _staged(self, name: str) -> Path:
        path = Path(self._stage.name) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def _fetch(self, name: str, path: Path) -> None:
        raise NotImplementedError


class Zip(_Staged):
    """What is made from it lies in a folder beside it, `<name>.zip.made`."""

    def __init__(self, path: Path) -> None:
        self.path, self.where = path, str(path)
        self._zip = zipfile.ZipFile(path)
        self._made = Folder(path.with_name(f"{path.name}.made"))

    def names(self) -> Sequence[str]:
        inside = sorted(info.filename for info in self._zip.infolist() if not info.is_dir())
        return [*inside, *(self._made.names() if self._made.path.is_dir() else [])]

    def read(self, name: str) -> bytes:
        try:
            return self._zip.read(name)
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise Failed("export.damaged", TROUBLE, "reports", file=name) from error

    def local(self, name: str) -> Path:
        return self._made.local(name) if self._made.local(name).exists() else super().local(name)

    def mark(self, name: str) -> str:
        info, stat = self._zip.getinfo(name), self.path.stat()
        return f"{info.file_size} {info.CRC} {stat.st_size} {stat.st_mtime_ns}"

    def room_for(self, name: str) -> Path | None:
        if not os.access(self.path.parent, os.W_OK):
            return super().room_for(name)
        (self._made.path / name).parent.mkdir(parents=True, exist_ok=True)
        return self._made.room_for(name)

    def keep(self, name: str) -> None:
        if (self._made.path / f"{name}.part").exists():
            self._made.keep(name)

    def drop(self, name: str) -> None:
        self._made.drop(name)

    def _fetch(self, name: str, path: Path) -> None:
        try:
            with self._zip.open(name) as source, path.open("wb") as target:
                shutil.copyfileobj(source, target, 1 << 20)
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise Failed("export.damaged", TROUBLE, "reports", file=name) from error


class Bucket(_Staged):
    """A prefix of a bucket. What is made from an export is put beside it when the credentials allow."""

    def __init__(self, client: Any, bucket: str, prefix: str) -> None:
        self.client, self.bucket, self.prefix = client, bucket, prefix
        self.where = f"s3://{bucket}/{prefix}"

    @cached_property
    def _objects(self) -> dict[str, str]:
        pages = self.client.get_paginator("list_objects_v2").paginate(
            Bucket=self.bucket, Prefix=f"{self.prefix}/" if self.prefix else ""
        )
        found = [entry for page in pages for entry in page.get("Contents", [])]
        return {self._name(entry["Key"]): f"{entry['Size']} {entry['ETag']}" for entry in found}

    def names(self) -> Sequence[str]:
        return sorted(self._objects)

    def read(self, name: str) -> bytes:
        content: bytes = self.client.get_object(Bucket=self.bucket, Key=self._key(name))["Body"].read()
        return content

    def mark(self, name: str) -> str:
        return self._objects[name]

    def keep(self, name: str) -> None:
        from botocore.exceptions import ClientError

        try:
            with self._staged(name).open("rb") as body:
                self.client.put_object(Bucket=self.bucket, Key=self._key(name), Body=body)
        except ClientError as error:
            # Staff who may only read still get their answer; the next question makes the file again.
            if error.response["Error"]["Code"] not in ("AccessDenied", "403"):
                raise

    def drop(self, name: str) -> None:
        """Left to the bucket's lifecycle: others may be reading it."""

    def _fetch(self, name: str, path: Path) -> None:
        body = self.client.get_object(Bucket=self.bucket, Key=self._key(name))["Body"]
        with path.open("wb") as target:
            shutil.copyfileobj(body, target, 1 << 20)

    def _key(self, name: str) -> str:
        return f"{self.prefix}/{name}" if self.prefix else name

    def _name(self, key: str) -> str:
        return key[len(self.prefix) + 1 :] if self.prefix else key
