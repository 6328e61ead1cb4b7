"""Writes the front's configuration and refusals for this server; without `--apply` exits with 1 when they differ.

Runs as root from the current release's environment: the configuration holds the secret between front and workers.
"""

import argparse
import sys
from pathlib import Path

from chalicelib.call import current_call
from infra.home import security_headers
from infra.home.front_server.configuration import Certificate, FrontPaths, configuration
from infra.home.front_server.refusal_files import refusal_files
from infra.home.server.certificates import CHAIN, KEY
from infra.home.server.machine import Machine
from infra.home.server.settings import read_settings
from infra.home.server.steps import FileStep

PAGES = "/var/lib/baiqau/pages"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--apply", action="store_true")
    machine, is_to_write = Machine(), parser.parse_args().apply
    changed = [step for step in file_steps(machine) if not step.is_done(machine)]
    for step in changed if is_to_write else ():
        step.act(machine)
    return 0 if is_to_write or not changed else 1


def file_steps(machine: Machine) -> list[FileStep]:
    settings = read_settings(machine.at("/etc/baiqau/server.toml").read_bytes())
    secret = machine.at("/etc/baiqau/origin.env").read_text("utf-8").partition('"')[2].partition('"')[0]
    text = configuration(places(settings.host), current_call(), security_headers.template(), secret)
    refusals = refusal_files(current_call(), security_headers.template())
    return [
        *(FileStep(f"{PAGES}/_front/{name}", content) for name, content in refusals.items()),
        FileStep("/etc/baiqau/nginx.conf", text, 0o640, "root:baiqau-front"),
    ]


def places(host: str) -> FrontPaths:
    certificate = Certificate(Path(CHAIN), Path(KEY), Path("/var/lib/baiqau/acme"))
    return FrontPaths(
        host, listened_on(80), listened_on(443), Path("/var/lib/baiqau/sites/current"), Path(PAGES),
        Path("/var/lib/baiqau-front"),
        Path("/run/baiqau/functions.sock"), Path("/run/baiqau/documents.sock"), certificate,
        Path("/run/baiqau/counts.sock"),
    )  # fmt: skip


def listened_on(port: int) -> str:
    """What nginx listens on for a port: IPv4, and IPv6 where the kernel has it; else nginx would not start."""
    return f"{port} [::]:{port}" if Path("/proc/net/if_inet6").exists() else str(port)


if __name__ == "__main__":
    sys.exit(main())
