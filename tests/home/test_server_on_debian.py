"""A bare Debian becomes a running call by one command: systemd runs there, the units are the real ones, no network."""

import json
import os
import subprocess
import tarfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from infra.home.server import release
from infra.home.server.unit_files import BACKUP, BACKUP_TIMER, ENABLED, PARTS, SOCKETS
from infra.paths import ROOT, TOOLS, digest_of
from tests.home.booted_debian import Debian, booted, lacking
from tests.home.front import HOST

pytestmark = [pytest.mark.debian, pytest.mark.home, pytest.mark.slow]

INSTALL = ("python3", "-m", "infra.home.server", "install", "--settings", "/root/server.toml")
SETTINGS = f"""
host = "{HOST}"
mail_from = "call@example.kz"
mail_server = "smtp://localhost:25"
certificate = "given"
chain = "/root/chain.pem"
key = "/root/key.pem"
"""
BAIQAU = "/usr/local/bin/baiqau"
UNSYNCHRONISED = 'clock = "unsynchronised"\n'
# Asks through the front as a visitor does; prints the status, then the answer.
ASK = f"""
import http.client, ssl, sys
method, path, *body = sys.argv[1:]
headers = dict(Host="{HOST}") | {{"Content-Type": "application/json"}}
line = http.client.HTTPSConnection("127.0.0.1", 443, timeout=30, context=ssl._create_unverified_context())
line.connect = lambda: connect(line)
def connect(line):
    import socket
    line.sock = line._context.wrap_socket(socket.create_connection(("127.0.0.1", 443), 30), server_hostname="{HOST}")
line.request(method, path, body[0].encode() if body else None, headers)
answer = line.getresponse()
print(answer.status); print(answer.read().decode())
"""


def wheels() -> Path:
    """Fetched once a lock, by the lock's hashes."""
    folder = TOOLS / f"wheels-{digest_of([ROOT / 'requirements' / 'serve.txt'])[:16]}"
    if not folder.is_dir():
        fresh = folder.with_name(f"{folder.name}.new")
        release.fetch_wheels(fresh)
        fresh.rename(folder)
    return folder


