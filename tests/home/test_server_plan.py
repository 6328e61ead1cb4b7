"""The plan of an installation as data, its settings, units and releases: read and checked, nothing is installed."""

import json
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import Any

import pytest

from infra.home.server import release
from infra.home.server.checks import bounds_connections, has_firewall, is_debian
from infra.home.server.installed_releases import CURRENT, CurrentStep, point, release_at
from infra.home.server.machine import Machine
from infra.home.server.plan import preparing_steps, running_steps
from infra.home.server.release import LIST, WrongRelease, carried_files, checked_id, layers
from infra.home.server.settings import ServerSettings, WrongSettings, environment_file, read_settings
from infra.home.server.steps import CommandStep, DemandStep, FileStep, SecretStep, ServerSetup, SetupRefused
from infra.home.server.unit_files import SYSTEMD, UNITS, unit_texts
from infra.paths import ROOT

VALID = {"host": "call.example.kz", "mail_from": "call@example.kz", "mail_server": "smtp://u:p@mail.example.kz:587",
         "certificate": "acme", "acme_mail": "admin@example.kz"}  # fmt: skip
ACME = ServerSettings(**VALID)
MOST_EXPOSED = 3.0


def toml(**changes: object) -> bytes:
    """JSON writes what stands here as TOML does."""
    given = {name: value for name, value in {**VALID, **changes}.items() if value is not None}
    return "".join(f"{name} = {json.dumps(value)}\n" for name, value in given.items()).encode()


def test_settings_are_read_and_told_to_every_process() -> None:
    settings = read_settings(toml(workers=3, scanner="unix:/run/clamav/clamd.ctl"))
    assert settings.site_url == "https://call.example.kz/"
    assert settings.environment() == {
        "BAIQAU_HOME": "/var/lib/baiqau/call", "SITE_URL": "https://call.example.kz/", "MAIL_FROM": "call@example.kz",
        "MAILS_PER_SECOND": "5", "BAIQAU_WORKERS": "3", "DOCUMENT_SCANNER": "unix:/run/clamav/clamd.ctl",
    }  # fmt: skip
    assert "p@mail" not in environment_file(settings.environment())


PROVIDER = {"openid_issuer": "https://sso.example.kz:8443/realms/ministry", "openid_client": "baiqau",
            "openid_secret": "b-secret"}  # fmt: skip


def test_a_directory_is_reached_through_a_socket_and_its_secret_is_in_no_file_that_others_read(tmp_path: Path) -> None:
    settings = read_settings(toml(**PROVIDER))
    told = {name: value for name, value in settings.environment().items() if name.startswith("OPENID")}
    assert told == {
        "OPENID_ISSUER": PROVIDER["openid_issuer"], "OPENID_CLIENT": "baiqau", "OPENID_HOST": "sso.example.kz:8443",
        "OPENID_SOCKET": "/run/baiqau/provider.sock",
    }  # fmt: skip
    steps = preparing_steps(settings, "text", tmp_path, "0123456789abcdef")
    holding = [(step.path, step.mode) for step in steps if isinstance(step, FileStep) and "b-secret" in step.content]
    assert holding == [("/etc/baiqau/openid.env", 0o600)]
    units = unit_texts()
    assert f"ListenStream={told['OPENID_SOCKET']}\n" in units["baiqau-provider.socket"]
    assert "${OPENID_HOST}" in units["baiqau-provider.service"]
    assert [name for name, text in units.items() if "openid.env" in text] == ["baiqau-functions.service"]


