"""A newer release takes over, one that does not serve makes way, and stopped is stopped."""

import pytest

from tests.home.debian.booted import Debian
from tests.home.debian.server import INSTALL, ask, changed

pytestmark = [pytest.mark.debian, pytest.mark.home, pytest.mark.slow]


def test_a_newer_release_takes_over_and_the_one_before_comes_back(debian: Debian, installed: str) -> None:
    """The newer one differs in a file nobody reads; a third cannot start, and the server returns by itself."""
    before = debian.ok("readlink", "/opt/baiqau/current").strip()
    newer = changed(debian, installed, "LICENSE", b"\n")
    assert "Ready." in debian.ok(*INSTALL, "--apply", folder=newer)
    assert debian.ok("readlink", "/opt/baiqau/current").strip() != before
    broken = changed(debian, installed, "functions/app.py", b"\nraise SystemExit\n")
    ran = debian.run(*INSTALL, "--apply", folder=broken)
    assert ran.returncode == 1 and "back to" in ran.stdout, ran
    assert ask(debian, "GET", "/api/call")[0] == 200
    debian.ok("python3", "-m", "infra.home.server", "rollback", "--apply", folder=newer)
    assert debian.ok("readlink", "/opt/baiqau/current").strip() == before
    assert ask(debian, "GET", "/api/call")[0] == 200


def test_a_release_whose_units_do_not_start_leaves_the_one_before_with_units_of_its_own(
    debian: Debian, installed: str
) -> None:
    """Units name a release's modules: one that came back under another's would find none of them."""
    before, unit = debian.ok("readlink", "/opt/baiqau/current").strip(), "baiqau-functions.service"
    own = debian.ok("cat", f"/etc/systemd/system/{unit}")
    other = b"\n[Service]\nExecStart=\nExecStart=/bin/false\n"
    broken = changed(debian, installed, f"infra/home/server/units/{unit}", other)
    ran = debian.run(*INSTALL, "--apply", folder=broken)
    assert ran.returncode == 1 and "back to" in ran.stdout, ran
    assert debian.ok("readlink", "/opt/baiqau/current").strip() == before
    assert debian.ok("cat", f"/etc/systemd/system/{unit}") == own
    assert ask(debian, "GET", "/api/call")[0] == 200


def test_stopped_it_stays_down_until_it_is_started(debian: Debian, installed: str) -> None:
    command = ("python3", "-m", "infra.home.server")
    assert "would" in debian.ok(*command, "stop", folder=installed)
    debian.ok(*command, "stop", "--apply", folder=installed)
    assert debian.run(*command, "status", folder=installed).returncode == 1
    debian.ok(*command, "start", "--apply", folder=installed)
    assert ask(debian, "GET", "/api/call")[0] == 200
