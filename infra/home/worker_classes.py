"""gunicorn's workers as they run here: what they refuse themselves is worded, and nothing of a request is logged."""

import socket
from contextlib import suppress
from http import HTTPStatus

from gunicorn import util
from gunicorn.http.errors import ParseException
from gunicorn.workers.sync import SyncWorker

# Seconds: the dispatcher sends the connection with its line, unless it was killed in between.
HANDED_S = 5


class WordedWorker(SyncWorker):  # type: ignore[misc]  # gunicorn has no types
    def handle_error(self, req: object, client: socket.socket, addr: object, exc: BaseException) -> None:
        """In place of gunicorn's page, which quotes the request, as its log does: a number or a key may stand in it."""
        self.log.warning("a request could not be answered: %s", type(exc).__name__)
        with suppress(OSError):
            client.sendall(answer_to(400 if isinstance(exc, ParseException) else 503))


def answer_to(status: int) -> bytes:
    """A whole HTTP response with the front's own text, in every language."""
    # Imported here, because most workers never write such a page.
    from chalicelib.call import current_call
    from infra.home import security_headers
    from infra.home.front_server.refusal_files import problem

    body = problem(current_call(), security_headers.template(), str(status)).encode()
    lines = (
        f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", "Connection: close", "Cache-Control: no-store",
        "Content-Type: application/problem+json", f"Content-Length: {len(body)}", "", "",
    )  # fmt: skip
    return "\r\n".join(lines).encode() + body


class DispatchedWorker(WordedWorker):
    """Behind the dispatcher (request_dispatcher.py): what it takes is a line with a connection in it."""

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
    """The descriptor that came; none if the other side has gone."""
    line.settimeout(HANDED_S)
    with suppress(OSError):
        return list(socket.recv_fds(line, 1, 1)[1])
    return []
