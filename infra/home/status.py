"""`/status` for operators, on 127.0.0.1 alone: the call's numbers as Prometheus reads them, each with what it means.

`python -m infra.home.status`; from elsewhere by `ssh -L 9180:127.0.0.1:9180 SERVER`. Nothing in it is about a person.
"""

import argparse
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from chalicelib import deployment
from chalicelib.call import current_call
from infra.home.front_counts import FrontCounts, receiver_at
from infra.home.status_number import Number
from infra.home.status_numbers import StatusPlaces, numbers
from infra.home.systemd_socket import handed_over, is_handed_over

PORT = 9180
# Seconds between two counts of the table, however often the page is asked for.
KEPT_S = 15
MEANINGS = {
    "baiqau_up": ("gauge", "1 while a part takes requests and answers within 5 s; 0: intake is down"),
    "baiqau_requests_total": ("counter", "requests at the front since this process began, by act and outcome"),
    "baiqau_table_up": ("gauge", "1 when the table could be read"),
    "baiqau_applications": ("gauge", "applications in each list of the desk: one a status, queue, unchecked"),
    "baiqau_mails": ("gauge", "mails by state: failed and uncertain ones wait for people, deferred ones do not"),
    "baiqau_oldest_mail_seconds": ("gauge", "age of the oldest mail in a state that is not sent"),
    "baiqau_worker_behind": ("gauge", "rows the worker has not looked at yet: above 0 for minutes, it is down"),
    "baiqau_backup_age_seconds": ("gauge", "since the last backup was taken; absent: there was none"),
    "baiqau_disk_free_bytes": ("gauge", "room left where the call lies"),
    "baiqau_disk_bytes": ("gauge", "size of that disk"),
    "baiqau_clock_synchronised": ("gauge", "1 while the kernel says that its clock is kept right; 0: no worker starts"),
    "baiqau_clock_seconds": ("gauge", "what that clock shows, to be held against another one"),
    "baiqau_certificate_days": ("gauge", "until the certificate ends; ACME renews with 30 left: under 20 is an alarm"),
}  # fmt: skip


def text(found: Iterable[Number]) -> str:
    """Prometheus' text format, version 0.0.4. Each number stands under its meaning, the last one of a label counts."""
    lines: dict[str, list[str]] = {name: [] for name in MEANINGS}
    for number in found:
        if number.value is not None:
            labels = ",".join(f'{name}="{escape(value)}"' for name, value in number.labels.items())
            lines[number.name].append(f"{number.name}{f'{{{labels}}}' if labels else ''} {number.value!r}")
    blocks = [[f"# HELP {name} {MEANINGS[name][1]}", f"# TYPE {name} {MEANINGS[name][0]}", *lines_of_number]
              for name, lines_of_number in lines.items() if lines_of_number]  # fmt: skip
    return "".join(f"{line}\n" for block in blocks for line in block)


def escape(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


class Kept:
    """Keeps the last answer and asks again when it is old. One thread asks, the others wait for its result."""

    def __init__(self, ask: Callable[[], str], clock: Callable[[], float] = time.monotonic) -> None:
        self._ask, self._clock, self._lock, self._until, self._told = ask, clock, threading.Lock(), 0.0, ""

    def __call__(self) -> str:
        with self._lock:
            if self._clock() >= self._until or not self._told:
                self._told = self._ask()
                self._until = self._clock() + KEPT_S
            return self._told


def server(ask: Callable[[], str], port: int = PORT) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        server_version, sys_version = "status", ""

        def do_GET(self) -> None:
            body = (ask() if self.path == "/status" else "").encode()
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Logs nothing."""

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=PORT)
    parser.add_argument("--sockets", type=Path, default=Path("/run/baiqau"))
    wanted, layout, counts = parser.parse_args(), deployment.home(), FrontCounts()
    if layout is None:
        sys.exit("BAIQAU_HOME names the folder of the call.")
    counts.listen(handed_over() if is_handed_over() else receiver_at(wanted.sockets / "counts.sock"))
    parts = {part: wanted.sockets / f"{part}.sock" for part in ("functions", "documents")}
    places, call = StatusPlaces(layout, parts, urlsplit(os.environ["SITE_URL"]).hostname or ""), current_call().id
    server(Kept(lambda: text(numbers(places, call, counts))), wanted.port).serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main())
