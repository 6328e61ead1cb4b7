"""The dispatcher between the front and the workers: real sockets, and a worker that answers when the test says so."""

import asyncio
import os
import socket
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from infra.fair_queue import FairQueue
from infra.home import request_dispatcher
from infra.home.request_dispatcher import Dispatcher
from infra.home.worker_classes import descriptors
from tests.local_cloud import own_loop

pytestmark = pytest.mark.home

PATIENCE_S = 60


def head(client: str, path: str = "/", more: str = "") -> bytes:
    """As nginx writes it: what it says itself comes before what the visitor said."""
    return f"GET {path} HTTP/1.1\r\nX-Received-At: 1.0\r\nX-Forwarded-For: {client}\r\n{more}\r\n".encode()


class Taken:
    """A request that a worker holds, and the line by which the dispatcher gave it."""

    def __init__(self, line: socket.socket) -> None:
        self.line, (descriptor,) = line, descriptors(line)
        self.connection = socket.socket(fileno=descriptor)
        self.connection.settimeout(PATIENCE_S)
        self.bytes = self.connection.recv(100_000)

    def answer(self, said: bytes = b"done") -> None:
        self.connection.sendall(said)
        self.end()

    def end(self) -> None:
        self.connection.close()
        self.line.close()


class Listener(socket.socket):
    """Calls `before_accept` when the dispatcher takes a connection."""

    before_accept: Callable[[], None] = staticmethod(lambda: None)

    def accept(self) -> tuple[socket.socket, Any]:
        self.before_accept()
        return super().accept()


class Room:
    """A dispatcher with its two sockets; `places` requests are with the workers at once."""

    def __init__(self, folder: Path, places: int = 1) -> None:
        self.front, self.workers = folder / "functions.sock", socket.socket(socket.AF_UNIX)
        self.listener = Listener(socket.AF_UNIX)
        self.listener.bind(str(self.front))
        self.listener.listen(500)
        self.workers.bind(str(folder / "workers.sock"))
        self.workers.listen(500)
        self.workers.settimeout(PATIENCE_S)
        self.fronts, self.now = ExitStack(), 0.0
        queue = FairQueue(places, 0, lambda: self.now)
        self.dispatcher, self.stop = Dispatcher(folder / "workers.sock", queue), asyncio.Event()

    async def come(self, *requests: bytes) -> list[socket.socket]:
        """Each is there before the next one is."""
        came = []
        for request in requests:
            connection = self.fronts.enter_context(socket.socket(socket.AF_UNIX))
            connection.settimeout(PATIENCE_S)
            connection.connect(str(self.front))
            connection.sendall(request)
            came.append(connection)
            await settled()
        return came

    async def taken(self) -> Taken:
        line, _ = await asyncio.to_thread(self.workers.accept)
        return Taken(line)

    async def order(self, count: int) -> list[str]:
        """The paths of the next requests, each answered after a second, before the next is given."""
        paths = []
        for _ in range(count):
            taken = await self.taken()
            paths.append(taken.bytes.split()[1].decode())
            self.now += 1
            taken.answer()
        return paths


async def settled() -> None:
    """What came is there at once: the dispatcher has its turns, however long each takes."""
    for _ in range(20):
        await asyncio.sleep(0)


async def ended(front: socket.socket) -> bool:
    """Without a byte of an answer."""
    try:
        return await asyncio.to_thread(front.recv, 100) == b""
    except ConnectionResetError:
        return True


@pytest.fixture(autouse=True)
def _a_head_may_take_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """As long as a test lasts: none is given up while this process stands still."""
    monkeypatch.setattr(request_dispatcher, "HEAD_S", PATIENCE_S * 3)


def played(play: Callable[[Room], Awaitable[None]], places: int = 1) -> None:
    async def whole(folder: Path) -> None:
        room = Room(folder, places)
        serving = asyncio.create_task(room.dispatcher.serve(room.listener, room.stop))
        try:
            await asyncio.wait_for(play(room), PATIENCE_S * 3)
        finally:
            room.stop.set()
            room.workers.close()
            await asyncio.wait_for(serving, PATIENCE_S)
            room.fronts.close()
            room.listener.close()

    with tempfile.TemporaryDirectory() as folder:
        own_loop.run(whole(Path(folder)))


