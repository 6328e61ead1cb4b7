"""What a machine must have before it may serve. The checks change nothing."""

import os
import re

from infra.home import machine_clock
from infra.home.server.machine import Machine

DEBIANS = ("12", "13")
TIME_SERVICES = ("systemd-timesyncd", "chrony", "ntpsec", "ntp", "openntpd")


def is_root(machine: Machine) -> bool:
    return os.geteuid() == 0


def is_debian(machine: Machine) -> bool:
    release_file = machine.at("/etc/os-release")
    lines = (
        dict(line.split("=", 1) for line in release_file.read_text("utf-8").splitlines() if "=" in line)
        if release_file.exists()
        else {}
    )
    return lines.get("ID") == "debian" and lines.get("VERSION_ID", "").strip('"') in DEBIANS


def has_firewall(machine: Machine) -> bool:
    """Whether incoming traffic is dropped unless a rule allows it. False when the rules cannot be read."""
    rules = ("nft", "list", "ruleset")
    return machine.succeeds(*rules) and bool(re.search(r"hook input .*policy drop", machine.run(*rules)))


def bounds_connections(machine: Machine) -> bool:
    """Whether a rule limits the connections of one address. False when the rules cannot be read."""
    rules = ("nft", "list", "ruleset")
    return machine.succeeds(*rules) and "ct count over" in machine.run(*rules)


def has_time_service(machine: Machine) -> bool:
    return any(machine.succeeds("systemctl", "cat", f"{name}.service") for name in TIME_SERVICES)


def is_synchronised(machine: Machine) -> bool:
    return machine_clock.is_synchronised()
