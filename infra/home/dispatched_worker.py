"""gunicorn's worker behind the dispatcher (request_dispatcher.py): what it takes is a line with a connection in it."""

import socket
from contextlib import suppress

from gunicorn import util
from gunicorn.workers.sync import SyncWorker

# The dispatcher sends the connection in the same breath; one that was killed in between sends nothing.
HANDED_S = 5


class DispatchedWorker(SyncWorker):  # type: ignore[misc]  # gunicorn has no types
    def accept(self, listener: socket.socket) -> None:
        """Answers on the connection that came; the line closes after that, which says that this worker is free."""
        line, address = listener.accept()
        with line:
            for descriptor in descriptors(line):
                connection = socket.socket(fileno=descriptor)
                connection.setblocking(True)
                util.close_on_exec(connection)
                self.handle(listener, connection, address)


def descriptors(line: socket.socket) -> list[int]:
    """One, or none where the other side went away."""
    line.settimeout(HANDED_S)
    with suppress(OSError):
        return list(socket.recv_fds(line, 1, 1)[1])
    return []
