"""Signing in through what an installed server has: its settings, its unit's own command, TLS from end to end."""

from __future__ import annotations

import shlex
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from chalicelib import desk_wiring
from chalicelib.store.home.home_layout import Layout
from infra.home.server.settings import ServerSettings
from infra.home.server.unit_files import unit_texts
from tests.building import OPEN, PEPPER
from tests.desk.building import CALL, member
from tests.home import openid_provider
from tests.home.openid_provider import CLIENT, SECRET, Provider
from tests.home.test_provider_sign_in import AWAY, signed_in
from tests.home.test_server_plan import VALID
from tests.web.desk_browser import Browser

SECRETARY = member()
NAME = "localhost"
LONGEST_S = 60
# Before a byte of an answer: TLS ended it.
NOT_BELIEVED = '"provider": "ConnectError"'
Captured = pytest.CaptureFixture[str]


@dataclass(frozen=True)
class Authority:
    """A certificate for `NAME`, its key, and the list in which its own authority stands: itself."""

    certificate: Path
    key: Path


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    folder = tmp_path_factory.mktemp("authority")
    made = Authority(folder / "certificate.pem", folder / "key.pem")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}",
         "-addext", f"subjectAltName=DNS:{NAME}", "-out", made.certificate, "-keyout", made.key],
        check=True, capture_output=True,
    )  # fmt: skip
    return made


@pytest.fixture
def provider(authority: Authority) -> Iterator[Provider]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority.certificate, authority.key)
    with openid_provider.running(OPEN, context) as made:
        made.email = SECRETARY.email
        yield made


@contextmanager
def carrying(settings: dict[str, str], socket: Path) -> Iterator[subprocess.Popen[bytes]]:
    """As systemd does by baiqau-provider.socket: it listens, and starts the command of the service for who comes."""
    command = next(
        line.removeprefix("ExecStart=") for line in unit_texts()["baiqau-provider.service"].splitlines()
        if line.startswith("ExecStart=/usr/lib/systemd/systemd-socket-proxyd ")
    )  # fmt: skip
    parts = [part.replace("${OPENID_HOST}", settings["OPENID_HOST"]) for part in shlex.split(command)]
    listening = ["systemd-socket-activate", f"--listen={socket}", *parts]
    process = subprocess.Popen(listening, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + LONGEST_S
        while not socket.exists() and time.monotonic() < until:
            time.sleep(0.02)
        yield process
    finally:
        process.terminate()
        process.wait(LONGEST_S)


@pytest.fixture
def settings(provider: Provider) -> dict[str, str]:
    installed = ServerSettings(**VALID, openid_issuer=provider.issuer, openid_client=CLIENT, openid_secret=SECRET)
    return installed.environment()


@pytest.fixture
def socket(
    settings: dict[str, str], authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """Where the functions look for the provider; `update-ca-certificates` has taken up its authority."""
    if not shutil.which("systemd-socket-activate"):
        pytest.skip("needs systemd-socket-activate, which every Debian server has")
    Layout(tmp_path / "home").make()
    path = tmp_path / "provider.sock"
    told = {name: value for name, value in settings.items() if name.startswith("OPENID")} | {
        "OPENID_SECRET": SECRET, "OPENID_SOCKET": str(path), "BAIQAU_HOME": str(tmp_path / "home"),
        "KEY_PEPPER": PEPPER.decode(), "SITE_URL": "https://call.example.kz/",
        "SSL_CERT_FILE": str(authority.certificate),
    }  # fmt: skip
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    desk_wiring.desk_service.cache_clear()
    desk_wiring.desk_service().committee.people.add(CALL, SECRETARY)
    yield path
    desk_wiring.desk_service.cache_clear()


# The library leaves a unix socket that refused to the garbage collector.
@pytest.mark.filterwarnings("ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning")
def test_a_member_signs_in_through_the_installed_servers_socket(
    provider: Provider, settings: dict[str, str], socket: Path
) -> None:
    browser = Browser()
    with carrying(settings, socket):
        page = signed_in(provider, browser)
    assert (page.status, browser.cookie != "") == (303, True)
    assert SECRETARY.name in browser.follow(page).body
    # Nothing but the socket leads there.
    assert Browser().get("provider").status == AWAY


def test_a_directory_whose_authority_is_not_on_the_machines_list_is_not_believed(
    provider: Provider, settings: dict[str, str], socket: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", ssl.get_default_verify_paths().openssl_cafile)
    desk_wiring.desk_service.cache_clear()
    with carrying(settings, socket):
        assert Browser().get("provider").status == AWAY
    assert NOT_BELIEVED in capsys.readouterr().out


def test_the_name_in_the_certificate_is_the_issuers(
    provider: Provider, settings: dict[str, str], socket: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setenv("OPENID_ISSUER", provider.issuer.replace(NAME, "sso.example.kz"))
    desk_wiring.desk_service.cache_clear()
    with carrying(settings, socket):
        assert Browser().get("provider").status == AWAY
    assert NOT_BELIEVED in capsys.readouterr().out
