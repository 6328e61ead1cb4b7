"""What the installer says of a bare Debian, and what it does not do. First of this folder: the others install."""

import pytest

from infra.home.server.unit_files import PARTS
from tests.home.debian.booted import Debian
from tests.home.debian.server import INSTALL

pytestmark = [pytest.mark.debian, pytest.mark.home, pytest.mark.slow]


def test_a_dry_run_on_a_bare_server_tells_the_plan_and_leaves_no_trace(debian: Debian, first: str) -> None:
    before = files(debian)
    said = debian.ok(*INSTALL, folder=first)
    assert "useradd" in said and "--apply does them" in said
    assert files(debian) == before


def files(debian: Debian) -> str:
    return debian.ok(
        "find", "/etc", "/opt", "/usr", "/var/lib", "-newer", "/root/server.toml", "-not", "-name", "*.pyc"
    )


def test_nothing_starts_on_a_clock_that_nobody_keeps_right(debian: Debian, first: str) -> None:
    """The kernel says so, or a time service of this machine keeps it: then the workers alone are asked below."""
    if (
        debian.run(
            "python3", "-c", "from infra.home import machine_clock; machine_clock.insist()", folder=first
        ).returncode
        == 0
    ):
        pytest.skip("this machine's clock is synchronised")
    ran = debian.run(*INSTALL, "--apply", folder=first)
    assert ran.returncode == 1 and "a clock that is kept right" in ran.stderr
    assert debian.run("systemctl", "is-active", *PARTS).returncode != 0
