"""Everything held about one application, wherever it is kept: table, documents, a rehearsal's inbox, exports."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from chalicelib.call import Call
from chalicelib.rules.application import Application, Event
from chalicelib.rules.refusals import NotFound, OtherCall
from chalicelib.store.document_bucket import DocumentFiles, versions
from chalicelib.store.home.document_folder import FolderFiles
from chalicelib.store.home.home_layout import Layout
from chalicelib.store.table_erasure import without
from chalicelib.store.table_holdings import EVENT, EVENTS, every_item, holdings

from ..console.environment import Place
from ..console.errors import USAGE
from ..console.session import Session
from .item_reading import number_of, read_item

if TYPE_CHECKING:
    from chalicelib.store.table_client import Item

# A shorter text identifies nobody and would be found everywhere.
SHORTEST = 4
_SHORT_NUMBER = re.compile(r"[\d.,:+-]{1,10}")
_MARK = re.compile(r"[^\s@]+@[^\s@]+|\+?\d{10,}")


@dataclass(frozen=True)
class Holdings:
    """`items` by kind (chalicelib/store/table_holdings.py), `documents` and `mails` by name, with their sizes;
    `texts` is what the person wrote anywhere in it, as far as it is long enough to be looked for.
    """

    number: str
    items: Mapping[str, list[Item]]
    documents: Mapping[str, int]
    mails: Mapping[str, int]
    texts: frozenset[str]


def holdings_of(session: Session, number: str) -> Holdings:
    """Raises NotFound for a number under which nothing lies, and OtherCall."""
    place = session.place
    items = holdings(place.client, place.table, number)
    if not items[EVENT]:
        raise NotFound
    read = [event for event, _ in map(read_item, items[EVENT]) if event]
    call = Application(tuple(read)).call_id if read else ""
    if call not in ("", session.call.id):
        raise OtherCall(call)
    texts = texts_of(session.call, read)
    items["staff"] = [item for item in items["staff"] if _is_about(item, number, texts)]
    documents = files_of(session).everything_of(number)
    return Holdings(number, items, documents, mails_of(session, number, texts), texts)


def files_of(session: Session) -> FolderFiles | DocumentFiles:
    if isinstance(session.place.documents, FolderFiles):
        return session.place.documents
    bucket = session.place.buckets.get("documents", "")
    if not bucket:
        session.fail("document.no_bucket", USAGE)
    return DocumentFiles(lambda: session.place.connect("s3"), bucket)


def inbox_of(session: Session) -> Path | None:
    """The folder of mails on a server that sends none; elsewhere sent mails are out of reach."""
    return Layout(session.home_folder.expanduser().resolve()).mail if session.home_folder else None


def marks(texts: Iterable[str]) -> list[str]:
    """The texts that identify one person: a mail address, a telephone number, an identification number."""
    return sorted(text for text in texts if _MARK.fullmatch(text))


def others(session: Session, holding: Holdings) -> list[str]:
    """Numbers of other applications that hold one of the person's marks: they are forgotten by their own number."""
    wanted = marks(holding.texts)
    numbers = {
        number_of(item)
        for item in every_item(session.place.client, session.place.table)
        if item["pk"]["S"].startswith(EVENTS) and any(mark in item.get("answers", {}).get("S", "") for mark in wanted)
    }
    return sorted(numbers - {holding.number})


def mails_of(session: Session, number: str, texts: Iterable[str]) -> dict[str, int]:
    inbox = inbox_of(session)
    about = [number, *(mark for mark in marks(texts) if "@" in mark)]
    files = sorted(inbox.glob("*.json")) if inbox else []
    return {file.name: file.stat().st_size for file in files if any(each in _mail_text(file) for each in about)}


def exports_of(place: Place) -> list[str]:
    """Every file in the place of exports: copies of the table, with everybody's data."""
    where = place.buckets.get("exports", "")
    if where.startswith("/"):
        return [str(file) for file in sorted(Path(where).rglob("*")) if file.is_file()]
    return sorted({version["Key"] for version in versions(place.connect("s3"), where, "")}) if where else []


def _mail_text(file: Path) -> str:
    return " ".join(map(str, json.loads(file.read_text("utf-8")).values()))


def _is_about(entry: Item, number: str, texts: Iterable[str]) -> bool:
    entry_text = f"{entry['command']['S']} {entry['why']['S']}"
    return number in entry_text or without(entry["why"]["S"], texts) != entry["why"]["S"]


def texts_of(call: Call, events: Iterable[Event]) -> frozenset[str]:
    """The person's own texts; codes of options, months and amounts are left out."""
    fields = [part for form in (call.form, *call.other_forms) for field in form for part in (field, *field.columns)]
    codes = {option.code for field in fields for option in field.options}
    texts = {text for event in events for text in _texts(event)}
    return frozenset(text for text in texts - codes if len(text) >= SHORTEST and not _SHORT_NUMBER.fullmatch(text))


def _texts(event: Event) -> Iterator[str]:
    yield from _leaves(event.answers)
    yield from _leaves(event.detail.get("filename"))


def _leaves(value: object) -> Iterator[str]:
    """Every text, and every line of one that has several."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        for value_inside in value:
            yield from _leaves(value_inside)
    elif isinstance(value, str):
        yield from filter(None, (line.strip() for line in (value, *value.splitlines())))
