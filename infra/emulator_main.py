"""The emulator's own process, run by its own Python: ministack with three manners that a rehearsal needs.

What was answered outlives a kill and a full disk (a journal written ahead, replayed at the next start), a burst waits
for a free worker after the gateway has stamped it instead of starting a process each, whoever has had least of late
being first, and the emulator ends when whoever started it does.
"""

import asyncio
import json
import os
import signal
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from hypercorn.asyncio import serve
from hypercorn.config import Config
from ministack import app as ministack
from ministack.services import apigateway_v1, lambda_svc

# This file is started by its path; our own rooms come last, so that none of them hides a library.
sys.path.append(str(Path(__file__).parents[1]))

from infra.durable_objects import fail_what_is_not_on_disk
from infra.emulator_state import NotSaved
from infra.emulator_writes import RECOVERED, WRITES, WRITING, Message, Receive, Scope, Send, replay, save, written_ahead
from infra.fair_queue import FairQueue
from infra.write_ahead_log import NotDurable

SAVE_PATH, RECOVERED_PATH = "/_baiqau/save", "/_baiqau/recovered"
# Requests that run the function at once: one a core, and one more for whoever asks seldom (local_stack.py warms them).
PLACES, SPARE = max(2, os.cpu_count() or 1), 1
NOT_SAVED = 3
"""The exit code when the state could not be saved at the end: the journal holds what the saved state lacks."""
NO_ROOM = {"__type": "com.amazonaws.dynamodb.v20120810#InternalServerError", "message": "the disk took nothing"}
UNSAVED: list[str] = []


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await ministack.app(scope, receive, replaying_first(send))
    elif scope.get("path") == SAVE_PATH:
        await answer_save(send)
    elif scope.get("path") == RECOVERED_PATH:
        await send_json(send, 200, RECOVERED)
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
    body = await whole_body(receive)
    # A client that hangs up must not end a write halfway.
    try:
        messages = await asyncio.shield(written_ahead(scope, body))
    except NotDurable as failure:
        tell(f"not written: {failure}")
        await send_json(send, 500, NO_ROOM)
        return
    for message in messages:
        await send(message)


async def whole_body(receive: Receive) -> bytes:
    parts, more = [], True
    while more:
        message = await receive()
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(parts)


async def answer_save(send: Send) -> None:
    async with WRITING:
        try:
            save()
        except NotSaved as failure:
            await send_json(send, 507, {"message": str(failure)})
            return
    await send_json(send, 200, {})


def save_at_the_end(states: object) -> None:
    """In the place of ministack's own, which tells nobody when it failed."""
    try:
        save()
    except NotSaved as failure:
        UNSAVED.append(str(failure))
        tell(f"not saved: {failure}; the journal is kept")


def tell(text: str) -> None:
    """A line in the log, where the disk still takes one."""
    with suppress(OSError):
        os.write(sys.stderr.fileno(), f"{text}\n".encode())


async def send_json(send: Send, status: int, value: object) -> None:
    headers = [(b"content-type", b"application/x-amz-json-1.0")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(value).encode()})


def replaying_first(send: Send) -> Send:
    """The journal is replayed before the port opens."""

    async def passing(message: Message) -> None:
        if message["type"] == "lifespan.startup.complete":
            read_streams_from_their_start()
            await replay()
            tell(f"journal: {RECOVERED}")
        await send(message)

    return passing


def read_streams_from_their_start() -> None:
    """ministack keeps how far a stream was read but not the stream: after a restart it would wait for old numbers."""
    lambda_svc._dynamodb_stream_positions._data.clear()


def queue_for_workers() -> None:
    """Let so many requests run the function at once, in fair turns; the event they carry is stamped already."""
    queue, invoke = FairQueue(PLACES, SPARE), apigateway_v1._call_lambda_raw

    async def in_turn(function: object, event: dict[str, Any], **kwargs: object) -> object:
        async with queue.turn(event["requestContext"]["identity"]["sourceIp"]):
            return await invoke(function, event, **kwargs)

    apigateway_v1._call_lambda_raw = in_turn


async def main() -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for received in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(received, stop.set)
    threading.Thread(target=stop_with_parent, args=(loop, stop), daemon=True).start()
    queue_for_workers()
    fail_what_is_not_on_disk()
    ministack.save_all = save_at_the_end
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
    sys.exit(NOT_SAVED if UNSAVED else 0)
