"""One Debian for all tests of this folder, bare for the first of them, then with the call installed."""

import os
from collections.abc import Iterator

import pytest

from infra.home.server import release
from tests.home.debian.booted import Debian, booted, lacking
from tests.home.debian.server import INSTALL, SETTINGS, UNSYNCHRONISED, unpacked, wheels
from tests.home.front import HOST


@pytest.fixture(scope="package")
def debian(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Debian]:
    if message := lacking():
        (pytest.fail if os.environ.get("BAIQAU_NEVER_SKIP") == "1" else pytest.skip)(message)
    with booted(tmp_path_factory.mktemp("debian")) as running:
        certificate = ("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "9", "-subj", f"/CN={HOST}")
        running.ok(*certificate, "-keyout", "/root/key.pem", "-out", "/root/chain.pem")
        running.put("/root/server.toml", SETTINGS.encode())
        yield running


@pytest.fixture(scope="package")
def first(debian: Debian, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of the release, unpacked on the server."""
    return unpacked(debian, release.build(tmp_path_factory.mktemp("release"), wheels()))


@pytest.fixture(scope="package")
def installed(debian: Debian, first: str) -> str:
    debian.put("/root/server.toml", (SETTINGS + UNSYNCHRONISED).encode())
    said = debian.ok(*INSTALL, "--apply", folder=first)
    assert "Ready." in said.splitlines()
    return first
