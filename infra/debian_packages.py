"""Installing Debian's packages on a developer's machine or CI's, without the servers in them being started.

A package with a server in it starts it at once and with every boot (nginx takes port 80, ClamAV fetches its database):
the tests start their own, and the machine is left as it was.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

# What Debian asks before a package starts a server; 101 is "no".
POLICY = Path("/usr/sbin/policy-rc.d")
NO_STARTS = "#!/bin/sh\n# Laid here by infra/debian_packages.py while it installs.\nexit 101\n"
UNITS = Path("/lib/systemd/system")


def install(packages: Sequence[str]) -> None:
    """With the system's package manager, when we may use it without a password."""
    rights = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if not shutil.which("apt-get") or (rights and not shutil.which("sudo")):
        return
    print(f"Installing {', '.join(packages)} with apt-get …", flush=True)
    before = units()
    with servers_stay_down(rights):
        apt_get(rights, "update", "-q")
        # One at a time: a name this system does not know keeps none of the others away.
        for package in packages:
            apt_get(rights, "install", "-q", "-y", "--no-install-recommends", package)
    if brought := sorted(units() - before):
        run(rights, "systemctl", "disable", "--quiet", *brought)


def units() -> set[str]:
    """Names of the services that packages brought. A template, `x@.service`, is none."""
    return {file.name for file in UNITS.glob("*.service") if not file.stem.endswith("@")}


@contextmanager
def servers_stay_down(rights: Sequence[str]) -> Iterator[None]:
    """A machine that has a policy of its own keeps it; ours from a run that was broken off is taken away too."""
    if POLICY.exists() and POLICY.read_text("utf-8") != NO_STARTS:
        yield
        return
    run(rights, "install", "-m", "755", "/dev/stdin", str(POLICY), stdin=NO_STARTS)
    try:
        yield
    finally:
        run(rights, "rm", "-f", str(POLICY))


def apt_get(rights: Sequence[str], *words: str) -> None:
    run(rights, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", *words)


def run(rights: Sequence[str], *command: str, stdin: str = "") -> None:
    """Never an error: what cannot be had is missed, and named, later."""
    if rights or shutil.which(command[0]):
        subprocess.run([*rights, *command], input=stdin, text=True, stdout=subprocess.DEVNULL)
