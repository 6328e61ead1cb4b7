"""The documents' routes on a port of its own, for tests that are not asynchronous."""

import asyncio
import http.client
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from aiohttp import web

from chalicelib.rules.upload import Upload
from chalicelib.store.home.document_folder import FolderFiles
from infra.home.documents_routes import DocumentsRoutes

# The library's ten would be waited for at the end of a test that promised more than it sent.
LINGERING_S = 0.5
PATIENCE_S = 90


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class DocumentsServer:
    files: FolderFiles
    port: int

    def post(self, upload: Upload, content: bytes, filename: str = "a.pdf", **more: str) -> Answer:
        body = multipart({**upload.fields, **more}, content, filename)
        return self.ask("POST", upload.url, body, {"Content-Type": "multipart/form-data; boundary=b"})

    def ask(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        try:
            connection.request(method, path, body, dict(headers or {}))
            got = connection.getresponse()
            return Answer(got.status, {name.lower(): value for name, value in got.getheaders()}, got.read())
        finally:
            connection.close()

    def get(self, address: str) -> Answer:
        parts = urlsplit(address)
        return self.ask("GET", f"{parts.path}?{parts.query}")


def multipart(fields: Mapping[str, str], content: bytes, filename: str) -> bytes:
    parts = [f'name="{name}"\r\n\r\n{value}'.encode() for name, value in fields.items()]
    parts.append(f'name="file"; filename="{filename}"\r\n\r\n'.encode() + content)
    return b"".join(b"--b\r\nContent-Disposition: form-data; " + part + b"\r\n" for part in parts) + b"--b--\r\n"


@contextmanager
def documents_server(files: FolderFiles) -> Iterator[DocumentsServer]:
    """Raises AssertionError where it does not start, or does not end."""
    loop, stop, started, port = asyncio.new_event_loop(), asyncio.Event(), threading.Event(), list[int]()

    async def serve() -> None:
        app = web.Application()
        DocumentsRoutes(files).add_to(app)
        runner = web.AppRunner(app, lingering_time=LINGERING_S)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        port.append(runner.addresses[0][1])
        started.set()
        await stop.wait()
        await runner.cleanup()

    def run() -> None:
        with closing(loop):
            loop.run_until_complete(serve())

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        assert started.wait(60)
        yield DocumentsServer(files, port[0])
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(60)
    assert not thread.is_alive()
