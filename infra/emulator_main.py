"""The emulator's own process, run by its own Python: ministack with three manners that a rehearsal needs.

A write outlives a kill (a journal, replayed at the next start), a burst waits for a free worker after the gateway has
stamped it instead of starting a process each, and the emulator ends when whoever started it does.
"""

import asyncio
import base64
import json
import os
import signal
import sys
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from hypercorn.asyncio import serve
from hypercorn.config import Config
from ministack import app as ministack
from ministack.core.persistence import save_all
from ministack.services import apigateway_v1, lambda_svc

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

SAVE_PATH = "/_baiqau/save"
WORKERS = max(2, 2 * (os.cpu_count() or 1))
WRITES = frozenset({"PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"})
JOURNAL = Path(os.environ["STATE_DIR"]) / "journal.jsonl"


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await ministack.app(scope, receive, forgetting_journal(send))
    elif scope.get("path") == SAVE_PATH:
        await save_everything(send)
    elif operation(scope) in WRITES:
        await journaled(scope, receive, send)
    else:
        await ministack.app(scope, receive, send)


def operation(scope: Scope) -> str:
    """The DynamoDB operation a request asks for; empty for any other request."""
    target = next((value for name, value in scope.get("headers", ()) if name.lower() == b"x-amz-target"), b"")
    service, _, name = target.decode("latin-1").partition(".")
    return name if service.startswith("DynamoDB") else ""


async def journaled(scope: Scope, receive: Receive, send: Send) -> None:
    """Pass a write on; its success is answered only after it is in the journal."""
    body = await whole_body(receive)

    async def send_when_noted(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start" and message["status"] == 200:
            note(scope, body)
        await send(message)

    await ministack.app(scope, one_message(body), send_when_noted)


async def whole_body(receive: Receive) -> bytes:
    parts, more = [], True
    while more:
        message = await receive()
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(parts)


def one_message(body: bytes) -> Receive:
    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


def note(scope: Scope, body: bytes) -> None:
    headers = [[name.decode("latin-1"), value.decode("latin-1")] for name, value in scope["headers"]]
    with JOURNAL.open("a", encoding="ascii") as journal:
        journal.write(json.dumps({"headers": headers, "body": base64.b64encode(body).decode("ascii")}) + "\n")


async def replay() -> None:
    """Repeat the writes of a run that was killed. Repeating one that was saved after all changes nothing."""
    if not JOURNAL.exists():
        return
    for line in JOURNAL.read_text(encoding="ascii").splitlines():
        try:
            entry = json.loads(line)
        except json.JSONDecodeError:
            break  # the kill came in the middle of this line, so its write was never answered
        await ministack.app(scope_of(entry), one_message(base64.b64decode(entry["body"])), nowhere)


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


async def nowhere(message: dict[str, Any]) -> None:
    """Where the answers to replayed writes go."""


async def save_everything(send: Send) -> None:
    save_all(ministack._build_persistence_save_dict())
    JOURNAL.unlink(missing_ok=True)
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def forgetting_journal(send: Send) -> Send:
    """At start the journal is replayed before the port opens; at a normal stop the saved state replaces it."""

    async def passing(message: dict[str, Any]) -> None:
        if message["type"] == "lifespan.startup.complete":
            read_streams_from_their_start()
            await replay()
        if message["type"] == "lifespan.shutdown.complete":
            JOURNAL.unlink(missing_ok=True)
        await send(message)

    return passing


def read_streams_from_their_start() -> None:
    """ministack keeps how far a stream was read but not the stream: after a restart it would wait for old numbers."""
    lambda_svc._dynamodb_stream_positions._data.clear()


def queue_for_workers() -> None:
    """Let at most WORKERS requests run the function at once; the event they carry is stamped already."""
    free, invoke = asyncio.Semaphore(WORKERS), apigateway_v1._call_lambda_raw

    async def when_free(*args: Any, **kwargs: Any) -> Any:
        async with free:
            return await invoke(*args, **kwargs)

    apigateway_v1._call_lambda_raw = when_free


async def main() -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for received in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(received, stop.set)
    threading.Thread(target=stop_with_parent, args=(loop, stop), daemon=True).start()
    queue_for_workers()
    config = Config()
    config.bind = [f"127.0.0.1:{os.environ['GATEWAY_PORT']}"]
    config.loglevel, config.graceful_timeout, config.keep_alive_timeout = "WARNING", 5, 75
    await serve(app, config, shutdown_trigger=stop.wait)


def stop_with_parent(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    """The parent holds the other end of standard input and never writes: its end is the parent's."""
    sys.stdin.read()
    loop.call_soon_threadsafe(stop.set)


if __name__ == "__main__":
    asyncio.run(main())