def test_a_request_reaches_a_worker_byte_for_byte_and_its_answer_the_front() -> None:
    async def play(room: Room) -> None:
        request = head("203.0.113.1", more="Content-Length: 60000\r\n") + os.urandom(60_000)
        (front,) = await room.come(request)
        taken = await room.taken()
        received = taken.bytes
        while len(received) < len(request):
            received += taken.connection.recv(100_000)
        assert received == request
        taken.answer(b"HTTP/1.1 200 OK\r\n\r\n")
        assert await asyncio.to_thread(front.recv, 100) == b"HTTP/1.1 200 OK\r\n\r\n"
        assert await asyncio.to_thread(front.recv, 100) == b""

    played(play)


def test_an_honest_request_passes_before_a_flood_that_came_first() -> None:
    async def play(room: Room) -> None:
        await room.come(*(head(f"203.0.113.{hand}", f"/{hand}/{n}") for n in range(20) for hand in range(1, 4)))
        await room.come(head("198.51.100.7", "/honest"))
        assert (await room.order(61)).index("/honest") <= 3

    played(play)


def test_one_network_of_ipv6_is_one_client_and_what_a_visitor_says_of_himself_is_not_heard() -> None:
    async def play(room: Room) -> None:
        flood = [head(f"2001:db8:1:2::{n:x}", f"/flood/{n}") for n in range(1, 20)]
        lies = [head("203.0.113.9", f"/liar/{n}", f"X-Forwarded-For: 198.51.100.{n}\r\n") for n in range(1, 20)]
        await room.come(*flood, *lies, head("198.51.100.7", "/honest"))
        assert (await room.order(39)).index("/honest") <= 3

    played(play)


def test_a_head_that_comes_in_pieces_is_waited_for_while_others_pass() -> None:
    async def play(room: Room) -> None:
        whole = head("203.0.113.1", "/late")
        (late,) = await room.come(whole[:30])
        await room.come(head("203.0.113.2", "/other"))
        assert await room.order(1) == ["/other"]
        late.sendall(whole[30:])
        assert await room.order(1) == ["/late"]

    played(play)


def test_a_worker_that_is_killed_frees_its_place_and_the_front_is_told_by_the_end_of_the_line() -> None:
    async def play(room: Room) -> None:
        first, _ = await room.come(head("203.0.113.1", "/1"), head("203.0.113.1", "/2"))
        taken = await room.taken()
        taken.end()
        assert await ended(first)
        assert await room.order(1) == ["/2"]

    played(play)


def test_whoever_hung_up_or_says_no_head_holds_nobody_up() -> None:
    async def play(room: Room) -> None:
        gone, mute = await room.come(b"", b"")
        gone.close()
        await room.come(head("203.0.113.1", "/1"))
        # The one that hung up has its turn too, and a worker finds that nobody is there.
        both = [await room.taken() for _ in range(2)]
        assert sorted(one.bytes.split()[1:2] for one in both) == [[], [b"/1"]]
        for one in both:
            one.end()
        mute.close()

    played(play, places=2)


def test_where_no_worker_listens_the_line_ends_at_once() -> None:
    async def play(room: Room) -> None:
        room.workers.close()
        (front,) = await room.come(head("203.0.113.1"))
        assert await ended(front)

    played(play)


def test_who_waits_is_handed_over_before_the_dispatcher_ends() -> None:
    async def play(room: Room) -> None:
        await room.come(head("203.0.113.1", "/1"), head("203.0.113.1", "/2"))
        room.stop.set()
        await settled()
        assert await room.order(2) == ["/1", "/2"]

    played(play)


def test_a_request_that_is_taken_in_the_very_turn_of_the_end_is_handed_over_too() -> None:
    async def play(room: Room) -> None:
        await settled()
        room.listener.before_accept = room.stop.set
        await room.come(head("203.0.113.1", "/1"))
        assert room.stop.is_set()
        assert await room.order(1) == ["/1"]

    played(play)
