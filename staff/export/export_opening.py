"""Finding the export in a place, and judging whether it is whole, before anything is answered from it."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from gzip import GzipFile
from pathlib import Path

from ..console.errors import TROUBLE, Failed
from .export_layout import FILES, FULL, SUMMARY, ExportFile, Manifest, NotAManifest, places_of, read_manifest
from .export_storage import ExportStorage, Folder, shelf_at


@dataclass(frozen=True)
class Export:
    """The newest full export of a place and the incremental ones that follow it without a gap."""

    storage: ExportStorage
    full: Manifest
    increments: tuple[Manifest, ...]

    @property
    def as_of(self) -> datetime:
        return self.manifests[-1].until

    @property
    def manifests(self) -> tuple[Manifest, ...]:
        return (self.full, *self.increments)

    @property
    def items(self) -> int:
        """How many lines all files together hold by the manifests."""
        return sum(file.items for manifest in self.manifests for file in manifest.files)

    def files(self, manifest: Manifest) -> Iterator[tuple[ExportFile, str]]:
        """Each data file with its name on the shelf. Raises Failed for one that is not there."""
        names = frozenset(self.storage.names())
        for file in manifest.files:
            place = next((name for name in places_of(manifest, file) if name in names), None)
            if place is None:
                raise export_failure("export.missing_file", file=file.key)
            yield file, place

    def paths(self, manifest: Manifest) -> list[Path]:
        """Of the files that hold something, on this machine."""
        return [self.storage.local(name) for file, name in self.files(manifest) if file.items]

    def mark(self) -> str:
        """A fingerprint of the export: it changes with the manifests and with each file's own mark."""
        names = [f"{m.folder}/{name}".lstrip("/") for m in self.manifests for name in (SUMMARY, FILES)]
        names += [name for m in self.manifests for _, name in self.files(m)]
        contents = b"".join(self.storage.read(name) for name in names if name.endswith(("y.json", "s.json")))
        marks = "\n".join(self.storage.mark(name) for name in names)
        return hashlib.sha256(contents + marks.encode()).hexdigest()


def open_export(place: str, connect: Callable[[str], object]) -> Export:
    """Raises Failed for a place that is missing, empty, unfinished, foreign, or has a gap."""
    storage, only = _shelf(place, connect)
    manifests = sorted(_manifests(storage, only), key=lambda manifest: manifest.until)
    fulls = [manifest for manifest in manifests if manifest.kind == FULL]
    if not fulls:
        raise export_failure("export.no_full" if manifests else _nothing(storage), place=place)
    if len({manifest.table for manifest in manifests}) > 1:
        raise export_failure(
            "export.several_tables", place=place, tables=", ".join(sorted({m.table for m in manifests}))
        )
    full = fulls[-1]
    return Export(storage, full, tuple(_following(full, manifests)))


def _shelf(place: str, connect: Callable[[str], object]) -> tuple[ExportStorage, str]:
    """A place that is itself one export is opened from above: an incremental's data lie beside its folder."""
    storage = shelf_at(place.rstrip("/"), connect)
    if isinstance(storage, Folder) and (storage.path / SUMMARY).is_file():
        above = storage.path.resolve()
        return Folder(above.parent), above.name
    return storage, ""


def _manifests(storage: ExportStorage, only: str) -> Iterator[Manifest]:
    names = frozenset(storage.names())
    for name in sorted(names):
        folder, _, file = name.rpartition("/")
        if file != SUMMARY or (only and folder != only):
            continue
        files = f"{folder}/{FILES}".lstrip("/")
        if files not in names:
            raise export_failure("export.missing_file", file=files)
        try:
            yield read_manifest(folder, storage.read(name), storage.read(files))
        except NotAManifest as error:
            raise export_failure("export.foreign", file=name) from error


def _following(full: Manifest, found: Sequence[Manifest]) -> Iterator[Manifest]:
    until = full.until
    for manifest in found:
        if manifest.kind == FULL or manifest.until <= until:
            continue
        if manifest.since is None or manifest.since > until:
            raise export_failure("export.gap", file=manifest.folder, until=until.isoformat())
        until = manifest.until
        yield manifest


def _nothing(storage: ExportStorage) -> str:
    begun = any(name.endswith(("_started", ".json.gz")) for name in storage.names())
    return "export.unfinished" if begun else "export.none"


def first_line(path: Path, name: str, kind: str) -> None:
    """Check the first item. Raises Failed for a damaged file and for another table's: our items have `pk` and `sk`."""
    try:
        with GzipFile(path) as lines:
            item = json.loads(lines.readline())["Item" if kind == FULL else "Keys"]
            ours = {"S"} == set(item["pk"]) == set(item["sk"])
    except (OSError, EOFError, zlib.error, ValueError) as error:
        raise export_failure("export.damaged", file=name) from error
    except (KeyError, TypeError):
        ours = False
    if not ours:
        raise export_failure("export.foreign", file=name)


def export_failure(key: str, **params: object) -> Failed:
    return Failed(key, TROUBLE, "reports", **params)
