"""A front server in front of the workers of a home server, started by hand: nginx, the functions, the documents."""

import contextlib
import http.client
import os
import resource
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from chalicelib.call import Call, current_call
from chalicelib.store.home.home_layout import Layout
from infra import clock_shift
from infra.home import security_headers, trial_clock
from infra.home.front_server.configuration import Certificate, FrontPaths, configuration
from infra.home.front_server.front_limits import FrontLimits
from infra.home.front_server.packed_site import put_in_place
from infra.home.front_server.refusal_files import write_refusals
from infra.home.machine_clock import SETTING, WORD
from infra.paths import FUNCTIONS, ROOT
from infra.site_build import build_site
from infra.tools import nginx

SECRET = "a secret of the front's, 32 signs"
HOST = "baiqau.example.kz"
START_S = PATIENCE_S = 120
GUNICORN = ["-m", "gunicorn", "-c", "python:infra.home.gunicorn_settings", "infra.home.trial_functions:wsgi()",
            "--worker-class", "infra.home.worker_classes.DispatchedWorker"]  # fmt: skip


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Front:
    """`workers` are the processes behind it, by what they are."""

    port: int
    folder: Path
    workers: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None,
        source: str = "127.0.0.1",
    ) -> Answer:  # fmt: skip
        """`source` is an address of this machine's loopback: another one is another client."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S, source_address=(source, 0))
        with contextlib.closing(line):
            line.request(method, path, body, {"Host": HOST, **(headers or {})})
            got = line.getresponse()
            return Answer(got.status, {name.lower(): value for name, value in got.getheaders()}, got.read())


def places(folder: Path, port: int, secure: int = 0, certificate: Certificate | None = None) -> FrontPaths:
    state = folder / "front"
    state.mkdir(exist_ok=True)
    return FrontPaths(
        HOST, f"127.0.0.1:{port}", f"127.0.0.1:{secure}", folder / "sites" / "current", folder / "pages", state,
        folder / "functions.sock", folder / "documents.sock", certificate, folder / "counts.sock",
    )  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def prepare_pages(folder: Path) -> None:
    (folder / "sites").mkdir()
    put_in_place(build_site(f"https://{HOST}/"), folder / "sites")
    write_refusals(folder / "pages", current_call(), security_headers.template())


@contextmanager
def front_alone(
    folder: Path, limits: FrontLimits | None = None, secure: int = 0, certificate: Certificate | None = None,
    call: Call | None = None,
) -> Iterator[Front]:  # fmt: skip
    """nginx with nobody behind it; by its real clock it chooses among the phases of `call`."""
    prepare_pages(folder)
    port = free_port()
    wanted = places(folder, port, secure, certificate)
    written = folder / "nginx.conf"
    limits = replace(limits or FrontLimits(), descriptors=all_descriptors())
    written.write_text(
        configuration(wanted, call or current_call(), security_headers.template(), SECRET, limits), "utf-8"
    )
    command = [nginx() or "nginx", "-c", str(written), *as_root()]
    subprocess.run([*command, "-t", "-q"], check=True, timeout=PATIENCE_S)
    with process(command, {"PATH": os.environ["PATH"]}) as started:
        when(lambda: can_connect(port), started)
        yield Front(port, folder)


def all_descriptors() -> int:
    """As many as the system lets this process and its children have."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return min(most, FrontLimits().descriptors)


def as_root() -> list[str]:
    """An installed front runs as a user of its own; a test's workers stay who the test is."""
    return ["-g", "user root;"] if os.geteuid() == 0 else []


@contextmanager
def whole_front(folder: Path, at: str, limits: FrontLimits | None = None) -> Iterator[Front]:
    """With the functions and the documents behind it, whose clock shows `at` when this begins."""
    layout = Layout(folder / "call").make()
    clock = folder / "clock"
    trial_clock.set_shift(clock, clock_shift.shift_for(datetime.fromisoformat(at), time.time_ns() // 1_000_000))
    told = {"PATH": os.environ["PATH"], "PYTHONPATH": f"{FUNCTIONS}{os.pathsep}{ROOT}", "MAIL_FROM": "a@example.kz",
            "BAIQAU_HOME": str(layout.folder), "SITE_URL": f"https://{HOST}/", "MAILS_PER_SECOND": "50",
            "KEY_PEPPER": "pepper", "ORIGIN_SECRET": SECRET, trial_clock.FILE: str(clock), SETTING: WORD}  # fmt: skip
    with ExitStack() as all_of_it:
        front = all_of_it.enter_context(front_alone(folder, limits))
        for name, command in workers_of(front).items():
            front.workers[name] = all_of_it.enter_context(process([sys.executable, *command], told))
        when(lambda: (folder / "documents.sock").exists(), front.workers["documents"])
        when(lambda: front.ask("GET", "/api/call").status == 200, front.workers["functions"])
        yield front


def workers_of(front: Front) -> dict[str, list[str]]:
    return {
        "functions": [*GUNICORN, "--bind", f"unix:{front.folder / 'workers.sock'}"],
        "dispatcher": [
            "-m",
            "infra.home.request_dispatcher",
            "--socket",
            str(front.folder / "functions.sock"),
            "--workers",
            str(front.folder / "workers.sock"),
        ],
        "documents": ["-m", "infra.home.serve_documents", "--socket", str(front.folder / "documents.sock")],
    }


@contextmanager
def process(command: list[str], told: Mapping[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    started = subprocess.Popen(command, cwd=ROOT, env=dict(told))
    try:
        yield started
    finally:
        started.terminate()
        started.wait(PATIENCE_S)


def when(is_so: Callable[[], bool], started: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + START_S
    while not is_so():
        assert started.poll() is None, f"{started.args} ended with {started.returncode}"
        assert time.monotonic() < until, f"{started.args} does not serve"
        time.sleep(0.05)


def can_connect(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def self_signed(folder: Path) -> Certificate:
    chain, key = folder / "chain.pem", folder / "key.pem"
    openssl = shutil.which("openssl") or "openssl"
    command = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={HOST}"]
    subprocess.run(
        [*command, "-keyout", str(key), "-out", str(chain)], check=True, capture_output=True, timeout=PATIENCE_S
    )
    return Certificate(chain, key, folder)
