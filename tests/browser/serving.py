"""A small site for the browser: every request is put to one function; no answer is a dead line."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from chalicelib.web.responses import Reply

PORTS = range(23400, 23500)
# Method, target, headers with lower-case names, body.
Answer = Callable[[str, str, dict[str, str], bytes], Reply | None]


@contextmanager
def serving(answer: Answer) -> Iterator[str]:
    """The address, while it is served."""
    server = _server(_handler(answer))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def _handler(answer: Answer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self._answer()

        def do_PUT(self) -> None:
            self._answer()

        def _answer(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = self.rfile.read(int(headers.get("content-length", "0")))
            reply = answer(self.command, self.path, headers, body)
            if reply is None:
                self.close_connection = True
            else:
                self._send(reply.status, reply.headers, reply.body.encode())

        def _send(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Quiet: the tests read what was asked."""

    return Handler


def _server(handling: type[BaseHTTPRequestHandler]) -> ThreadingHTTPServer:
    for port in PORTS:
        try:
            return ThreadingHTTPServer(("127.0.0.1", port), handling)
        except OSError:
            continue
    raise OSError("no free port for the browser's site")
