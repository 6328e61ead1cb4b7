"""A bare Debian with systemd as its first process, in namespaces of its own and without any network but its own.

Its files are an overlay over one root that debootstrap made once (`.tools/`): whatever is done to it is thrown away.
Needs root, and a kernel that lets it part namespaces.
"""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from infra.paths import TOOLS

# Debian 12 in every run; 13 where BAIQAU_DEBIAN names it: `make debian`.
RELEASE = os.environ.get("BAIQAU_DEBIAN") or "bookworm"
# A server has these before anything is installed; the others stand for what apt-get would fetch, which has no network
# here.
SERVER = ("systemd", "systemd-sysv", "python3", "ca-certificates")
FETCHED = ("nginx", "python3-venv", "openssl", "systemd-timesyncd", "age", "certbot")
# Certbot needs it by another name than its own, which debootstrap does not resolve.
UNRESOLVED = ("python3-cffi-backend",)
# An authority of certificates for tests.
AUTHORITY = "pebble"
BASE = TOOLS / f"debian-{RELEASE}-3"
CGROUPS = (Path("/sys/fs/cgroup/unified"), Path("/sys/fs/cgroup"))
BOOT_S = 60
# As container managers do it: a root of its own, the devices a container has, a group of processes of its own.
BOOT = """
set -e
mount --make-rprivate /
mount -t overlay overlay -o lowerdir=$BASE,upperdir=$WORK/upper,workdir=$WORK/work $WORK/root
cd $WORK/root
ip link set lo up
mount -t proc proc proc; mount -t sysfs -o ro sysfs sys; mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs tmpfs run; mount -t tmpfs -o mode=755 tmpfs dev
for device in 'null 1 3' 'zero 1 5' 'full 1 7' 'random 1 8' 'urandom 1 9' 'tty 5 0'; do
  set -- $device; mknod -m 666 dev/$1 c $2 $3
done
mkdir dev/pts dev/shm old
mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts; ln -s pts/ptmx dev/ptmx
mount -t tmpfs -o mode=1777 tmpfs dev/shm; ln -s /proc/self/fd dev/fd
pivot_root . old; cd /; umount -l /old
exec env -i container=test PATH=/usr/sbin:/usr/bin:/sbin:/bin \\
  /lib/systemd/systemd --system --log-target=journal --show-status=0 --unit=multi-user.target
"""
CLEAN = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LC_ALL": "C.UTF-8"}


@dataclass(frozen=True)
class Debian:
    """`first` is its first process, as this machine numbers it; `root` its files, seen from here."""

    first: int
    root: Path

    def run(self, *command: str, folder: str = "/", stdin: bytes = b"") -> "subprocess.CompletedProcess[str]":
        inside = ["nsenter", "-t", str(self.first), "-p", "-m", "-u", "-i", "-n", "-C", "-r", "-w"]
        line = ["/bin/sh", "-c", 'cd "$0" && exec "$@"', folder, *command]
        ran = subprocess.run([*inside, "--", *line], env=CLEAN, input=stdin, capture_output=True, timeout=900)
        return subprocess.CompletedProcess(command, ran.returncode, ran.stdout.decode(), ran.stderr.decode())

    def ok(self, *command: str, folder: str = "/", stdin: bytes = b"") -> str:
        ran = self.run(*command, folder=folder, stdin=stdin)
        assert ran.returncode == 0, (command, ran.stdout[-3000:], ran.stderr[-3000:], self.journal())
        return ran.stdout

    def journal(self) -> str:
        """Its last words."""
        return self.run("journalctl", "--no-pager", "--lines=40", "--output=cat").stdout

    def put(self, path: str, content: bytes) -> None:
        self.ok("sh", "-c", 'cat > "$0"', path, stdin=content)


def lacking() -> str:
    """What this machine lacks to boot one; empty when nothing."""
    if os.geteuid() != 0 or group_root() is None:
        return "needs root and a second version of control groups"
    probe = subprocess.run(["unshare", "--pid", "--mount", "--net", "--cgroup", "--fork", "true"], capture_output=True)
    return "" if probe.returncode == 0 else "needs a kernel that parts namespaces"


def group_root() -> Path | None:
    return next((place for place in CGROUPS if (place / "cgroup.procs").exists()), None)


def base() -> Path:
    """Made once, by one process; a half made one is thrown away, and a fetch that breaks off is tried once more."""
    TOOLS.mkdir(exist_ok=True)
    with BASE.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not BASE.is_dir():
            fresh = BASE.with_name(f"{BASE.name}.new")
            last_words = _debootstrap(fresh) and _debootstrap(fresh)
            assert not last_words, f"debootstrap failed:\n{last_words}"
            fresh.rename(BASE)
    return BASE


def _debootstrap(target: Path) -> str:
    """Empty when it is made, else the end of what debootstrap said. Its mounts are its own and go with it."""
    shutil.rmtree(target, ignore_errors=True)
    made_of = [
        "--variant=minbase",
        f"--include={','.join((*SERVER, *FETCHED, *UNRESOLVED, AUTHORITY))}",
        RELEASE,
        str(target),
    ]
    alone = ["unshare", "--mount", "--propagation", "private"]
    ran = subprocess.run([*alone, "debootstrap", *made_of], capture_output=True, text=True, timeout=1800)
    return (ran.returncode and f"{ran.returncode}: {ran.stdout[-1500:]}{ran.stderr[-1500:]}") or ""


@contextmanager
def booted(work: Path) -> Iterator[Debian]:
    for room in ("upper", "work", "root"):
        (work / room).mkdir(parents=True)
    parent = group_root()
    assert parent is not None
    group = parent / f"baiqau-test-{os.getpid()}"
    group.mkdir()
    enter = lambda: (group / "cgroup.procs").write_text(str(os.getpid()))  # noqa: E731
    command = ["unshare", "--pid", "--mount", "--uts", "--ipc", "--net", "--cgroup", "--fork", "sh", "-c", BOOT]
    told = CLEAN | {"BASE": str(base()), "WORK": str(work)}
    # The groups are entered before the namespace of groups is parted, so that all of it lies below this one.
    started = subprocess.Popen(
        command, env=told, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, preexec_fn=enter
    )
    try:
        yield running(started, work)
    finally:
        end(started, group)


def running(started: "subprocess.Popen[bytes]", work: Path) -> Debian:
    until = time.monotonic() + BOOT_S
    while time.monotonic() < until:
        if started.poll() is not None:
            raise AssertionError(started.communicate()[1].decode())
        for first in children(started.pid):
            debian = Debian(first, work / "root")
            if debian.run("systemctl", "is-system-running").stdout.strip() in ("running", "degraded"):
                return debian
        time.sleep(0.2)
    raise AssertionError("systemd did not start")


def children(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def end(started: "subprocess.Popen[bytes]", group: Path) -> None:
    """Its first process takes all the others with it."""
    for first in children(started.pid) if started.poll() is None else []:
        os.kill(first, signal.SIGKILL)
    started.communicate()
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            for place in sorted((place for place in group.rglob("*") if place.is_dir()), reverse=True):
                place.rmdir()
            return group.rmdir()
        except OSError:
            time.sleep(0.1)
    print(f"{group} is left", file=sys.stderr)
    return None
