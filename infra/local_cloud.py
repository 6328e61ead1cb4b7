"""`make serve`: the whole product on this machine, deployed by the same template that goes to AWS."""

import argparse
import asyncio
import fcntl
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import FrameType

from aiohttp import web
from botocore.exceptions import BotoCoreError, ClientError

from infra import clock_shift, packaged_gateway
from infra.call_refusal import CallRefused, call_in_use
from infra.emulator import EmulatorFailed, emulator
from infra.local_front import Front
from infra.local_stack import LocalStack, bring_up
from infra.package import DeploymentPackage, package
from infra.packaged_call import PackagingFailed
from infra.paths import STATE
from infra.private_log import server_log
from infra.site_build import SiteFailed, build_site
from infra.site_files import inline_scripts
from infra.site_rebuild import PublishedSite
from infra.stack_deployment import DeploymentFailed
from staff.printing.private_files import make_folder

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class CannotServe(Exception):
    """Something stands in the way; the message says what and what to do."""


EXPECTED = (
    CannotServe,
    CallRefused,
    clock_shift.UnclearInstant,
    EmulatorFailed,
    PackagingFailed,
    SiteFailed,
    DeploymentFailed,
    BotoCoreError,
    ClientError,
    OSError,
)


def main() -> int:
    options = options_of("make serve", __doc__, STATE, "where applications are kept between runs")
    return serve_until_stopped(serve, options, EXPECTED)


def options_of(program: str, description: str | None, state: Path, kept: str) -> argparse.Namespace:
    """`state` is the folder unless another is named; `kept` says what lies in it."""
    parser = argparse.ArgumentParser(prog=program, description=description)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument(
        "--at", default="", help="what the clock shows when ready; now: real time; default: inside the call's window"
    )
    parser.add_argument("--state", type=Path, default=state, help=kept)
    return parser.parse_args()


def serve_until_stopped(
    serve: Callable[[argparse.Namespace], None], options: argparse.Namespace, expected: tuple[type[Exception], ...]
) -> int:
    """0 when it was stopped; 1, with one clear sentence, for an error that is expected to stand in the way."""
    for name in STOPPING:
        signal.signal(name, interrupted)
    try:
        serve(options)
    except KeyboardInterrupt:
        say("Stopped.")
    except expected as problem:
        print(f"Cannot serve: {problem}", file=sys.stderr)
        return 1
    return 0


def interrupted(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def serve(options: argparse.Namespace) -> None:
    at = clock_shift.instant(options.at, call_in_use())
    with taken_port(options.port) as held, alone(options.state), ThreadPoolExecutor() as pool:
        say("Building the site, packaging the functions, starting the local cloud …")
        results = options.state / "published"
        building, packaging = pool.submit(build_site, address_of(held), results), pool.submit(package, "local")
        with emulator(options.state.resolve()) as cloud:
            say_what_came_back(cloud.recovered())
            packed = packaging.result()
            stack = bring_up(cloud, packed, options.state)
            stack.set_address(address_of(held))
            cloud.save()
            front = front_of(stack, packed, building.result())
            with stack.found_by_staff(address_of(held), options.state):
                asyncio.run(open_to_all(held, front, stack, at, results))


def say_what_came_back(recovered: dict[str, int]) -> None:
    if any(recovered.values()):
        say(
            f"The last run did not end in order. From its journal: {recovered['writes']} writes repeated, "
            f"{recovered['refused']} refused again, {recovered['torn']} lines torn, which nobody was told of as done."
        )


def address_of(held: socket.socket) -> str:
    return f"http://127.0.0.1:{held.getsockname()[1]}/"


def front_of(stack: LocalStack, packed: DeploymentPackage, site: Path) -> Front:
    security = packaged_gateway.security_headers(packed.template, inline_scripts(site))
    return Front(
        site, stack.cloud.url, stack.origin_headers, packed.template, security, stack.documents, lambda: stack.shift_ms
    )


async def open_to_all(held: socket.socket, front: Front, stack: LocalStack, at: datetime | None, results: Path) -> None:
    """The clock is set last, so that nothing comes between the moment it is right and the word that all is ready."""
    runner = web.AppRunner(front.application(), access_log=None, logger=server_log())
    await runner.setup()
    try:
        say("Setting the clock …")
        await asyncio.to_thread(clock_shift.set_clock, at, stack.set_shift)
        say(f"Ready: {address_of(held)}")
        await web.SockSite(runner, held).start()
        say(f"The clock then showed {at.isoformat() if at else 'the real time'}. Ctrl-C stops; applications are kept.")
        await until_told(stack, PublishedSite(front, address_of(held), results))
    finally:
        await runner.cleanup()


async def until_told(stack: LocalStack, published: PublishedSite) -> None:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for name in STOPPING:
        loop.add_signal_handler(name, stop.set)
    while not stop.is_set():
        if not stack.cloud.running():
            raise EmulatorFailed(f"the emulator ended on its own; its log: {stack.cloud.log}")
        if news := await published.follow():
            say(news)
        try:
            await asyncio.wait_for(stop.wait(), 1)
        except TimeoutError:
            continue
    raise KeyboardInterrupt


@contextmanager
def taken_port(port: int) -> Iterator[socket.socket]:
    """The port, taken at once and opened later, so that a taken one is known before any work."""
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            held.bind(("127.0.0.1", port))
            held.listen(1)
        except OSError:
            raise CannotServe(f"port {port} is taken. Choose another: PORT={port + 1}") from None
        yield held


@contextmanager
def alone(state: Path) -> Iterator[None]:
    """Two clouds on one state would overwrite each other's."""
    make_folder(state)
    with (state / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CannotServe(f"another one is using {state}. Stop it first.") from None
        yield


def say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