@pytest.mark.parametrize("changes", [
    {"openid_issuer": "https://sso.example.kz"}, {**PROVIDER, "openid_issuer": "http://sso.example.kz"},
    {**PROVIDER, "openid_issuer": "https://sso.example.kz/?realm=a"}, {**PROVIDER, "openid_secret": 'a"b'},
    {**PROVIDER, "openid_secret": ""}, {**PROVIDER, "openid_client": "a b"},
    {"host": None}, {"host": "Call.example.kz"}, {"host": "localhost"}, {"host": 'a.kz"; return 200 "'}, {"host": 5},
    {"mail_from": "nobody"}, {"mail_from": 'a"@example.kz'}, {"mail_server": "mail.example.kz"}, {"mail_server": "smtp://"},
    {"mail_server": 'smtp://a:"b"@c.kz'}, {"certificate": "none"}, {"certificate": "given"}, {"acme_mail": None},
    {"certificate": "given", "chain": "chain.pem", "key": "/k"}, {"workers": 65}, {"workers": True},
    {"mails_per_second": 0}, {"clock": "any"}, {"call": "../x"}, {"scanner": "tcp:10.0.0.1:3310"}, {"shift": "1h"},
], ids=str)  # fmt: skip
def test_a_setting_that_would_not_be_understood_is_refused_by_its_name(changes: dict[str, Any]) -> None:
    with pytest.raises(WrongSettings) as refused:
        read_settings(toml(**changes))
    named = {name for line in refused.value.args[0].splitlines() for name in [line.partition(":")[0]]}
    assert named & {*changes, "chain", "key", "openid_client", "openid_secret"}


def test_every_fault_is_told_at_once_and_a_long_file_is_not_read() -> None:
    with pytest.raises(WrongSettings) as refused:
        read_settings(toml(host="x", mail_from="y", shift="1h"))
    assert len(refused.value.args[0].splitlines()) == 3
    for content in (b"#" * 20_000, b"host = ", b"\xff"):
        with pytest.raises(WrongSettings):
            read_settings(content)


class Bare(Machine):
    """A machine on which nothing is so yet, and on which nothing may run."""

    def run(self, *command: str) -> str:
        raise AssertionError(command)

    def succeeds(self, *command: str) -> bool:
        return False


def test_a_dry_run_says_every_command_and_changes_nothing(tmp_path: Path) -> None:
    machine, told = Bare(tmp_path), list[str]()
    run = ServerSetup(machine, told.append)
    steps = [*preparing_steps(ACME, "text", tmp_path, "0123456789abcdef"), *running_steps(ACME, "0123456789abcdef")]
    run.take(steps)
    assert list(tmp_path.iterdir()) == []
    lines = "\n".join(told)
    for step in steps:
        assert step.what in lines
        for command in step.commands if isinstance(step, CommandStep) and not step.is_done(machine) else ():
            assert f"$ {' '.join(command)}" in lines
    assert "apt-get install -q -y --no-install-recommends nginx python3-venv openssl age certbot" in lines


def test_no_plan_says_a_secret(tmp_path: Path) -> None:
    told = list[str]()
    ServerSetup(Bare(tmp_path), told.append).take(preparing_steps(ACME, "text", tmp_path, "0123456789abcdef"))
    assert "u:p@mail" not in "\n".join(told)


def test_a_file_is_written_once_with_its_mode_and_a_secret_is_never_changed(tmp_path: Path) -> None:
    machine, owner = Machine(tmp_path), f"{tmp_path.owner()}:{tmp_path.group()}"
    file = FileStep("/etc/x/y", "content", 0o640, owner, ("a.service",))
    secret = SecretStep("/etc/x/secret", lambda: "one")
    assert not file.is_done(machine)
    run = ServerSetup(machine, lambda line: None, is_dry=False)
    run.take([file, secret])
    assert file.is_done(machine) and run.changed == ["a.service"]
    (tmp_path / "etc/x/secret").chmod(0o644)
    run.take([file, SecretStep("/etc/x/secret", lambda: "two")])
    assert (tmp_path / "etc/x/secret").read_text() == "one"
    assert (tmp_path / "etc/x/secret").stat().st_mode & 0o777 == 0o600
    assert sorted(place.name for place in (tmp_path / "etc/x").iterdir()) == ["secret", "y"]


