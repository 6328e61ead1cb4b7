"""The local front, asked in bytes of our own choosing: where one request ends, and where a redirect leads."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from infra.local_front import Front
from tests.local_cloud import own_loop

NOBODY: Any = {}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for page in ("index.html", "404.html", "rules/index.html", "ru/index.html", "ru/404.html", "ru/rules/index.html"):
        file = tmp_path / page
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page)
    return tmp_path


@asynccontextmanager
async def served(site: Path) -> AsyncIterator[tuple[int, list[str]]]:
    """Its port, and what reached the API behind it."""
    reached: list[str] = []

    async def api(request: web.Request) -> web.Response:
        reached.append(f"{request.method} {request.path}")
        return web.Response(text="api")

    behind = web.Application()
    behind.router.add_route("*", "/{path:.*}", api)
    async with listening(behind) as inner:
        front = Front(site, f"http://127.0.0.1:{inner}", NOBODY, {}, {}).application()
        async with listening(front) as port:
            yield port, reached


@asynccontextmanager
async def listening(app: web.Application) -> AsyncIterator[int]:
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    place = web.TCPSite(runner, "127.0.0.1", 0)
    await place.start()
    try:
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


async def sent(port: int, request: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    await writer.drain()
    answer = await asyncio.wait_for(reader.read(), 90)
    writer.close()
    return answer


def answered(site: Path, request: bytes) -> tuple[bytes, list[str]]:
    async def ask() -> tuple[bytes, list[str]]:
        async with served(site) as (port, reached):
            return await sent(port, request), reached

    return own_loop.run(ask())


def get(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n".encode()


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/rules", "/rules/"),
        ("/ru/rules", "/ru/rules/"),
        ("//rules", "/rules/"),
        ("//evil.example/%2e%2e/rules", "/rules/"),
        ("/%5cevil.example/%2e%2e/rules", "/rules/"),
        ("/%5c%5crules/../ru", "/ru/"),
    ],
)
def test_a_path_without_its_last_slash_leads_to_a_page_of_the_site_and_nowhere_else(
    site: Path, path: str, place: str
) -> None:
    answer, _ = answered(site, get(path))

    places = [
        line.partition(b": ")[2].decode() for line in answer.split(b"\r\n") if line.lower().startswith(b"location")
    ]
    assert places in ([place], []), "to the page itself, or not at all"
    assert b"evil.example" not in answer


@pytest.mark.parametrize("path", ["/..%2f..%2fetc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/rules/%00"])
def test_nothing_beside_the_site_is_served(site: Path, path: str) -> None:
    answer, _ = answered(site, get(path))

    assert answer.split(b" ", 2)[1] in (b"404", b"400")
    assert b"root:" not in answer


HIDDEN = b"GET /api/hidden HTTP/1.1\r\nHost: a\r\n\r\n"


@pytest.mark.parametrize(
    "fields",
    [
        b"Content-Length: %d\r\nTransfer-Encoding: chunked",
        b"Transfer-Encoding: chunked\r\nContent-Length: %d",
        b"Content-Length: 0\r\nContent-Length: %d",
        b"Content-Length: +%d",
        b"Transfer-Encoding: xchunked\r\nContent-Length: %d",
        b"Transfer-Encoding : chunked\r\nContent-Length: %d",
    ],
)
def test_a_request_with_two_ends_is_none(site: Path, fields: bytes) -> None:
    body = b"0\r\n\r\n" + HIDDEN
    request = b"POST /api/seen HTTP/1.1\r\nHost: a\r\nConnection: close\r\n%b\r\n\r\n%b" % (fields % len(body), body)

    answer, reached = answered(site, request)

    assert answer.split(b" ", 2)[1] == b"400", answer[:80]
    assert reached == []


@pytest.mark.parametrize("path", ["/", "/rules", "/nothing", "/api/call", "/desk/", "/_local/nothing"])
def test_no_answer_names_the_program_that_gave_it(site: Path, path: str) -> None:
    answer, _ = answered(site, get(path))
    head = answer.partition(b"\r\n\r\n")[0].lower()
    assert head.startswith(b"http/1.1 ")
    assert b"\r\nserver:" not in head and b"aiohttp" not in head and b"python" not in head
