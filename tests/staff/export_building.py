"""Exports as DynamoDB would lay them out, of invented applications and of nasty ones."""

from __future__ import annotations

import gzip
import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import md5
from pathlib import Path
from typing import Any

import duckdb

from chalicelib.call import current_call
from chalicelib.rules.application import Event
from chalicelib.store.event_items import to_item
from staff.export.export_layout import FULL, INCREMENTAL, ROOT, ExportFile, Manifest, md5_text
from staff.export.export_opening import open_export
from staff.export.scanning import IntoFolder, finish, write_part
from staff.query import base_views
from staff.query.engine import QueryEngine
from staff.query.public_views import QuestionScope
from staff.synthetic import applications
from tests.building import answers, event

Item = Mapping[str, Any]
AS_OF = datetime(2021, 10, 5, 6, 0, tzinfo=UTC)
TABLE = "arn:aws:dynamodb:eu-central-1:123456789012:table/applications"
KAZAKH = "Ә Ғ Қ Ң Ө Ұ Ү Һ І ә ғ қ ң ө ұ ү һ і"
# What spreadsheets do wrong, in fields that keep any text.
NASTY = {
    "settlement": "+7 701 123 45 67",
    "org_name": '=HYPERLINK("https://example.com","Сыйлық")',
    "leader_bio": "-1",
    "project_title": "@x",
    "summary": KAZAKH + ", «тырнақша», \"quotes\"; ';'",
    "problem": "бірінші жол\nекінші жол\n\nүшінші",
    "target_audience": "ұзын " * 8000,
    "expectations": "=1+1",
}


def invented(count: int, seed: int = 1) -> list[tuple[Event, ...]]:
    return list(applications(current_call(), count, seed))


def items(lives: Iterable[Sequence[Event]]) -> list[Item]:
    return [to_item(event) for life in lives for event in life]


def nasty() -> list[Item]:
    return [to_item(event(number="3333-DDDD", answers=answers(**NASTY)))]


def full_export(to: Path, *parts: Sequence[Item], at: datetime = AS_OF, name: str = "01633413600000-0a1b2c3d") -> Path:
    """Each part a data file; answers the folder of the export."""
    folder = f"{ROOT}/{name}"
    with tempfile.TemporaryDirectory() as stage:
        files = tuple(write_part(iter(part), Path(stage), folder, IntoFolder(to)) for part in parts)
        manifest = Manifest(folder, FULL, TABLE, at, None, sum(file.items for file in files), files)
        finish(manifest, Path(stage), IntoFolder(to), {})
    return to / folder


def incremental_export(
    to: Path,
    since: datetime,
    until: datetime,
    new: Sequence[Item],
    gone: Sequence[Item] = (),
    name: str = "0163350-inc",
) -> Path:
    """As DynamoDB writes one: the data in a folder shared by all, old images too."""
    stamp = {"Metadata": {"WriteTimestampMicros": {"N": str(round(until.timestamp() * 1_000_000))}}}
    lines = [stamp | {"Keys": _keys(item), "NewImage": item} for item in new]
    lines += [stamp | {"Keys": _keys(item), "OldImage": item} for item in gone]
    content = gzip.compress("".join(json.dumps(line) + "\n" for line in lines).encode())
    key = f"{ROOT}/data/{name}.json.gz"
    (to / key).parent.mkdir(parents=True, exist_ok=True)
    (to / key).write_bytes(content)
    file = ExportFile(f"prefix/{key}", len(lines), md5_text(content), md5(content, usedforsecurity=False).hexdigest())
    folder = f"{ROOT}/{name}"
    with tempfile.TemporaryDirectory() as stage:
        manifest = Manifest(folder, INCREMENTAL, TABLE, until, since, len(lines), (file,))
        finish(manifest, Path(stage), IntoFolder(to), {})
    return to / folder


def _keys(item: Item) -> Item:
    return {"pk": item["pk"], "sk": item["sk"]}


def desk(place: Path, personal: bool = False, now: datetime = AS_OF) -> QueryEngine:
    return QueryEngine(open_export(str(place), _no_client), QuestionScope(current_call(), now, personal))


def rows(opened: QueryEngine, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in opened.ask(sql).rows]


def exported(place: Path, zone: str = "Asia/Almaty") -> duckdb.DuckDBPyConnection:
    """What Athena sees through its JSON SerDe: one struct an item, and the partition; `zone` is the call's."""
    paths = sorted(path for path in place.rglob("*.json.gz"))
    connection = duckdb.connect()
    connection.execute(f"SET TimeZone = '{zone}'")
    columns = f"columns = {{Item: 'STRUCT({base_views._ITEM})'}}, {base_views._OPTIONS}"
    source = f"read_json({base_views.files(paths)}, {columns})"
    connection.execute(f"CREATE TABLE exported AS SELECT Item AS item, 'id' AS export FROM {source}")
    return connection


def _no_client(service: str) -> Any:
    raise AssertionError(f"nobody should ask for {service} here")
