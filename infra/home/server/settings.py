"""What the operator says of one server, in `/etc/baiqau/server.toml`: read strictly, every fault told at once."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import urlsplit

from infra.home import machine_clock

# Unknown keys and long files are refused before anything is made of them.
MOST_BYTES = 16 * 1024
HOST = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
ADDRESS = re.compile(r"[^\s@\"\\$'%]{1,64}@[A-Za-z0-9.-]{4,253}")
PATH = re.compile(r"/[A-Za-z0-9._/-]{1,200}")
CALL = re.compile(r"[a-z0-9][a-z0-9-]{0,80}")
# Characters that an environment file, a shell and a mail server all read alike.
CREDENTIAL = re.compile(r"[A-Za-z0-9._~:/?#@!&()*+,;=-]{1,500}")
PLAIN = re.compile(r"[A-Za-z0-9._~:/?#@!&()*+,;=%-]{0,500}")

PROVIDER_SOCKET = "/run/baiqau/provider.sock"


class WrongSettings(Exception):
    """`args[0]` has one fault a line."""


@dataclass(frozen=True)
class ServerSettings:
    """`certificate` is `acme`, with `acme_mail`, or `given`, with `chain` and `key`: PEM files."""

    host: str
    mail_from: str
    certificate: str
    mail_server: str
    call: str = ""
    acme_mail: str = ""
    chain: str = ""
    key: str = ""
    mail_returned: str = ""
    scanner: str = ""
    workers: int = 0
    mails_per_second: int = 5
    clock: str = ""
    openid_issuer: str = ""
    openid_client: str = ""
    openid_secret: str = ""

    @property
    def site_url(self) -> str:
        return f"https://{self.host}/"

    def environment(self) -> dict[str, str]:
        """For every process; nothing in it is a secret."""
        variables = {
            "BAIQAU_HOME": "/var/lib/baiqau/call", "SITE_URL": self.site_url, "MAIL_FROM": self.mail_from,
            "MAILS_PER_SECOND": str(self.mails_per_second), "BAIQAU_WORKERS": str(self.workers),
            "BAIQAU_CALL": self.call, "DOCUMENT_SCANNER": self.scanner, "MAIL_RETURNED": self.mail_returned,
            machine_clock.SETTING: self.clock, **self._provider(),
        }  # fmt: skip
        return {name: value for name, value in variables.items() if value}

    def _provider(self) -> dict[str, str]:
        """The organisation's directory: the functions have no network, a socket stands for its host alone."""
        if not self.openid_issuer:
            return {}
        parts = urlsplit(self.openid_issuer)
        return {
            "OPENID_ISSUER": self.openid_issuer, "OPENID_CLIENT": self.openid_client, "OPENID_SOCKET": PROVIDER_SOCKET,
            "OPENID_HOST": f"{parts.hostname}:{parts.port or 443}",
        }  # fmt: skip


def read_settings(content: bytes) -> ServerSettings:
    """The settings from the bytes of their TOML file. Raises WrongSettings."""
    if len(content) > MOST_BYTES:
        raise WrongSettings(f"server.toml is longer than {MOST_BYTES} bytes.")
    try:
        given = tomllib.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WrongSettings(f"server.toml is not TOML: {error}") from None
    if faults := list(faults_of(given)):
        raise WrongSettings("\n".join(faults))
    return ServerSettings(**given)


def faults_of(given: Mapping[str, object]) -> Iterator[str]:
    known = {field.name: field.type for field in fields(ServerSettings)}
    yield from (f"{name}: there is no such setting." for name in given if name not in known)
    for name in ("host", "mail_from", "certificate", "mail_server"):
        if name not in given:
            yield f"{name}: is needed."
    for name, value in given.items():
        if name in known and (not isinstance(value, known[name]) or isinstance(value, bool)):  # type: ignore[arg-type]
            yield f"{name}: is not of the right type."
        elif name in RULES and not RULES[name][0](value):
            yield f"{name}: {RULES[name][1]}"
    yield from certificate_faults(given)
    yield from provider_faults(given)


def provider_faults(given: Mapping[str, object]) -> Iterator[str]:
    names = ("openid_issuer", "openid_client", "openid_secret")
    if any(name in given for name in names):
        yield from (f"{name}: is needed, or none of the three." for name in names if name not in given)


def certificate_faults(given: Mapping[str, object]) -> Iterator[str]:
    needed = {"acme": ("acme_mail",), "given": ("chain", "key")}.get(str(given.get("certificate")), ())
    yield from (f"{name}: is needed for this kind of certificate." for name in needed if name not in given)


def is_issuer(address: str) -> bool:
    parts = urlsplit(address)
    is_place = bool(PLAIN.fullmatch(address)) and parts.scheme == "https" and bool(HOST.fullmatch(parts.hostname or ""))
    return is_place and not (parts.query or parts.fragment or parts.username)


def is_mail_server(address: str) -> bool:
    """A password may not travel without TLS, unless to this machine: store/home/smtp_mail.py sees to it."""
    parts = urlsplit(address)
    return bool(PLAIN.fullmatch(address)) and parts.scheme in ("smtp", "smtps") and bool(parts.hostname)


RULES: dict[str, tuple[Callable[[Any], Any], str]] = {
    "host": (HOST.fullmatch, "is no name of a host in small letters, like call.example.kz."),
    "mail_from": (ADDRESS.fullmatch, "is no mail address."),
    "acme_mail": (ADDRESS.fullmatch, "is no mail address."),
    "mail_server": (is_mail_server, "is no address like smtp://user:password@mail.example.kz:587."),
    "certificate": (lambda kind: kind in ("acme", "given"), 'is "acme" or "given".'),
    "chain": (PATH.fullmatch, "is no whole path of a file."),
    "key": (PATH.fullmatch, "is no whole path of a file."),
    "mail_returned": (PATH.fullmatch, "is no whole path of a folder."),
    "call": (CALL.fullmatch, "is no id of a call."),
    "scanner": (
        lambda address: address.startswith("unix:") and PATH.fullmatch(address[5:]),
        "is an address like unix:/run/clamav/clamd.ctl: the functions reach no network.",
    ),
    "clock": (
        lambda word: word in ("", machine_clock.WORD),
        f'is left away, or "{machine_clock.WORD}": deadlines are then judged by a clock that nobody keeps right.',
    ),
    "openid_issuer": (is_issuer, "is no address like https://sso.example.kz/realms/ministry."),
    "openid_client": (CREDENTIAL.fullmatch, "is no name of a client in letters, digits and ordinary signs."),
    "openid_secret": (CREDENTIAL.fullmatch, "has a sign that an environment file would read otherwise, or is empty."),
    "workers": (lambda number: 0 <= number <= 64, "is a number from 0 (as the machine has processors) to 64."),
    "mails_per_second": (lambda number: 1 <= number <= 100, "is a number from 1 to 100."),
}


def environment_file(told: Mapping[str, str]) -> str:
    """The text of an environment file for systemd. The settings contain nothing that needs an escape."""
    return "".join(f'{name}="{value}"\n' for name, value in told.items())
