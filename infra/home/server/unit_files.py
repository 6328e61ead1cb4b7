"""The call's units, as they are installed: which there are, and what starts again when one changes."""

from pathlib import Path

from infra.home.server.steps import CommandStep, FileStep, ServerStep

UNITS = Path(__file__).parent / "units"
SYSTEMD = "/etc/systemd/system"
SOCKETS = (
    "baiqau-functions.socket",
    "baiqau-workers.socket",
    "baiqau-documents.socket",
    "baiqau-counts.socket",
    "baiqau-provider.socket",
)
TARGET = "baiqau.target"
BACKUP, BACKUP_TIMER = "baiqau-backup.service", "baiqau-backup.timer"
ENABLED = (TARGET, *SOCKETS, BACKUP_TIMER)
FRONT, DISPATCHER, FUNCTIONS, DOCUMENTS, DUE, STATUS = (
    f"baiqau-{part}.service" for part in ("front", "dispatcher", "functions", "documents", "due", "status")
)
# Started by its socket when somebody signs in by an organisation's account, and ended when idle.
PROVIDER = "baiqau-provider.service"
PARTS = (FRONT, DISPATCHER, FUNCTIONS, DOCUMENTS, DUE, STATUS)
# Each line of the journal, whoever wrote it: nothing personal is in ours, and none is kept for longer than this.
JOURNAL = "[Journal]\nStorage=persistent\nSystemMaxUse=1G\nMaxRetentionSec=90day\n"


def unit_texts(folder: Path = UNITS) -> dict[str, str]:
    """Every unit whole: a service begins with what holds for all of them, and says after that what it needs."""
    shared = (folder / "sandbox.conf").read_text("utf-8")
    files = sorted(file for file in folder.iterdir() if file.name != "sandbox.conf")
    return {file.name: (f"{shared}\n" if file.suffix == ".service" else "") + file.read_text("utf-8") for file in files}


def unit_steps(folder: Path = UNITS) -> list[ServerStep]:
    """`folder` holds the units of the release that is to run: they name its modules."""
    texts = unit_texts(folder)
    return [
        *(FileStep(f"{SYSTEMD}/{name}", text, restarts=restarted_by(name)) for name, text in texts.items()),
        FileStep("/etc/systemd/journald.conf.d/baiqau.conf", JOURNAL, restarts=("systemd-journald.service",)),
    ]


def restarted_by(unit: str) -> tuple[str, ...]:
    return (unit,) if unit in (*PARTS, PROVIDER, *SOCKETS, BACKUP_TIMER) else ()


def reload_step() -> ServerStep:
    stale = (
        "systemctl",
        "show",
        "--property=NeedDaemonReload",
        "--value",
        *PARTS,
        *SOCKETS,
        TARGET,
        BACKUP,
        BACKUP_TIMER,
    )
    return CommandStep(
        "let systemd read the units",
        lambda machine: not machine.succeeds(*stale) or "yes" not in machine.run(*stale),
        (("systemctl", "daemon-reload"),),
    )


def enabling_step() -> ServerStep:
    return CommandStep(
        "start the call with the machine",
        lambda machine: machine.succeeds("systemctl", "is-enabled", "--quiet", *ENABLED),
        (("systemctl", "enable", "--quiet", *ENABLED),),
    )  # fmt: skip
