"""Requests as the front counts them: of each it tells the act and the status, and nothing of who asked for what.

nginx sends one datagram a request; what comes while nobody listens is lost, as a counter may lose it.
"""

import re
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from infra.home.status_number import Number

# What the front may say (front_server/nginx.conf.j2).
LINE = re.compile(rb"(?:^|: )(submit|change|draft|document|desk|other) (\d{3})\s*$")
LONGEST = 2048
OUTCOMES = {"1": "accepted", "2": "accepted", "3": "accepted", "4": "refused", "5": "failed"}
LIMITED = "429"


@dataclass
class FrontCounts:
    """Requests by act and outcome, counted from the lines of the front since this process began."""

    counted: Counter[tuple[str, str]] = field(default_factory=Counter)

    def note(self, datagram: bytes) -> None:
        """Count one line of the front; an unknown line is ignored."""
        if match := LINE.search(datagram):
            act, status = match[1].decode(), match[2].decode()
            outcome = "limited" if status == LIMITED else OUTCOMES.get(status[0], "failed")
            self.counted[act, outcome] += 1

    def numbers(self) -> Iterator[Number]:
        for (act, outcome), count in sorted(self.counted.items()):
            yield Number("baiqau_requests_total", float(count), {"act": act, "outcome": outcome})

    def listen(self, receiver: socket.socket) -> None:
        """Listen in a thread that ends with the process."""
        threading.Thread(target=self._receive, args=(receiver,), daemon=True).start()

    def _receive(self, receiver: socket.socket) -> None:
        while True:
            self.note(receiver.recv(LONGEST))


def receiver_at(place: Path) -> socket.socket:
    """A datagram socket at `path`; one that an earlier process left there is replaced."""
    place.unlink(missing_ok=True)
    receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    receiver.bind(str(place))
    return receiver
