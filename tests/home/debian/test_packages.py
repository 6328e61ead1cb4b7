"""What the tests fetch for themselves does not start its servers: infra/debian_packages.py, on a Debian of its own."""

import pytest

from infra import debian_packages
from infra.paths import ROOT
from tests.home.debian.booted import Debian

pytestmark = [pytest.mark.debian, pytest.mark.home, pytest.mark.slow]

UNIT = "[Service]\nExecStart=/bin/sleep infinity\n[Install]\nWantedBy=multi-user.target\n"
CONTROL = (
    "Package: served\nVersion: 1\nArchitecture: all\nMaintainer: nobody <nobody@example.kz>\nDescription: serves\n"
)
# What Debian's own tools write into a package with a server.
AFTERWARDS = "#!/bin/sh\nset -e\ndeb-systemd-helper enable served.service\ndeb-systemd-invoke start served.service\n"
INSTALL = "import debian_packages; debian_packages.install(['/root/served.deb'])"


@pytest.fixture
def package(debian: Debian) -> None:
    debian.ok("mkdir", "-p", "/root/served/DEBIAN", "/root/served/lib/systemd/system")
    debian.put("/root/served/DEBIAN/control", CONTROL.encode())
    debian.put("/root/served/DEBIAN/postinst", AFTERWARDS.encode())
    debian.put("/root/served/lib/systemd/system/served.service", UNIT.encode())
    debian.ok("chmod", "755", "/root/served/DEBIAN/postinst")
    debian.ok("dpkg-deb", "--build", "/root/served", "/root/served.deb")
    debian.put("/root/debian_packages.py", (ROOT / "infra/debian_packages.py").read_bytes())


def test_a_server_that_the_tests_fetch_runs_neither_now_nor_after_a_boot(debian: Debian, package: None) -> None:
    debian.ok("dpkg", "-i", "/root/served.deb")
    assert asked(debian) == ("active", "enabled"), "nothing would be shown by a package that starts nothing"
    debian.ok("systemctl", "stop", "served.service")
    debian.ok("dpkg", "--purge", "served")

    debian.ok("python3", "-c", INSTALL, folder="/root")
    assert debian.ok("dpkg-query", "-W", "-f=${Status}", "served") == "install ok installed"
    assert asked(debian) == ("inactive", "disabled")
    assert debian.run("test", "-e", str(debian_packages.POLICY)).returncode == 1


def asked(debian: Debian) -> tuple[str, ...]:
    return tuple(debian.run("systemctl", word, "served.service").stdout.strip() for word in ("is-active", "is-enabled"))
