"""The site built once, served on a loopback port beside a made-up clock, and looked at with Chromium."""

from __future__ import annotations

import functools
import http.server
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

ROOT = Path(__file__).parents[2]
CLOCK = {
    "id": "rukhani-zhangyru-2021", "phase": "open", "now": "2021-09-15T10:00:00.000+06:00",
    "opens_at": "2021-09-10T00:00:00.000+06:00", "closes_at": "2021-09-30T18:00:00.000+06:00",
    "seconds_to_close": 1_324_800, "supplement_days": 3, "rehearsal": True,
}  # fmt: skip


def build(target: Path, docs: Path | None = None) -> subprocess.CompletedProcess[str]:
    """One strict build; `docs` stands in for docs/ when a test spoils a page."""
    given = {"NO_MKDOCS_2_WARNING": "1", "BAIQAU_SITE_URL": "https://baiqau.example/", "PYTHONDONTWRITEBYTECODE": "1"}
    root = docs.parent if docs else ROOT
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(target)],
        cwd=root, env={**os.environ, **given, "PYTHONPATH": str(ROOT / "functions")}, capture_output=True, text=True,
    )  # fmt: skip


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("site")
    done = build(target)
    assert done.returncode == 0, done.stderr + done.stdout
    return target


class _Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None: ...

    def do_GET(self) -> None:
        if self.path != "/api/call":
            return super().do_GET()
        body = json.dumps(CLOCK).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    handler = functools.partial(_Handler, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="session")
def address(built_site: Path) -> Iterator[str]:
    """The site over HTTP, with the answer of /api/call in the middle of the call."""
    with serving(built_site) as found:
        yield found


@pytest.fixture(scope="session")
def browser(chromium: Browser) -> Browser:
    return chromium
