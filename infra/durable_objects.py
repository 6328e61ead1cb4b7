"""A document the local cloud acknowledges is on disk. ministack logs a failed write and answers 200 (1.5.33).

Run by the emulator's own Python.
"""

import os
from contextlib import suppress
from contextvars import ContextVar
from pathlib import Path

from ministack.services import s3

FAILURES: ContextVar[list[OSError] | None] = ContextVar("FAILURES", default=None)


def fail_what_is_not_on_disk() -> None:
    """From now on a put whose bytes the disk refuses is a failure to whoever asked, and leaves no object behind."""
    write, persist = s3._atomic_write, s3._persist_object

    def write_durably(path: str, data: object, *, text: bool = False) -> None:
        try:
            write(path, data, text=text)
            sync(Path(path))
        except OSError as failure:
            failures = FAILURES.get()
            if failures is not None:
                failures.append(failure)
            raise

    def persist_or_fail(bucket: str, key: str, item: object) -> None:
        failures: list[OSError] = []
        token = FAILURES.set(failures)
        try:
            persist(bucket, key, item)
        finally:
            FAILURES.reset(token)
        if failures:
            forget(bucket, key)
            raise failures[0]

    s3._atomic_write, s3._persist_object = write_durably, persist_or_fail


def sync(path: Path) -> None:
    with path.open("rb") as written:
        os.fsync(written.fileno())


def forget(bucket: str, key: str) -> None:
    """Else a repeated put that may not overwrite would find it and take it for kept."""
    s3._buckets[bucket]["objects"].pop(key, None)
    s3._object_versions.pop((bucket, key), None)
    with suppress(OSError):
        s3._delete_persisted_object(bucket, key)
