"""`make home`: the product as it runs on a server of one's own, on this machine, with a rehearsal's clock. No cloud."""

import argparse
import asyncio
import json
import os
import socket
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

from aiohttp import web

from chalicelib.store.home.document_folder import FolderFiles
from chalicelib.store.home.home_layout import Layout
from infra import clock_shift
from infra.call_refusal import CallRefused, call_in_use
from infra.home import machine_clock, trial_clock
from infra.home.documents_routes import DocumentsRoutes
from infra.home.trial_front import front
from infra.home.trial_parts import PartFailed, TrialProcess, due_worker, functions_workers, when_answering
from infra.local_cloud import STOPPING, CannotServe, address_of, alone, options_of, say, serve_until_stopped, taken_port
from infra.packaged_gateway import ORIGIN_HEADER
from infra.paths import FUNCTIONS, HOME, ROOT
from infra.private_log import server_log
from infra.secret_files import secret_in
from infra.site_build import SiteFailed, build_site
from infra.site_rebuild import PublishedSite

MAIL_FROM = "baiqau@example.kz"
# Variables that a trial takes from the environment; it takes no others.
PASSED_ON = (
    "PATH", "HOME", "LANG", "TMPDIR", "MAIL_SERVER", "MAIL_RETURNED", "MAIL_FROM", "DOCUMENT_SCANNER", "BAIQAU_CALL",
    "BAIQAU_WORKERS", "OPENID_ISSUER", "OPENID_CLIENT", "OPENID_SECRET",
)  # fmt: skip
EXPECTED = (CannotServe, CallRefused, PartFailed, clock_shift.UnclearInstant, SiteFailed, OSError)
# Seconds to write the shift and to print that all is ready.
MARGIN_S = 0.05


def main() -> int:
    options = options_of("make home", __doc__, HOME, "where everything of the call is kept between runs")
    return serve_until_stopped(serve, options, EXPECTED)


def serve(options: argparse.Namespace) -> None:
    at, layout = clock_shift.instant(options.at, call_in_use()), Layout(options.state.resolve())
    with taken_port(options.port) as held, inner_socket() as inner, alone(layout.folder), ThreadPoolExecutor() as pool:
        layout.make()
        say("Building the site, starting the workers …")
        building = pool.submit(build_site, address_of(held), layout.folder / "published")
        clock = layout.folder / "clock"
        set_clock(at, clock)
        environment = environment_of(layout, address_of(held), clock)
        parts = [functions_workers(inner, environment, layout.folder), due_worker(environment, layout.folder)]
        try:
            when_answering(inner, environment["ORIGIN_SECRET"], parts)
            with found_by_staff(layout, address_of(held)):
                asyncio.run(open_to_all(held, inner, layout, building.result(), environment, parts, at))
        finally:
            for part in parts:
                part.stop()


@contextmanager
def inner_socket() -> Iterator[socket.socket]:
    """The socket on which the workers listen; requests wait in its queue while they start."""
    with socket.socket() as inner:
        inner.bind(("127.0.0.1", 0))
        inner.listen(512)
        yield inner


def environment_of(layout: Layout, address: str, clock: Path) -> dict[str, str]:
    passed = {name: os.environ[name] for name in PASSED_ON if os.environ.get(name)}
    return {"MAIL_FROM": MAIL_FROM, **passed} | {
        "PYTHONPATH": f"{FUNCTIONS}{os.pathsep}{ROOT}", "PYTHONUNBUFFERED": "1", "BAIQAU_HOME": str(layout.folder),
        "SITE_URL": address, "MAILS_PER_SECOND": "100", "KEY_PEPPER": secret_in(layout.hash_secret),
        "ORIGIN_SECRET": secret_in(layout.origin_secret), trial_clock.FILE: str(clock),
        machine_clock.SETTING: machine_clock.WORD,
    }  # fmt: skip


def set_clock(at: datetime | None, clock: Path) -> None:
    """From this moment on the rehearsal's clock shows `at`."""
    moment = time.time() + MARGIN_S
    trial_clock.set_shift(clock, clock_shift.shift_for(at, round(moment * 1000)) if at else 0)
    time.sleep(max(0.0, moment - time.time()))


@contextmanager
def found_by_staff(layout: Layout, address: str) -> Iterator[None]:
    """While it runs, `trial.json` tells `baiqau --home` whose clock it is that judges."""
    note = layout.folder / "trial.json"
    note.write_text(json.dumps({"address": address}), encoding="utf-8")
    try:
        yield
    finally:
        note.unlink(missing_ok=True)


async def open_to_all(
    held: socket.socket, inner: socket.socket, layout: Layout, site: Path, environment: Mapping[str, str],
    parts: list[TrialProcess], at: datetime | None,
) -> None:  # fmt: skip
    """The clock is set last, so that nothing comes between the moment it is right and the word that all is ready."""
    documents = DocumentsRoutes(FolderFiles(layout.documents, environment["KEY_PEPPER"].encode()))
    origin = {ORIGIN_HEADER: environment["ORIGIN_SECRET"]}
    built = front(
        site,
        address_of(inner).rstrip("/"),
        origin,
        documents,
        layout.mail,
        partial(trial_clock.shift_in, layout.folder / "clock"),
    )
    runner = web.AppRunner(built.application(), access_log=None, logger=server_log())
    await runner.setup()
    try:
        await asyncio.to_thread(set_clock, at, layout.folder / "clock")
        say(f"Ready: {address_of(held)}")
        await web.SockSite(runner, held).start()
        say(f"The clock then showed {at.isoformat() if at else 'the real time'}. Ctrl-C stops; applications are kept.")
        await until_told(parts, PublishedSite(built, address_of(held), layout.folder / "published"))
    finally:
        await runner.cleanup()


async def until_told(parts: list[TrialProcess], published: PublishedSite) -> None:
    """Run until stopped; a part that ends by itself is started again, as systemd does on a server."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for name in STOPPING:
        loop.add_signal_handler(name, stop.set)
    while not stop.is_set():
        for part in parts:
            part.start_again_if_ended()
        if news := await published.follow():
            say(news)
        try:
            await asyncio.wait_for(stop.wait(), 0.2)
        except TimeoutError:
            continue
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
