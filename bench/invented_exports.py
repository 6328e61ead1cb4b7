"""Invented exports of any size in DynamoDB's layout, made in a temporary folder and thrown away."""

from __future__ import annotations

import gzip
import hashlib
import json
import tempfile
from base64 import b64encode
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from random import Random

from chalicelib.call import current_call
from chalicelib.store.event_items import to_item
from infra.paths import BUILD
from staff.export.export_layout import FULL, ROOT, ExportFile, Manifest
from staff.export.scanning import IntoFolder, finish
from staff.synthetic import application, number_of

TABLE = "arn:aws:dynamodb:eu-central-1:123456789012:table/bench"
# So many different applications; each copy has a number and an instant of its own.
DIFFERENT, FILES, MAKERS = 2000, 10, 2


@contextmanager
def export_of(count: int) -> Iterator[Path]:
    """An export of `count` applications of one event each, about 3 KB an item; gone afterwards."""
    BUILD.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="export-", dir=BUILD) as temporary:
        place, folder = Path(temporary), f"{ROOT}/01633413600000-0a1b2c3d"
        (place / folder / "data").mkdir(parents=True)
        share = count // FILES
        with ProcessPoolExecutor(MAKERS) as pool:
            parts = [pool.submit(_part, place, f"{folder}/data/{n:02}.json.gz", n * share, share) for n in range(FILES)]
        files = tuple(part.result() for part in parts)
        manifest = Manifest(folder, FULL, TABLE, as_of(), None, sum(file.items for file in files), files)
        with tempfile.TemporaryDirectory() as stage:
            finish(manifest, Path(stage), IntoFolder(place), {})
        yield place


def as_of() -> datetime:
    """Some days after the closing."""
    return current_call().closes_at.astimezone(UTC) + timedelta(days=5)


def _part(place: Path, key: str, first: int, count: int) -> ExportFile:
    """Lightly compressed: what is measured is reading."""
    with gzip.open(place / key, "wt", 1, encoding="utf-8", newline="\n") as lines:
        for index in range(first, first + count):
            lines.write(_line(index))
    digest = hashlib.md5((place / key).read_bytes(), usedforsecurity=False).digest()
    return ExportFile(key, count, b64encode(digest).decode(), digest.hex())


def _line(index: int) -> str:
    template, number = _templates()[index % DIFFERENT], number_of(index)
    return template.replace("NUMBER", number).replace("MSZ", f"{index % 1000:03}Z").replace("KEY", f"{index:064x}")


@lru_cache(maxsize=1)
def _templates() -> list[str]:
    """The first event of many lives, as lines with blanks for what differs."""
    call, templates = current_call(), []
    for index in range(DIFFERENT):
        item = to_item(application(call, Random(f"bench {index}"), "NUMBER")[0])
        item["at"] = {"S": item["at"]["S"][:-4] + "MSZ"}
        line = json.dumps({"Item": item | {"key_sha256": {"S": "KEY"}}}, ensure_ascii=False, separators=(",", ":"))
        templates.append(line + "\n")
    return templates
