"""What keeps the emulator's table: every write in the journal first, the whole state in one piece now and then.

Run by the emulator's own Python.
"""

import asyncio
import base64
import json
import os
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from ministack import app as ministack
from ministack.core import persistence

from infra.emulator_state import NotSaved, SavedState
from infra.write_ahead_log import Entry, WriteAheadLog

Scope = dict[str, Any]
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

WRITES = frozenset({"PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"})
TRIES = 3
STATE = Path(os.environ["STATE_DIR"])
SAVED = SavedState(STATE)
SAVED.finish()
JOURNAL = WriteAheadLog(STATE / "journal", SAVED.mark().journal, older=STATE / "journal.jsonl")
WRITING = asyncio.Lock()
RECOVERED = {"writes": 0, "refused": 0, "torn": 0}


async def written_ahead(scope: Scope, body: bytes) -> list[Message]:
    """The answer to one write. It is in the journal before it is in the table: what the disk refuses never happened.

    Raises NotDurable.
    """
    async with WRITING:
        start = await asyncio.to_thread(JOURNAL.append, entry_of(scope, body))
        messages = await answer_of(scope, body)
        if status_of(messages) != 200:
            # Where the cut fails, the replay repeats a refused write in its place, and it is refused again.
            with suppress(OSError):
                JOURNAL.take_back(start)
    return messages


async def answer_of(scope: Scope, body: bytes) -> list[Message]:
    messages: list[Message] = []

    async def keep(message: Message) -> None:
        messages.append(message)

    await ministack.app(scope, one_message(body), keep)
    return messages


def status_of(messages: list[Message]) -> int:
    return next((message["status"] for message in messages if message["type"] == "http.response.start"), 0)


def one_message(body: bytes) -> Receive:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


def entry_of(scope: Scope, body: bytes) -> Entry:
    headers = [[name.decode("latin-1"), value.decode("latin-1")] for name, value in scope["headers"]]
    return {"headers": headers, "body": base64.b64encode(body).decode("ascii")}


async def replay() -> None:
    """Repeat, in their order, the writes that the saved state lacks."""
    recovered = JOURNAL.recovered()
    RECOVERED["torn"] = recovered.torn
    for entry in recovered.entries:
        status = status_of(await answer_of(scope_of(entry), base64.b64decode(entry["body"])))
        RECOVERED["writes" if status == 200 else "refused"] += 1


def scope_of(entry: dict[str, Any]) -> Scope:
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in entry["headers"]]
    address = {
        "path": "/",
        "raw_path": b"/",
        "query_string": b"",
        "client": ("127.0.0.1", 0),
        "server": ("127.0.0.1", 0),
    }
    return {"type": "http", "http_version": "1.1", "method": "POST", "scheme": "http", "headers": headers, **address}


def save() -> None:
    """All state to disk, or NotSaved; only what is saved leaves the journal."""
    states = ministack._build_persistence_save_dict()
    last = JOURNAL.turn()
    try:
        texts = {f"{name}.json": text for name, state in states.items() if (text := text_of(name, state))}
    except Exception as failure:  # Whatever a service fails with, the state on disk stays whole, and the journal too.
        raise NotSaved(f"{name_of(failure)} in ministack's state") from failure
    SAVED.save(texts, last)
    JOURNAL.drop(last)


def text_of(name: str, state: Callable[[], object]) -> str:
    """As ministack's own save writes it; empty for a service that was never asked anything."""
    for _ in range(TRIES):
        with suppress(RuntimeError):  # One of ministack's threads changed the state while it was read.
            return versioned(name, state())
    return versioned(name, state())


def versioned(name: str, payload: object) -> str:
    if payload is None:
        return ""
    whole = {"__ministack_format__": persistence._state_format_version(name), "payload": payload}
    return json.dumps(whole, default=persistence._json_default)


def name_of(failure: Exception) -> str:
    """The kind of failure; its message may quote what an applicant wrote, except an operating system's."""
    return str(failure) if isinstance(failure, OSError) else type(failure).__name__