@pytest.fixture(scope="module")
def debian(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Debian]:
    if message := lacking():
        (pytest.fail if os.environ.get("BAIQAU_NEVER_SKIP") == "1" else pytest.skip)(message)
    with booted(tmp_path_factory.mktemp("debian")) as running:
        certificate = ("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "9", "-subj", f"/CN={HOST}")
        running.ok(*certificate, "-keyout", "/root/key.pem", "-out", "/root/chain.pem")
        running.put("/root/server.toml", SETTINGS.encode())
        yield running


def unpacked(debian: Debian, archive: Path) -> str:
    debian.put("/root/release.tar", archive.read_bytes())
    debian.ok("tar", "-C", "/root", "-xf", "/root/release.tar")
    return f"/root/{archive.stem}"


def ask(debian: Debian, method: str, path: str, *body: str) -> tuple[int, str]:
    status, _, text = debian.ok("python3", "-c", ASK, method, path, *body).partition("\n")
    return int(status), text


@pytest.fixture(scope="module")
def first(debian: Debian, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of the release, unpacked on the server."""
    return unpacked(debian, release.build(tmp_path_factory.mktemp("release"), wheels()))


@pytest.fixture(scope="module")
def installed(debian: Debian, first: str) -> str:
    debian.put("/root/server.toml", (SETTINGS + UNSYNCHRONISED).encode())
    said = debian.ok(*INSTALL, "--apply", folder=first)
    assert "Ready." in said.splitlines()
    return first


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


def test_every_part_runs_in_its_sandbox_and_answers(debian: Debian, installed: str) -> None:
    assert debian.ok("python3", "-m", "infra.home.server", "status", folder=installed).count("runs") == len(
        [*PARTS, *ENABLED]
    )
    status, body = ask(debian, "GET", "/api/call")
    assert (status, json.loads(body)["rehearsal"]) == (200, False)
    assert ask(debian, "POST", "/api/applications/check", "{}")[0] == 200
    assert ask(debian, "GET", "/desk/")[0] == 401
    assert ask(debian, "GET", "/documents?policy=x")[0] == 404
    assert ask(debian, "GET", "/ru/rules/")[0] == 200
    users = debian.ok("ps", "-eo", "user:20,args") if debian.run("ps").returncode == 0 else ""
    assert "root" not in [line.split()[0] for line in users.splitlines() if "nginx" in line or "gunicorn" in line]


def test_the_units_are_sound_and_their_files_their_owners_alone(debian: Debian, installed: str) -> None:
    assert (
        debian.ok(
            "systemd-analyze", "verify", *PARTS, *SOCKETS, "baiqau-site.service", "baiqau.target", BACKUP, BACKUP_TIMER
        )
        == ""
    )
    told = debian.ok(
        "stat", "-c", "%a %U %n", "/var/lib/baiqau/call", "/etc/baiqau/pepper.env", "/etc/baiqau/nginx.conf"
    )
    assert [line.rsplit(" ", 1)[0] for line in told.splitlines()] == ["700 baiqau", "600 root", "640 root"]
    front = debian.run("runuser", "-u", "baiqau-front", "--", "ls", "/var/lib/baiqau/call")
    assert front.returncode != 0 and "denied" in front.stderr


def test_a_second_run_does_nothing(debian: Debian, installed: str) -> None:
    started = debian.ok("systemctl", "show", "--property=ActiveEnterTimestampMonotonic", *PARTS)
    said = debian.ok(*INSTALL, "--apply", folder=installed)
    assert [line for line in said.splitlines() if line.startswith("  do")] == []
    assert debian.ok("systemctl", "show", "--property=ActiveEnterTimestampMonotonic", *PARTS) == started
    assert debian.ok(*INSTALL, folder=installed).splitlines()[-1] == "Nothing to do."


def test_the_numbers_are_told_to_this_machine_alone(debian: Debian, installed: str) -> None:
    fetch = "import urllib.request as u; print(u.urlopen('http://127.0.0.1:9180/status').read().decode())"
    ask(debian, "POST", "/api/applications", "{}")
    assert eventually(lambda: 'act="submit",outcome="refused"' in debian.ok("python3", "-c", fetch))
    told = debian.ok("python3", "-c", fetch)
    assert 'baiqau_up{part="functions"} 1.0' in told and 'baiqau_up{part="documents"} 1.0' in told
    days = next(float(line.split()[1]) for line in told.splitlines() if line.startswith("baiqau_certificate_days "))
    assert 8 < days <= 9
    assert "baiqau_table_up 1.0" in told and "baiqau_clock_synchronised" in told


def test_the_site_is_built_anew_in_its_sandbox_when_something_is_published(debian: Debian, installed: str) -> None:
    shown = ("readlink", "/var/lib/baiqau/sites/current")
    before = debian.ok(*shown)
    debian.ok("runuser", "-u", "baiqau", "--", "touch", "/var/lib/baiqau/call/published/note.txt")
    assert eventually(lambda: debian.ok(*shown) != before, 120)
    idle = ("systemctl", "show", "--property=ActiveState,Result", "baiqau-site.service")
    assert eventually(lambda: "ActiveState=inactive" in debian.ok(*idle), 60)
    assert "Result=success" in debian.ok(*idle)
    assert ask(debian, "GET", "/ru/results/")[0] == 200


def test_whatever_is_killed_is_back_by_itself(debian: Debian, installed: str) -> None:
    debian.ok("systemctl", "kill", "--signal=KILL", *PARTS)
    assert eventually(lambda: ask(debian, "GET", "/api/call")[0] == 200)


def eventually(is_so: Callable[[], bool], seconds: float = 30) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with suppress(AssertionError, ValueError):
            if is_so():
                return True
        time.sleep(0.5)
    return False


def test_what_the_timer_backs_up_comes_back_with_its_secrets(debian: Debian, installed: str) -> None:
    status = ("python3", "-m", "infra.home.server", "status")
    assert "backup    none: lay the public keys" in debian.ok(*status, folder=installed)
    debian.ok("age-keygen", "-o", "/root/key.txt")
    debian.ok("sh", "-c", "age-keygen -y /root/key.txt > /etc/baiqau/backup-recipients.txt")
    debian.ok(BAIQAU, "member", "add", "Б. Әлі", "--email", "ali@example.kz", "--role", "secretary")
    secrets = debian.ok("cat", "/etc/baiqau/pepper.env", "/etc/baiqau/origin.env")
    debian.ok("systemctl", "start", BACKUP)
    assert "backup    20" in debian.ok(*status, folder=installed)
    found = debian.ok("find", "/var/backups/baiqau", "-name", "*.age", "-printf", "%m %u")
    assert found == "600 baiqau"

    debian.ok("python3", "-m", "infra.home.server", "stop", "--apply", folder=installed)
    debian.ok("sh", "-c", "rm -rf /var/lib/baiqau/call/* && echo 'KEY_PEPPER=\"another\"' > /etc/baiqau/pepper.env")
    debian.ok(BAIQAU, "restore", "/var/backups/baiqau", "--identity", "/root/key.txt", "--settings-to", "/etc/baiqau")
    assert "Ready." in debian.ok(*INSTALL, "--apply", folder=installed).splitlines()
    assert debian.ok("cat", "/etc/baiqau/pepper.env", "/etc/baiqau/origin.env") == secrets
    assert "ali@example.kz" in debian.ok(BAIQAU, "member", "list", "--json")
    assert debian.ok("find", "/var/lib/baiqau/call", "!", "-user", "baiqau") == ""
    debian.ok("systemctl", "start", BACKUP)
    assert ask(debian, "POST", "/api/applications/check", "{}")[0] == 200


def test_a_newer_release_takes_over_and_the_one_before_comes_back(
    debian: Debian, installed: str, tmp_path: Path
) -> None:
    """The newer one differs in a file nobody reads; a third cannot start, and the server returns by itself."""
    archive = release.build(tmp_path / "plain", wheels())
    before = debian.ok("readlink", "/opt/baiqau/current").strip()
    newer = unpacked(debian, changed(archive, tmp_path / "newer", "LICENSE", b"\n"))
    assert "Ready." in debian.ok(*INSTALL, "--apply", folder=newer)
    assert debian.ok("readlink", "/opt/baiqau/current").strip() != before
    broken = unpacked(debian, changed(archive, tmp_path / "broken", "functions/app.py", b"\nraise SystemExit\n"))
    ran = debian.run(*INSTALL, "--apply", folder=broken)
    assert ran.returncode == 1 and "back to" in ran.stdout, ran
    assert ask(debian, "GET", "/api/call")[0] == 200
    debian.ok("python3", "-m", "infra.home.server", "rollback", "--apply", folder=newer)
    assert debian.ok("readlink", "/opt/baiqau/current").strip() == before
    assert ask(debian, "GET", "/api/call")[0] == 200


def changed(archive: Path, target: Path, name: str, more: bytes) -> Path:
    """The same release with more at the end of one file, and a list that says so."""
    target.mkdir()
    with tarfile.open(archive) as packed:
        packed.extractall(target, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))  # type: ignore[arg-type]
    folder = target / archive.stem
    (folder / name).write_bytes((folder / name).read_bytes() + more)
    lines = (folder / release.LIST).read_text().splitlines()
    kept = [f"{release.digest_of(folder / name)}  {name}" if line.endswith(f"  {name}") else line for line in lines]
    (folder / release.LIST).write_text("".join(f"{line}\n" for line in kept))
    renamed = folder.rename(target / f"baiqau-{release.release_id((folder / release.LIST).read_text())}")
    subprocess.run(["tar", "-C", str(target), "-cf", str(target / f"{renamed.name}.tar"), renamed.name], check=True)
    return target / f"{renamed.name}.tar"


def test_stopped_it_stays_down_until_it_is_started(debian: Debian, installed: str) -> None:
    command = ("python3", "-m", "infra.home.server")
    assert "would" in debian.ok(*command, "stop", folder=installed)
    debian.ok(*command, "stop", "--apply", folder=installed)
    assert debian.run(*command, "status", folder=installed).returncode == 1
    debian.ok(*command, "start", "--apply", folder=installed)
    assert ask(debian, "GET", "/api/call")[0] == 200
