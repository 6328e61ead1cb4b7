"""A certificate by ACME, renewed by Debian's own timer: certbot and the front are the real ones, the authority is
pebble, Debian's authority for tests, which asks port 80 as every authority does.
"""

import json
import ssl
from collections.abc import Iterator

import pytest

from tests.home.debian.booted import Debian
from tests.home.debian.server import INSTALL, SETTINGS, UNSYNCHRONISED, ask, eventually
from tests.home.front import HOST

pytestmark = [pytest.mark.debian, pytest.mark.home, pytest.mark.slow]

BY_ACME = SETTINGS.replace('"given"', '"acme"') + f'acme_mail = "admin@example.kz"\n{UNSYNCHRONISED}'
AUTHORITY = {
    "listenAddress": "127.0.0.1:14000", "managementListenAddress": "127.0.0.1:15000", "httpPort": 80, "tlsPort": 443,
    "certificate": "/root/chain.pem", "privateKey": "/root/key.pem", "ocspResponderURL": "",
}  # fmt: skip
# Certbot's own file of settings, as an office with an authority of its own would write it.
CERTBOT = "server = https://127.0.0.1:14000/dir\nno-verify-ssl = true\n"
LIVE = f"/etc/letsencrypt/live/{HOST}/fullchain.pem"
SHOWN = f"import ssl; print(ssl.get_server_certificate(('{HOST}', 443)))"


@pytest.fixture(scope="module")
def authority(debian: Debian, installed: str) -> Iterator[None]:
    debian.put("/root/pebble.json", json.dumps({"pebble": AUTHORITY}).encode())
    debian.ok("mkdir", "-p", "/etc/letsencrypt")
    debian.put("/etc/letsencrypt/cli.ini", CERTBOT.encode())
    debian.ok("sh", "-c", f"echo 127.0.0.1 {HOST} >> /etc/hosts")
    quick = ("--setenv=PEBBLE_VA_NOSLEEP=1", "--setenv=PEBBLE_WFE_NONCEREJECT=0")
    debian.ok("systemd-run", "--unit=authority", *quick, "pebble", "-config", "/root/pebble.json")
    asked = ("python3", "-c", "import socket; socket.create_connection(('127.0.0.1', 14000))")
    assert eventually(lambda: debian.run(*asked).returncode == 0), debian.ok("journalctl", "-u", "authority")
    yield
    debian.put("/root/server.toml", (SETTINGS + UNSYNCHRONISED).encode())
    debian.ok(*INSTALL, "--apply", folder=installed)


def test_the_authority_gives_one_the_timer_renews_it_and_the_front_shows_it(
    debian: Debian, installed: str, authority: None
) -> None:
    debian.put("/root/server.toml", BY_ACME.encode())
    given = shown(debian)
    assert "Ready." in debian.ok(*INSTALL, "--apply", folder=installed).splitlines()
    first = eventually_shown(debian, given)
    assert debian.ok("systemctl", "is-enabled", "certbot.timer").strip() == "enabled"

    # As the timer does, but not as late as it would.
    debian.ok("certbot", "-q", "renew", "--force-renewal", "--no-random-sleep-on-renew")
    eventually_shown(debian, first)
    assert debian.ok(*INSTALL, folder=installed).splitlines()[-1] == "Nothing to do."
    assert debian.ok("stat", "-c", "%a %G", "/etc/baiqau/tls/key.pem").strip() == "640 baiqau-front"
    assert ask(debian, "GET", "/api/call")[0] == 200


def eventually_shown(debian: Debian, before: str) -> str:
    """What the front shows once it is another than before: the authority's newest."""
    assert eventually(lambda: shown(debian) != before)
    newest = debian.ok("cat", LIVE).partition("-----END")[0]
    assert shown(debian).partition("-----END")[0] == newest
    return shown(debian)


def shown(debian: Debian) -> str:
    return debian.ok("python3", "-c", SHOWN)


def test_a_given_certificate_is_not_replaced_by_one_that_is_still_renewed(
    debian: Debian, installed: str, authority: None
) -> None:
    """Whoever goes over to a given one may leave certbot as it is."""
    debian.put("/root/server.toml", (SETTINGS + UNSYNCHRONISED).encode())
    debian.ok(*INSTALL, "--apply", folder=installed)
    given = debian.ok("cat", "/root/chain.pem")
    debian.ok("certbot", "-q", "renew", "--force-renewal", "--no-random-sleep-on-renew")
    assert debian.ok("cat", "/etc/baiqau/tls/chain.pem") == given != debian.ok("cat", LIVE)
    assert ssl.PEM_cert_to_DER_cert(shown(debian)) == ssl.PEM_cert_to_DER_cert(given)

    debian.put("/root/server.toml", BY_ACME.encode())
    debian.ok(*INSTALL, "--apply", folder=installed)
    assert debian.ok("cat", "/etc/baiqau/tls/chain.pem") == debian.ok("cat", LIVE)
