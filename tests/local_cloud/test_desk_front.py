"""The desk's addresses at the local front: another secret than the API's, its own policy kept, its cookie its own."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
from aiohttp import ClientSession, web

from infra.local_front import Front
from infra.packaged_gateway import ORIGIN_HEADER
from tests.local_cloud.test_front import listening

T = TypeVar("T")
COOKIE = {"Cookie": "__Host-desk=secret; other=1"}
POLICY = "default-src 'none'"


def run(asked: Coroutine[Any, Any, T]) -> T:
    """In a loop of its own, apart from any browser's."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, asked).result()


@asynccontextmanager
async def served(site: Path) -> AsyncIterator[tuple[int, list[dict[str, str]]]]:
    reached: list[dict[str, str]] = []

    async def behind(request: web.Request) -> web.Response:
        reached.append({"path": request.path, "cookie": request.headers.get("Cookie", ""),
                        "origin": request.headers.get(ORIGIN_HEADER, "")})  # fmt: skip
        return web.Response(text="page", headers={"Content-Security-Policy": POLICY})

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", behind)
    async with listening(app) as inner:
        site_policy = {"Content-Security-Policy": "the site's", "X-Content-Type-Options": "nosniff"}
        front = Front(site, f"http://127.0.0.1:{inner}", {ORIGIN_HEADER: "s"}, {}, site_policy)
        async with listening(front.application()) as port:
            yield port, reached


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/desk/", {"path": "/api/desk/", "cookie": COOKIE["Cookie"], "origin": "desk-s"}),
        ("/ru/desk/people", {"path": "/api/ru/desk/people", "cookie": COOKIE["Cookie"], "origin": "desk-s"}),
        ("/desk", {"path": "/api/desk", "cookie": COOKIE["Cookie"], "origin": "desk-s"}),
        ("/api/call", {"path": "/api/call", "cookie": "", "origin": "s"}),
        ("/api/desk/people", {"path": "/api/desk/people", "cookie": "", "origin": "s"}),
    ],
)
def test_what_reaches_the_desk_and_what_reaches_the_api(tmp_path: Path, path: str, expected: dict[str, str]) -> None:
    async def asked() -> tuple[dict[str, str], str]:
        headers = {**COOKIE, ORIGIN_HEADER: "desk-forged"}
        async with served(tmp_path) as (port, reached), ClientSession() as session:
            answer = await session.get(f"http://127.0.0.1:{port}{path}", headers=headers)
            return reached[0], answer.headers["Content-Security-Policy"]

    reached, policy = run(asked())
    assert reached == expected
    assert policy == (POLICY if not path.startswith("/api") else "the site's")


def test_a_page_that_only_begins_like_the_desk_is_the_sites(tmp_path: Path) -> None:
    (tmp_path / "404.html").write_text("lost")

    async def asked() -> tuple[int, int]:
        async with served(tmp_path) as (port, reached), ClientSession() as session:
            answer = await session.get(f"http://127.0.0.1:{port}/deskjet")
            return answer.status, len(reached)

    assert run(asked()) == (404, 0)
