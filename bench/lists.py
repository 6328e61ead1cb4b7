"""The first screen of `queue`, `list` and `mail list`, and a round with nothing due: what they cost follows what they
show, not what the table holds. The baseline is a raw query of as many rows.
"""

from __future__ import annotations

import io
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from bench.figures import Figure, alternating_pairs, medians, ratios
from chalicelib.call import Call, current_call
from chalicelib.projection.light_fold import light
from chalicelib.rules.application import Application, Event
from chalicelib.store.due_list import DUE, UNSENT, TableDueList
from chalicelib.store.event_items import to_item
from chalicelib.store.home.item_writes import put
from chalicelib.store.home.sqlite_table import SqliteTable
from chalicelib.store.projection import LISTS, TableProjection, items_kept
from staff.applications import list_screens
from staff.console import environment
from staff.main import main
from staff.synthetic import applications

FEW, SOME, MANY = 1_000, 10_000, 100_000
PAIRS, SAMPLES = 9, 100
AIM_S, AIM_GROWTH = 1.0, 1.5
COMMANDS = (("queue",), ("list",), ("mail", "list"))
SIGNS = "23456789DFGJNRSUVW"


def figures() -> Iterator[Figure]:
    """Times are told in seconds beside; growth is the median at MANY over the median at FEW."""
    with tempfile.TemporaryDirectory() as folder:
        clients = {count: _filled_table(Path(folder) / f"{count}.db", count) for count in (FEW, SOME, MANY)}
        for words in COMMANDS:
            pairs = alternating_pairs(
                partial(_milliseconds_of_list, clients[SOME], words), lambda: _raw(clients[SOME]), PAIRS
            )
            seconds = median(ours for ours, _ in pairs) / 1000
            yield Figure(f"{'_'.join(words)}_first_screen_s", [seconds], AIM_S, {}, f"seconds, of {SOME} applications")
            yield Figure(f"{'_'.join(words)}_over_raw_query", ratios(pairs), None, medians(pairs, "ms"))
        acts: dict[str, Callable[[SqliteTable], float]] = {
            "_".join(words): partial(_milliseconds_of_list, words=words) for words in COMMANDS
        }
        for name, act in (acts | {"nothing_due": _nothing_due}).items():
            pairs = alternating_pairs(partial(act, clients[MANY]), partial(act, clients[FEW]), PAIRS)
            growth = median(ours for ours, _ in pairs) / median(few for _, few in pairs)
            yield Figure(f"{name}_growth_{FEW}_to_{MANY}", [growth], AIM_GROWTH, medians(pairs, "ms"))


def _filled_table(file: Path, count: int) -> SqliteTable:
    client = SqliteTable(file)
    fill(client, count)
    return client


def fill(client: SqliteTable, count: int) -> None:
    """So many invented applications with their lists, every mail of which is still owed. Written past the stores."""
    call = current_call()
    samples = list(applications(call, min(count, SAMPLES)))
    with client.database.writing(is_flushed=False) as connection:
        for index in range(count):
            for item in _items(call, samples[index % len(samples)], index):
                put(connection, {"Item": item})
    TableProjection(client, client.name).mark_whole(call.id)


def _items(call: Call, sample: tuple[Event, ...], place: int) -> Iterator[dict[str, Any]]:
    number = _number(place)
    events = tuple(event._replace(number=number, at=event.at + timedelta(milliseconds=place)) for event in sample)
    yield from map(to_item, events)
    if item := light(call, Application(events)):
        yield from items_kept(call.id, item)
    yield {"pk": {"S": f"{UNSENT}{call.id}"}, "sk": {"S": number}}
    # A look that is far ahead.
    yield {"pk": {"S": f"{DUE}{call.id}"}, "sk": {"S": f"{events[0].at.year + 9}-01-01T00:00:00.000Z#{number}"}}


def _number(rest: int) -> str:
    signs = ""
    for _ in range(8):
        rest, digit = divmod(rest, len(SIGNS))
        signs = SIGNS[digit] + signs
    return f"{signs[:4]}-{signs[4:]}"


def now() -> datetime:
    return current_call().closes_at + timedelta(days=60)


def _milliseconds_of_list(client: SqliteTable, words: tuple[str, ...]) -> float:
    """The tool in this process, its table printed, in milliseconds."""
    place = environment.Place(lambda service: client, client.name, lambda: "bench", now)
    environment.aws = lambda table: place
    with redirect_stdout(io.StringIO()):
        started = time.perf_counter()
        code = main(list(words))
        took = time.perf_counter() - started
    assert code == 0
    return took * 1000


def _raw(client: SqliteTable) -> float:
    """A screen of one list, and nothing made of it."""
    values, most = {":pk": {"S": f"{LISTS}{current_call().id}#queue"}}, list_screens.SCREEN
    started = time.perf_counter()
    answer = client.query(
        TableName=client.name,
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues=values,
        Limit=list_screens.SCREEN,
    )
    took = time.perf_counter() - started
    assert len(answer["Items"]) == most
    return took * 1000


def _nothing_due(client: SqliteTable) -> float:
    """What a round asks of the lists."""
    started = time.perf_counter()
    assert TableProjection(client, client.name).is_whole(current_call().id)
    assert TableDueList(client, client.name).due(current_call().id, now(), 200) == ()
    return (time.perf_counter() - started) * 1000
