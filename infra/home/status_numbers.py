"""What the table, the disk, the clock and the certificate say of a running call, as numbers. Reads, never writes."""

import json
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from chalicelib.store.home.home_layout import Layout
from infra.home import machine_clock
from infra.home.front_counts import FrontCounts
from infra.home.status_number import Number, age_of
from infra.home.table_numbers import table_numbers

PART_S = 5
TLS_PORT = 443


@dataclass(frozen=True)
class StatusPlaces:
    """`parts` are the sockets by what answers there; `host` is the site's name."""

    layout: Layout
    parts: Mapping[str, Path]
    host: str


def numbers(places: StatusPlaces, call_id: str, counts: FrontCounts) -> Iterator[Number]:
    yield from part_numbers(places.parts)
    yield from counts.numbers()
    yield from table_numbers(places.layout.table, call_id)
    yield Number("baiqau_backup_age_seconds", backup_age(places.layout.last_backup))
    yield from disk_numbers(places.layout.folder)
    yield Number("baiqau_clock_synchronised", float(machine_clock.is_synchronised()))
    yield Number("baiqau_clock_seconds", round(time.time(), 3))
    yield Number("baiqau_certificate_days", certificate_days(places.host))


def part_numbers(parts: Mapping[str, Path]) -> Iterator[Number]:
    for part, place in parts.items():
        yield Number("baiqau_up", float(is_listening(place)), {"part": part})


def is_listening(place: Path) -> bool:
    """Whether the part answers a request in time, with whatever status."""
    try:
        with closing(socket.socket(socket.AF_UNIX)) as line:
            line.settimeout(PART_S)
            line.connect(str(place))
            line.sendall(b"GET /status HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            return line.recv(12).startswith(b"HTTP/1.")
    except OSError:
        return False


def backup_age(note: Path) -> float | None:
    """Seconds since the last backup was taken; None where there was none."""
    try:
        return age_of(json.loads(note.read_bytes())["at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def disk_numbers(folder: Path) -> Iterator[Number]:
    usage = shutil.disk_usage(folder)
    yield Number("baiqau_disk_free_bytes", float(usage.free))
    yield Number("baiqau_disk_bytes", float(usage.total))


def certificate_days(host: str) -> float | None:
    """Days until the certificate that the front shows for its name ends; None if it shows none."""
    try:
        asked = ["openssl", "x509", "-enddate", "-noout"]
        ran = subprocess.run(
            asked, input=certificate_shown(host), capture_output=True, text=True, timeout=PART_S, check=True
        )
        return round((ssl.cert_time_to_seconds(ran.stdout.strip().partition("=")[2]) - time.time()) / 86400, 2)
    except (OSError, subprocess.SubprocessError, ValueError):
        return None


def certificate_shown(host: str) -> str:
    """The certificate that the front shows, as PEM. It is not verified: only its end is read."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    plain = socket.create_connection(("127.0.0.1", TLS_PORT), PART_S)
    with plain, context.wrap_socket(plain, server_hostname=host) as line:
        return ssl.DER_cert_to_PEM_cert(line.getpeercert(binary_form=True) or b"")
