"""Who is served next where more requests wait than are served at once: the client that has had least of late.

Else six clients that never pause stand before everybody at every moment. Nobody is refused here, and nobody waits for
ever: a second of waiting makes up for a second of having been served. Standard library only, since the emulator's own
Python reads this module.
"""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

# After so long, half of what a client has had is forgotten.
HALF_LIFE_S = 10.0
MOST_REMEMBERED = 1000
# So many are forgotten at once: looking for them is dear.
FORGOTTEN = 100
# Of what those who are being served have had on average: who has had less than this share may have a spare place.
FAR_LESS = 0.5


@dataclass
class Client:
    """`seconds` it was served, as they counted at `at`; `running` of its requests are served now, the others wait."""

    seconds: float = 0.0
    at: float = 0.0
    running: int = 0
    waiting: deque[tuple[float, "asyncio.Future[None]"]] = field(default_factory=deque)

    def had(self, now: float, usual: float) -> float:
        """Seconds of late; of a request that runs, as many as requests usually take."""
        return self.seconds * float(0.5 ** ((now - self.at) / HALF_LIFE_S)) + self.running * usual

    def leave(self, seconds: float, now: float) -> None:
        self.running -= 1
        self.seconds, self.at = self.had(now, 0.0) + seconds, now

    def first(self) -> float | None:
        """Since when the first of its requests waits. Whoever hung up is passed over."""
        while self.waiting and self.waiting[0][1].done():
            self.waiting.popleft()
        return self.waiting[0][0] if self.waiting else None


@dataclass
class FairQueue:
    """`places` requests are served at once; in `spare` more, those of clients that have had far less than the others.

    Of one event loop alone. `clock` answers seconds.
    """

    places: int
    spare: int
    clock: Callable[[], float] = time.monotonic
    clients: dict[str, Client] = field(default_factory=dict, init=False)
    # Of those, who is served or waits: however many came today, a turn costs what they cost.
    active: dict[str, Client] = field(default_factory=dict, init=False)
    _usual_s: float = field(default=0.05, init=False)

    @asynccontextmanager
    async def turn(self, name: str) -> AsyncIterator[None]:
        """Wait for a place and hold it. Requests of one client are let in in their order."""
        await self._place(name)
        started = self.clock()
        try:
            yield
        finally:
            seconds = self.clock() - started
            self._usual_s += (seconds - self._usual_s) / 20
            self._leave(name, seconds)

    async def _place(self, name: str) -> None:
        given = asyncio.get_running_loop().create_future()
        client = self.active[name] = self.clients.setdefault(name, Client())
        client.waiting.append((self.clock(), given))
        self._let_in()
        try:
            await given
        except asyncio.CancelledError:
            # It hung up just when it was let in.
            if not given.cancelled():
                self._leave(name, 0.0)
            self._rest(name)
            raise

    def _leave(self, name: str, seconds: float) -> None:
        self.clients[name].leave(seconds, self.clock())
        self._let_in()
        self._rest(name)
        self._forget()

    def _rest(self, name: str) -> None:
        client = self.active.get(name)
        if client and not client.running and client.first() is None:
            del self.active[name]

    def _let_in(self) -> None:
        while client := self._next():
            client.running += 1
            client.waiting.popleft()[1].set_result(None)

    def _next(self) -> Client | None:
        """Whose turn it is, when there is a place for it."""
        now, served = self.clock(), sum(client.running for client in self.active.values())
        if served >= self.places + self.spare:
            return None
        most = float("inf") if served < self.places else FAR_LESS * self._mean(now, served)
        turns = [
            (had - (now - since), since, client)
            for client in self.active.values()
            if (since := client.first()) is not None and (had := client.had(now, self._usual_s)) < most
        ]
        return min(turns, key=lambda turn: turn[:2])[2] if turns else None

    def _mean(self, now: float, served: int) -> float:
        """What the clients of the requests being served have had, a request each."""
        return sum(one.running * one.had(now, self._usual_s) for one in self.active.values()) / served

    def _forget(self) -> None:
        """Of those who neither run nor wait, the ones who have had least."""
        if len(self.clients) > MOST_REMEMBERED:
            now = self.clock()
            idle = [name for name in self.clients if name not in self.active]
            for name in sorted(idle, key=lambda name: self.clients[name].had(now, 0.0))[:FORGOTTEN]:
                del self.clients[name]
