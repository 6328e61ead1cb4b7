"""A web server that writes down what it was asked for: the network's side of a visit."""

from __future__ import annotations

import gzip
import mimetypes
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

LEVEL = 6
COMPRESSED_ALREADY = {".woff2", ".png", ".jpg", ".webp"}


@dataclass
class Traffic:
    """`asked` maps each request since the last `clear`, in order, to the bytes its body takes on the way."""

    root: Path
    answers: Mapping[str, bytes] = field(default_factory=dict)
    asked: list[tuple[str, int]] = field(default_factory=list)

    def clear(self) -> None:
        self.asked.clear()

    @property
    def size(self) -> int:
        return sum(size for _, size in self.asked)

    def size_of(self, paths: set[str]) -> int:
        return sum(size for path, size in dict(self.asked).items() if path in paths)

    def find(self, path: str) -> tuple[int, str, bytes]:
        """Status, type and body. What is not there gets the site's own 404, as a static host would."""
        if path in self.answers:
            return 200, "application/json", self.answers[path]
        file = self.root / path.lstrip("/")
        file = file / "index.html" if file.is_dir() else file
        status = 200 if file.is_file() else 404
        shown = file if status == 200 else self.root / "404.html"
        return status, mimetypes.guess_type(shown.name)[0] or "application/octet-stream", shown.read_bytes()


@contextmanager
def serving(traffic: Traffic, port: int) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", port), handler_of(traffic))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def handler_of(traffic: Traffic) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            status, kind, body = traffic.find(path)
            coding, sent = on_the_way(path, body)
            traffic.asked.append((path, len(sent)))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Encoding", coding)
            self.send_header("Content-Length", str(len(sent)))
            self.send_header("Cache-Control", "no-store" if path in traffic.answers else "max-age=3600")
            self.end_headers()
            self.wfile.write(sent)

        def log_message(self, *_: object) -> None:
            """What was asked for is in `asked`."""

    return Handler


def on_the_way(path: str, body: bytes) -> tuple[str, bytes]:
    """The coding and the body as any browser is sent it."""
    return ("identity", body) if Path(path).suffix in COMPRESSED_ALREADY else ("gzip", gzip_body(body))


@lru_cache(maxsize=500)
def gzip_body(body: bytes) -> bytes:
    return gzip.compress(body, LEVEL)
