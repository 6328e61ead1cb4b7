"""The steps from a bare Debian to a running call, in order. Reading them does nothing."""

import secrets
from collections.abc import Callable
from pathlib import Path

from infra.home import machine_clock
from infra.home.server.certificates import acme_step, certificate_step, same_file
from infra.home.server.checks import (
    bounds_connections,
    has_firewall,
    has_time_service,
    is_debian,
    is_root,
    is_synchronised,
)
from infra.home.server.installed_releases import CURRENT, CurrentStep, ReleaseStep, folder_of, release_at
from infra.home.server.machine import Machine
from infra.home.server.settings import ServerSettings, environment_file
from infra.home.server.steps import CommandStep, DemandStep, FileStep, FolderStep, SecretStep, ServerStep
from infra.home.server.unit_files import (
    DOCUMENTS,
    DUE,
    FRONT,
    FUNCTIONS,
    PROVIDER,
    STATUS,
    SYSTEMD,
    enabling_step,
    reload_step,
    unit_steps,
)

USERS = ("baiqau", "baiqau-front")


def preparing_steps(settings: ServerSettings, own_text: str, source: Path, release: str) -> list[ServerStep]:
    """The steps that change nothing of what runs."""
    return [
        *demands(), *package_steps(settings), *(user_step(name) for name in USERS), *folder_steps(),
        *setting_steps(settings, own_text), certificate_step(settings), *unit_steps(), ReleaseStep(source, release),
        site_step(release, settings),
    ]  # fmt: skip


def running_steps(settings: ServerSettings, release: str) -> list[ServerStep]:
    """The steps from which on the new release runs."""
    return [clock_demand(settings), CurrentStep(release), front_step(settings), reload_step(), enabling_step()]


def last_steps(settings: ServerSettings) -> list[ServerStep]:
    """The steps after the front answers: a publicly trusted certificate."""
    return [acme_step(settings)] if settings.certificate == "acme" else []


def demands() -> list[ServerStep]:
    return [
        DemandStep("be root", is_root, "run it with sudo."),
        DemandStep("be Debian 12 or 13", is_debian, "other systems have other packages and another systemd."),
        DemandStep(
            "a firewall that drops what is not meant for ports 22, 80 and 443", has_firewall,
            "nothing of the call listens elsewhere but on 127.0.0.1; for all else, put a chain `type filter hook input "
            "priority 0; policy drop;` into /etc/nftables.conf and enable nftables.service.", is_needed=False,
        ),
        DemandStep(
            "a firewall that bounds the connections of one address", bounds_connections,
            "the front counts a connection only when its head is here, so idle ones could fill its memory: "
            "docs/operating/server.md has the lines for /etc/nftables.conf.", is_needed=False,
        ),
    ]  # fmt: skip


def clock_demand(settings: ServerSettings) -> ServerStep:
    is_told = settings.clock == machine_clock.WORD
    return DemandStep(
        "a clock that is kept right", lambda machine: is_told or is_synchronised(machine),
        "the workers would not start. See timedatectl; a time service that was just installed needs a minute.",
    )  # fmt: skip


def package_steps(settings: ServerSettings) -> list[ServerStep]:
    wanted = ["nginx", "python3-venv", "openssl", "age", *(["certbot"] if settings.certificate == "acme" else [])]
    # By these a directory's certificate is judged; an organisation's own authority is added to them.
    wanted += ["ca-certificates"] if settings.openid_issuer else []
    clock = CommandStep("a time service", has_time_service, (("apt-get", "install", "-q", "-y", "systemd-timesyncd"),))
    debians_own = CommandStep(
        "keep Debian's own nginx from the ports: the front is a unit of ours",
        lambda machine: not machine.succeeds("systemctl", "is-enabled", "--quiet", "nginx.service"),
        (("systemctl", "disable", "--now", "nginx.service"),),
    )
    return [packages_step(wanted), clock, debians_own]


def packages_step(names: list[str]) -> ServerStep:
    install = ("apt-get", "install", "-q", "-y", "--no-install-recommends", *names)
    return CommandStep(
        f"Debian's packages {', '.join(names)}", lambda machine: all(is_installed(machine, name) for name in names),
        (("apt-get", "update", "-q"), install),
    )  # fmt: skip


def is_installed(machine: Machine, package: str) -> bool:
    asked = ("dpkg-query", "-W", "-f=${Status}", package)
    return machine.succeeds(*asked) and machine.run(*asked) == "install ok installed"


