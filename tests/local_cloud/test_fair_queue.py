"""Turns of many clients before a few places; the clock is the test's own, and every test is a list of who went in."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from infra.fair_queue import HALF_LIFE_S, MOST_REMEMBERED, FairQueue
from tests.local_cloud import own_loop


class Room:
    """Requests that stay until they are sent away; `order` are those that went in."""

    def __init__(self, places: int, spare: int = 0) -> None:
        self.now = 0.0
        self.queue = FairQueue(places, spare, lambda: self.now)
        self.order: list[str] = []
        self.tasks: dict[str, asyncio.Task[None]] = {}
        self.done: dict[str, asyncio.Event] = {}

    async def come(self, *requests: str) -> None:
        """A request is its client's name, a hyphen, and what tells it from the client's others."""
        for request in requests:
            self.done[request] = asyncio.Event()
            self.tasks[request] = asyncio.create_task(self._stay(request))
            await settled()

    async def _stay(self, request: str) -> None:
        async with self.queue.turn(request.partition("-")[0]):
            self.order.append(request)
            await self.done[request].wait()

    async def go(self, request: str, after_s: float = 1.0) -> None:
        self.now += after_s
        self.done[request].set()
        await self.tasks[request]
        await settled()

    async def hang_up(self, request: str) -> None:
        self.tasks[request].cancel()
        with suppress(asyncio.CancelledError):
            await self.tasks[request]
        await settled()

    async def end(self) -> None:
        for task in self.tasks.values():
            task.cancel()
        await asyncio.gather(*self.tasks.values(), return_exceptions=True)


async def settled() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def order(room: Room, play: Callable[[Room], Awaitable[None]]) -> list[str]:
    async def played() -> None:
        try:
            await play(room)
        finally:
            await room.end()

    own_loop.run(played())
    return room.order


def test_one_client_alone_is_served_in_its_order_and_in_no_spare_place() -> None:
    async def play(room: Room) -> None:
        await room.come("village-1", "village-2", "village-3", "village-4")
        assert room.order == ["village-1", "village-2"]
        await room.go("village-2")
        await room.go("village-1")

    assert order(Room(2, spare=2), play) == ["village-1", "village-2", "village-3", "village-4"]


def test_whoever_has_had_least_goes_before_those_who_came_earlier() -> None:
    async def play(room: Room) -> None:
        await room.come("a-1", "b-1", "a-2", "b-2", "honest-1")
        await room.go("a-1")
        await room.go("b-1")

    assert order(Room(1), play) == ["a-1", "b-1", "honest-1"]


def test_a_client_that_has_asked_seldom_need_not_wait_for_a_place_among_busy_ones() -> None:
    async def play(room: Room) -> None:
        await room.come("a-1", "b-1", "a-2", "b-2")
        await room.go("a-1")
        assert room.order == ["a-1", "b-1", "b-2"]
        await room.come("b-3", "honest-1", "a-3")

    assert order(Room(2, spare=1), play) == ["a-1", "b-1", "b-2", "honest-1"]


def test_spare_places_end_too_and_are_nobody_s_once_all_have_had_the_same() -> None:
    async def play(room: Room) -> None:
        await room.come("a-1", "a-2")
        await room.go("a-1", after_s=2)
        await room.come("a-3", "x-1", "y-1", "z-1")
        assert len(room.order) == 4
        await room.go("x-1", after_s=0.1)

    assert order(Room(1, spare=2), play)[:4] == ["a-1", "a-2", "x-1", "y-1"]


def test_a_second_of_waiting_makes_up_for_a_second_of_being_served_so_that_newcomers_keep_nobody_out() -> None:
    async def play(room: Room) -> None:
        await room.come("village-1", "village-2")
        await room.go("village-1", after_s=3)
        await room.come("village-3", "bot0-1")
        for newcomer in range(1, 8):
            await room.go(room.order[-1])
            await room.come(f"bot{newcomer}-1")

    went = order(Room(1), play)
    assert 3 < went.index("village-3") < 7


def test_what_a_client_has_had_is_forgotten_by_halves() -> None:
    async def play(room: Room) -> None:
        await room.come("old-1")
        await room.go("old-1", after_s=4)
        room.now += 3 * HALF_LIFE_S
        await room.come("new-1")
        await room.go("new-1", after_s=1)
        await room.come("busy-1", "new-2", "old-2")
        await room.go("busy-1", after_s=0)

    assert order(Room(1), play)[-2:] == ["busy-1", "old-2"]


def test_whoever_hangs_up_takes_no_place_with_it() -> None:
    async def play(room: Room) -> None:
        await room.come("a-1", "b-1", "c-1")
        await room.hang_up("b-1")
        await room.hang_up("a-1")
        assert room.order == ["a-1", "c-1"]
        await room.come("d-1", "e-1")
        # Let in and hung up in the same instant.
        room.done["c-1"].set()
        room.tasks["d-1"].cancel()
        await settled()

        await room.go("e-1")
        assert room.queue.active == {}

    assert order(Room(1), play) == ["a-1", "c-1", "e-1"]


def test_of_many_clients_only_so_many_are_remembered() -> None:
    async def play(room: Room) -> None:
        async with room.queue.turn("busy"):
            room.now += 5
        for number in range(MOST_REMEMBERED + 20):
            async with room.queue.turn(f"bot{number}"):
                room.now += 0.001
            assert room.queue.active == {}
        assert MOST_REMEMBERED / 2 < len(room.queue.clients) <= MOST_REMEMBERED + 1
        assert "busy" in room.queue.clients

    order(Room(1), play)
