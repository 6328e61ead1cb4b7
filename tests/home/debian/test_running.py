"""A bare Debian has become a running call by one command: systemd runs, the units are the real ones, no network."""

import json

import pytest

from infra.home.server.unit_files import BACKUP, BACKUP_TIMER, ENABLED, PARTS, SOCKETS
from tests.home.debian.booted import Debian
from tests.home.debian.server import BAIQAU, INSTALL, ask, eventually

pytestmark = [pytest.mark.debian, pytest.mark.home, pytest.mark.slow]


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


def test_the_front_is_there_by_both_protocols(debian: Debian, installed: str) -> None:
    """An authority of certificates asks by IPv6 first where the name has an address of that kind."""
    has_both = debian.run("test", "-e", "/proc/net/if_inet6").returncode == 0
    for host in ("127.0.0.1", "::1") if has_both else ("127.0.0.1",):
        for port in (80, 443):
            debian.ok("python3", "-c", f"import socket; socket.create_connection(('{host}', {port}), 9)")


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


def test_what_the_timer_backs_up_comes_back_with_its_secrets(debian: Debian, installed: str) -> None:
    status = ("python3", "-m", "infra.home.server", "status")
    assert "backup    none: lay the public keys" in debian.ok(*status, folder=installed)
    debian.ok("age-keygen", "-o", "/root/key.txt")
    debian.ok("sh", "-c", "age-keygen -y /root/key.txt > /etc/baiqau/backup-recipients.txt")
    debian.ok(BAIQAU, "member", "add", "Б. Әлі", "--email", "ali@example.kz", "--role", "secretary")
    secrets = debian.ok("cat", "/etc/baiqau/pepper.env", "/etc/baiqau/origin.env")
    debian.ok("systemctl", "start", BACKUP)
    said = debian.ok(*status, folder=installed)
    assert "backup    20" in said
    debian.put("/root/signer.txt", said.partition("signed by ")[2].encode())
    found = debian.ok("find", "/var/backups/baiqau", "-name", "*.age", "-printf", "%m %u")
    assert found == "600 baiqau"

    debian.ok("python3", "-m", "infra.home.server", "stop", "--apply", folder=installed)
    debian.ok("sh", "-c", "rm -rf /var/lib/baiqau/call/* && echo 'KEY_PEPPER=\"another\"' > /etc/baiqau/pepper.env")
    told = ("--identity", "/root/key.txt", "--signed-by", "/root/signer.txt")
    debian.ok(BAIQAU, "restore", "/var/backups/baiqau", *told, "--settings-to", "/etc/baiqau")
    assert "Ready." in debian.ok(*INSTALL, "--apply", folder=installed).splitlines()
    assert debian.ok("cat", "/etc/baiqau/pepper.env", "/etc/baiqau/origin.env") == secrets
    assert "ali@example.kz" in debian.ok(BAIQAU, "member", "list", "--json")
    assert debian.ok("find", "/var/lib/baiqau/call", "!", "-user", "baiqau") == ""
    debian.ok("systemctl", "start", BACKUP)
    assert ask(debian, "POST", "/api/applications/check", "{}")[0] == 200
