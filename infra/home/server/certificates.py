"""The front's certificate: the operator's own, or one by ACME with a stand-in for the first minutes."""

from infra.home.server.installed_releases import CURRENT
from infra.home.server.machine import Machine
from infra.home.server.settings import ServerSettings
from infra.home.server.steps import CommandStep, ServerStep
from infra.home.server.unit_files import FRONT

PLACEHOLDER = "/etc/baiqau/tls/placeholder"
CHAIN, KEY = "/etc/baiqau/tls/chain.pem", "/etc/baiqau/tls/key.pem"


def certificate_step(settings: ServerSettings) -> ServerStep:
    """What the operator gives; until an ACME server has given one, one that nobody trusts, so that the front starts."""
    install = ("install", "-o", "root", "-g", "baiqau-front", "-m", "640")
    if settings.certificate == "given":
        same = lambda machine: same_file(machine, settings.chain, CHAIN) and same_file(machine, settings.key, KEY)  # noqa: E731
        copies = ((*install, settings.chain, CHAIN), (*install, settings.key, KEY))
        return CommandStep(f"the certificate of {settings.chain}", same, copies, (FRONT,))
    temporary = ("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "7", "-subj",
                 f"/CN={settings.host}", "-keyout", f"{PLACEHOLDER}.key", "-out", f"{PLACEHOLDER}.pem")  # fmt: skip
    return CommandStep(
        "a certificate for the first minutes, which nobody trusts", lambda machine: machine.at(CHAIN).exists(),
        (temporary, (*install, f"{PLACEHOLDER}.pem", CHAIN), (*install, f"{PLACEHOLDER}.key", KEY)),
    )  # fmt: skip


def same_file(machine: Machine, one: str, other: str) -> bool:
    places = machine.at(one), machine.at(other)
    return all(file.is_file() for file in places) and places[0].read_bytes() == places[1].read_bytes()


def acme_step(settings: ServerSettings) -> ServerStep:
    """Debian's certbot has a timer of its own; what it gets and renews is handed to the front by the hook.

    The hook is run here too: certbot runs it for a new certificate alone, and may have kept one from before.
    """
    live = f"/etc/letsencrypt/live/{settings.host}"
    hook = f"{CURRENT}/infra/home/server/renewed.sh"
    ask = ("certbot", "certonly", "--non-interactive", "--agree-tos", "-m", settings.acme_mail, "--webroot", "-w",
           "/var/lib/baiqau/acme", "-d", settings.host, "--keep-until-expiring", "--deploy-hook", hook)  # fmt: skip
    return CommandStep(
        f"a certificate for {settings.host} by ACME",
        lambda machine: same_file(machine, f"{live}/fullchain.pem", CHAIN),
        (ask, ("env", f"RENEWED_LINEAGE={live}", "sh", hook)),
    )  # fmt: skip