def test_what_is_not_ours_to_do_stops_the_run_or_is_noted(tmp_path: Path) -> None:
    told = list[str]()
    run = ServerSetup(Machine(tmp_path), told.append, is_dry=False)
    run.take([DemandStep("a firewall", lambda machine: False, "make one", is_needed=False)])
    assert told == ["  NOTE   a firewall: make one"] and run.open_steps == 0
    with pytest.raises(SetupRefused, match="a clock: set it"):
        run.take([DemandStep("a clock", lambda machine: False, "set it")])
    with pytest.raises(SetupRefused, match="still it is not so"):
        run.take([CommandStep("a user", lambda machine: False, (("true",),))])


@pytest.mark.parametrize(("rules", "expected"), [
    ("table inet a {\n chain b {\n  type filter hook input priority filter; policy drop;\n }\n}", True),
    ("table inet a {\n chain b {\n  type filter hook input priority filter; policy accept;\n }\n}", False),
    ("chain b {\n type filter hook forward priority filter; policy drop;\n}", False), (None, False),
])  # fmt: skip
def test_a_firewall_is_one_that_drops_what_comes_in(tmp_path: Path, rules: str | None, expected: bool) -> None:
    class Asked(Machine):
        def succeeds(self, *command: str) -> bool:
            return rules is not None

        def run(self, *command: str) -> str:
            return rules or ""

    assert has_firewall(Asked(tmp_path)) == expected
    assert not bounds_connections(Asked(tmp_path))
    rules = rules and f"{rules} tcp dport 443 ct state new add @lines {{ ip saddr ct count over 500 }} drop"
    assert bounds_connections(Asked(tmp_path)) == (rules is not None)


@pytest.mark.parametrize(("release_file", "expected"), [
    ('ID=debian\nVERSION_ID="12"\n', True), ('ID=debian\nVERSION_ID="13"\n', True),
    ('ID=debian\nVERSION_ID="11"\n', False), ('ID=ubuntu\nVERSION_ID="12"\n', False), ("", False),
])  # fmt: skip
def test_only_debian_12_and_13_are_known(tmp_path: Path, release_file: str, expected: bool) -> None:
    (tmp_path / "etc").mkdir()
    assert not is_debian(Machine(tmp_path))
    (tmp_path / "etc/os-release").write_text(release_file)
    assert is_debian(Machine(tmp_path)) == expected


