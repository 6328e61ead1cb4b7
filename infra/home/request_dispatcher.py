"""Gives each request of the front to a worker, the client that has had least of late first (infra/fair_queue.py).

`python -m infra.home.request_dispatcher --handed-over --workers workers.sock`. No byte of a request passes through this
process: it looks at the head for the client's address and hands the front's own connection to the worker
(worker_classes.py), which answers on it. The worker's line closes when it is free again, or when it was killed.
"""

import argparse
import asyncio
import re
import signal
import socket
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from chalicelib.rules.client_address import client_of
from infra.fair_queue import FairQueue
from infra.home import gunicorn_settings
from infra.home.systemd_socket import handed_over

# Bytes: more than nginx's longest request line, after which the front's own headers come.
HEAD = 24 * 1024
FORWARDED_FOR = re.compile(rb"\r\nX-Forwarded-For: ([^\r\n]*)\r\n", re.IGNORECASE)
# Seconds in which the front, who has the whole request, says whose it is; it is another client's turn meanwhile.
HEAD_S = 5.0
# Each is a descriptor of the 16,384 that the unit allows; more wait in the socket's backlog.
MOST_WAITING = 8000
# Where no descriptor is left.
PAUSE_S = 0.05


@dataclass
class Dispatcher:
    """`workers` is the socket where they take connections. As many requests are theirs at once as there are workers:
    one of the places is for those who have had far less than the others.
    """

    workers: Path
    queue: FairQueue = field(default_factory=lambda: FairQueue(max(1, gunicorn_settings.workers - 1), 1))
    _dispatches: set[asyncio.Task[None]] = field(default_factory=set, init=False)

    async def serve(self, listener: socket.socket, stop: asyncio.Event) -> None:
        """Serve until `stop` is set; requests that wait then are still handed over."""
        listener.setblocking(False)
        accepting = asyncio.create_task(self._accept(listener))
        await stop.wait()
        accepting.cancel()
        await asyncio.gather(*self._dispatches, return_exceptions=True)

    async def _accept(self, listener: socket.socket) -> None:
        room = asyncio.Semaphore(MOST_WAITING)
        while True:
            await room.acquire()
            await readable(listener)
            try:
                # Nothing is awaited until the request has its task: one that is taken as the end comes is not lost.
                request, _ = listener.accept()
            except OSError:
                room.release()
                await asyncio.sleep(PAUSE_S)
                continue
            task = asyncio.create_task(self._dispatch(request))
            self._dispatches.add(task)
            task.add_done_callback(self._dispatches.discard)
            task.add_done_callback(lambda _: room.release())

    async def _dispatch(self, request: socket.socket) -> None:
        """Hand a request to a worker; if none takes it, close it: the front then calls the outcome unknown."""
        request.setblocking(False)
        with request, suppress(OSError):
            async with self.queue.turn(client_of(await sender(request))):
                await self._wait_for_answer(request)

    async def _wait_for_answer(self, request: socket.socket) -> None:
        """Returns when the worker has answered: it alone holds the connection then, so the connection ends with it."""
        loop = asyncio.get_running_loop()
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_NONBLOCK) as line:
            await loop.sock_connect(line, str(self.workers))
            socket.send_fds(line, [b"."], [request.fileno()])
            request.close()
            await loop.sock_recv(line, 1)


async def sender(request: socket.socket) -> str:
    """The client's address from the front's first header; empty if the front does not send it in time."""
    with suppress(TimeoutError):
        async with asyncio.timeout(HEAD_S):
            while True:
                await readable(request)
                head = request.recv(HEAD, socket.MSG_PEEK)
                if (address := FORWARDED_FOR.search(head)) or not head or b"\r\n\r\n" in head or len(head) == HEAD:
                    return address[1].decode("latin-1") if address else ""
                await asyncio.sleep(0.01)
    return ""


async def readable(waiting: socket.socket) -> None:
    """A request has bytes to read, or a listener a connection to take."""
    loop, ready = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(waiting, ready.set)
    try:
        await ready.wait()
    finally:
        loop.remove_reader(waiting)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--socket", type=Path, help="in the file system, for a front on this machine")
    where.add_argument("--handed-over", action="store_true", help="the socket that systemd opened for this process")
    parser.add_argument("--workers", type=Path, required=True, help="the socket where the workers take connections")
    wanted = parser.parse_args()
    asyncio.run(serve(wanted.workers, handed_over() if wanted.handed_over else listening_at(wanted.socket)))
    return 0


async def serve(workers: Path, listener: socket.socket) -> None:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    with listener:
        await Dispatcher(workers).serve(listener, stop)


def listening_at(place: Path) -> socket.socket:
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(str(place))
    listener.listen(gunicorn_settings.backlog)
    return listener


if __name__ == "__main__":
    raise SystemExit(main())