def user_step(name: str) -> ServerStep:
    add = ("useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent", "--shell",
           "/usr/sbin/nologin", name)  # fmt: skip
    return CommandStep(f"the system user {name}", lambda machine: machine.succeeds("id", "-u", name), (add,))


def folder_steps() -> list[ServerStep]:
    call = [FolderStep(f"/var/lib/baiqau/call{room}", 0o700, "baiqau:baiqau")
            for room in ("", "/documents", "/exports", "/mail", "/published")]  # fmt: skip
    return [
        FolderStep("/etc/baiqau", 0o755), FolderStep("/etc/baiqau/tls", 0o750, "root:baiqau-front"),
        FolderStep("/opt/baiqau", 0o755), FolderStep("/opt/baiqau/releases", 0o755),
        FolderStep("/var/lib/baiqau", 0o755), *call, FolderStep("/var/lib/baiqau/acme", 0o755),
        FolderStep("/var/lib/baiqau-front", 0o700, "baiqau-front:baiqau-front"),
        FolderStep("/var/lib/baiqau/sites", 0o755, "baiqau:baiqau"), FolderStep("/var/lib/baiqau/pages", 0o755),
        FolderStep("/var/backups/baiqau", 0o700, "baiqau:baiqau"),
    ]  # fmt: skip


def setting_steps(settings: ServerSettings, own_text: str) -> list[ServerStep]:
    everyone = (FUNCTIONS, DOCUMENTS, DUE, STATUS)
    settings_text = environment_file(settings.environment())
    return [
        FileStep("/etc/baiqau/server.toml", own_text, 0o600),
        FileStep("/etc/baiqau/settings.env", settings_text, restarts=(*everyone, PROVIDER)),
        SecretStep("/etc/baiqau/pepper.env", secret_of("KEY_PEPPER"), everyone),
        SecretStep("/etc/baiqau/origin.env", secret_of("ORIGIN_SECRET"), everyone),
        FileStep(
            "/etc/baiqau/mail.env", environment_file({"MAIL_SERVER": settings.mail_server}), 0o600, restarts=(DUE,)
        ),
        FileStep(
            "/etc/baiqau/openid.env",
            environment_file({"OPENID_SECRET": settings.openid_secret}),
            0o600,
            restarts=(FUNCTIONS,),
        ),
        *returned_steps(settings.mail_returned),
        FileStep("/usr/local/bin/baiqau", (Path(__file__).parent / "baiqau.sh").read_text("utf-8"), 0o755),
    ]


def returned_steps(folder: str) -> list[ServerStep]:
    """The worker for what is due reads what the mail server brought back, and sets it aside there."""
    drop_in = f"[Service]\nReadWritePaths=-{folder}\n"
    return [FileStep(f"{SYSTEMD}/{DUE}.d/returned.conf", drop_in, restarts=(DUE,))] if folder else []


def secret_of(name: str) -> Callable[[], str]:
    return lambda: environment_file({name: secrets.token_urlsafe(48)})


def site_step(release: str, settings: ServerSettings) -> ServerStep:
    """Built by the user who owns it. The stamp says for which settings."""
    stamp, settings_file = f"{folder_of(release)}/.site", "/etc/baiqau/settings.env"
    build = ("runuser", "-u", "baiqau", "--", *program(folder_of(release), settings, "infra.home.server.site"))
    return CommandStep(
        "build the site", lambda machine: same_file(machine, settings_file, stamp),
        (build, ("install", "-m", "644", settings_file, stamp)), (FRONT,),
    )  # fmt: skip


def program(folder: str, settings: ServerSettings, module: str) -> tuple[str, ...]:
    """The command line of a module of an installed release, with the settings of the units."""
    words = [f"{name}={value}" for name, value in settings.environment().items()]
    return ("env", f"PYTHONPATH={folder}/functions:{folder}", *words, f"{folder}/.venv/bin/python", "-m", module)


def front_step(settings: ServerSettings) -> ServerStep:
    write = program(CURRENT, settings, "infra.home.server.front_files")
    return CommandStep(
        "write the front's configuration and its refusals",
        lambda machine: bool(release_at(machine, CURRENT)) and machine.succeeds(*write),
        ((*write, "--apply"),), (FRONT,),
    )  # fmt: skip