def test_the_release_before_stays_named(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    (tmp_path / "opt/baiqau").mkdir(parents=True)
    for name in ("one", "two"):
        step = CurrentStep(name)
        assert not step.is_done(machine)
        step.act(machine)
        assert step.is_done(machine)
    assert release_at(machine, "/opt/baiqau/previous") == "one"
    point(machine, CURRENT, "one")
    assert (tmp_path / "opt/baiqau/current").readlink() == Path("releases/one")


def test_each_unit_is_hardened(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("needs systemd-analyze, which every Debian server has")
    for name, text in unit_texts().items():
        (tmp_path / name).write_text(text)
    services = sorted(tmp_path.glob("*.service"))
    assert len(services) >= 5
    for unit in services:
        asked = ["systemd-analyze", "security", "--offline=true", f"--threshold={MOST_EXPOSED * 10:.0f}", str(unit)]
        ran = subprocess.run(asked, capture_output=True, text=True, timeout=120)
        assert ran.returncode == 0, (unit.name, ran.stdout[-300:], ran.stderr)


def test_a_service_says_what_it_needs_after_what_holds_for_all() -> None:
    texts = unit_texts()
    shared = (UNITS / "sandbox.conf").read_text()
    services = [name for name in texts if name.endswith(".service")]
    assert all(texts[name].startswith(shared) for name in services)
    for name in ("baiqau-functions.service", "baiqau-documents.service", "baiqau-site.service"):
        assert "PrivateNetwork=yes" in texts[name] and "AF_INET" not in texts[name]
    assert "table.db" in texts["baiqau-documents.service"].partition("InaccessiblePaths")[2]
    # The kernel is asked whether the clock is kept right; with ProtectClock it would not answer.
    assert "adjtimex" in shared and "ProtectClock=" not in shared


def test_every_unit_is_installed_where_systemd_looks(tmp_path: Path) -> None:
    steps = preparing_steps(ACME, "text", tmp_path, "0123456789abcdef")
    paths = {step.path for step in steps if isinstance(step, FileStep)}
    assert {f"{SYSTEMD}/{name}" for name in unit_texts()} <= paths


def test_a_release_carries_nothing_that_could_shift_a_clock() -> None:
    names = carried_files()
    assert "infra/home/functions_gateway.py" in names and "functions/app.py" in names and "docs/index.kk.md" in names
    of_rehearsals = ("trial", "rehearsal_clock", "clock_shift")
    assert [name for name in names if any(map(name.count, of_rehearsals)) or name.startswith("tests")] == []
    assert [name for name in names if name.endswith(".py") and "TRIAL_CLOCK" in (ROOT / name).read_text("utf-8")] == []


def test_a_lock_with_two_versions_for_two_pythons_is_fetched_in_parts() -> None:
    entries = ["a==1", "b==2 ; python_full_version < '3.11.5'", "b==3 ; python_full_version >= '3.11.5'",
               "c==1 ; sys_platform == 'win32'",
               "d==1 ; python_full_version >= '3.12' and sys_platform == 'emscripten'"]  # fmt: skip
    lock = "".join(f"{entry} \\\n    --hash=sha256:{at}\n" for at, entry in enumerate(entries))
    one, two = layers(lock)
    assert [line.split()[0] for line in one.splitlines() if not line.startswith(" ")] == [
        "a==1", "b==2", "c==1", "d==1"
    ]  # fmt: skip
    assert "d==1 ; sys_platform == 'emscripten' \\" in one
    assert two.split() == ["b==3", "\\", "--hash=sha256:2"] and "win32" in one and "python" not in one


@pytest.fixture
def unpacked(tmp_path: Path) -> Path:
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    (wheels / "a-1-py3-none-any.whl").write_bytes(b"a wheel")
    archive = release.build(tmp_path / "out", wheels)
    with tarfile.open(archive) as packed:
        assert {(entry.uid, entry.mtime, entry.uname) for entry in packed} == {(0, 0, "root")}
        packed.extractall(tmp_path, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))  # type: ignore[arg-type]
    assert release.build(tmp_path / "again", wheels).read_bytes() == archive.read_bytes()
    return tmp_path / archive.stem


def test_a_release_is_known_by_its_id_and_a_changed_one_is_refused(unpacked: Path) -> None:
    assert unpacked.name == f"baiqau-{checked_id(unpacked)}"
    listed = unpacked / LIST
    whole = listed.read_text()
    changes = {
        "differs": lambda: (unpacked / "functions/app.py").write_text("print()"),
        "is missing": lambda: (unpacked / "LICENSE").unlink(),
        "leads out": lambda: listed.write_text(f"{whole}{'0' * 64}  ../../etc/passwd\n"),
        "is no release": listed.unlink,
    }
    for sentence, change in changes.items():
        change()
        with pytest.raises(WrongRelease, match=sentence):
            checked_id(unpacked)


def test_the_installer_runs_on_a_python_with_nothing_installed(unpacked: Path) -> None:
    """As on a bare Debian: isolated, without the packages of this environment."""
    settings = unpacked / "server.toml"
    settings.write_bytes(toml(host="X"))
    ran = subprocess.run(
        ["/usr/bin/env", "-i", "python3", "-S", "-m", "infra.home.server", "install", "--settings", str(settings)],
        cwd=unpacked, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert (ran.returncode, ran.stderr.strip()) == (
        1,
        "Not done. host: is no name of a host in small letters, like call.example.kz.",
    )
