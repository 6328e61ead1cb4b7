"""`python3 -m infra.home.server COMMAND`: without `--apply` it says what it would do and does nothing."""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from infra.home.server.installed_releases import CURRENT, PREVIOUS, folder_of, release_at
from infra.home.server.machine import CommandFailed, Machine
from infra.home.server.plan import (
    front_step,
    last_steps,
    preparing_steps,
    running_steps,
    site_step,
)
from infra.home.server.release import ROOT, WrongRelease, checked_id
from infra.home.server.service_control import (
    forsake,
    go_back,
    is_active,
    restarted_after_a_change_of_release,
    start_anew,
    stop,
    wait_until_it_answers,
)
from infra.home.server.settings import ServerSettings, WrongSettings, read_settings
from infra.home.server.steps import ServerSetup, SetupRefused
from infra.home.server.unit_files import ENABLED, PARTS, UNITS, unit_steps

OWN = "/etc/baiqau/server.toml"
RECIPIENTS, LAST_BACKUP = "/etc/baiqau/backup-recipients.txt", "/var/lib/baiqau/call/last-backup.json"
EXPECTED = (SetupRefused, CommandFailed, WrongSettings, WrongRelease, OSError)


def main() -> int:
    wanted = arguments()
    commands: dict[str, Callable[[argparse.Namespace, Machine], int]] = {
        "install": install, "rollback": roll_back, "status": show, "start": start, "stop": stop_all,
    }  # fmt: skip
    try:
        return commands[wanted.command](wanted, Machine())
    except EXPECTED as problem:
        print(f"Not done. {problem}", file=sys.stderr)
        return 1


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python3 -m infra.home.server", description=__doc__)
    parser.add_argument("command", choices=["install", "rollback", "status", "start", "stop"],
                        help="install: also the way to a newer release, from its own folder")  # fmt: skip
    parser.add_argument("--apply", action="store_true", help="do it; without it only the plan is told")
    parser.add_argument("--settings", type=Path, default=Path(OWN), help=f"the operator's file, kept as {OWN}")
    return parser.parse_args()


def install(options: argparse.Namespace, machine: Machine) -> int:
    text = options.settings.read_text("utf-8")
    settings, release = read_settings(text.encode()), checked_id(ROOT)
    run = ServerSetup(machine, say, is_dry=not options.apply)
    run.take(preparing_steps(settings, text, ROOT, release))
    before, older = release_at(machine, CURRENT), release_at(machine, PREVIOUS)
    run.take(running_steps(settings, release))
    if run.is_dry:
        run.take(last_steps(settings))
        say(f"{run.open_steps} steps to do; --apply does them." if run.open_steps else "Nothing to do.")
        return 0
    try:
        start_anew(machine, run.changed)
        wait_until_it_answers(machine, settings.host, say)
    except (SetupRefused, CommandFailed):
        if before and before != release:
            say(f"The new release does not serve: back to {before}.")
            forsake(machine, before, older)
            serve_again(machine, settings, before)
        raise
    run.take(last_steps(settings))
    say("Ready.")
    return 0


def serve_again(machine: Machine, settings: ServerSettings, release: str) -> None:
    """What follows once the links lead to another release: its own units, its site, and everything anew."""
    units = machine.at(f"{folder_of(release)}/{UNITS.relative_to(ROOT)}")
    for step in (*unit_steps(units), site_step(release, settings), front_step(settings)):
        step.act(machine)
    start_anew(machine, restarted_after_a_change_of_release())
    wait_until_it_answers(machine, settings.host, say)


def roll_back(options: argparse.Namespace, machine: Machine) -> int:
    settings = read_settings(machine.at(OWN).read_bytes())
    if not options.apply:
        say(f"  would  make {release_at(machine, PREVIOUS) or 'nothing'} the current release again; --apply does it.")
        return 0
    release = go_back(machine)
    serve_again(machine, settings, release)
    say(f"Back at {release}.")
    return 0


def show(options: argparse.Namespace, machine: Machine) -> int:
    """Print the state of each part; 0 when every part runs."""
    say(f"release   {release_at(machine, CURRENT) or 'none'} (before it: {release_at(machine, PREVIOUS) or 'none'})")
    parts = {unit: is_active(machine, unit) for unit in (*PARTS, *ENABLED)}
    for unit, runs in parts.items():
        say(f"{'runs' if runs else 'DOWN':9} {unit}")
    say(f"backup    {last_backup(machine)}")
    return 0 if all(parts.values()) else 1


def last_backup(machine: Machine) -> str:
    """When the last one was taken and by whom it is signed; what is lacking where there is none."""
    if not machine.at(RECIPIENTS).is_file():
        return f"none: lay the public keys into {RECIPIENTS}"
    note = machine.at(LAST_BACKUP)
    if not note.is_file():
        return "none yet"
    fields = json.loads(note.read_text("utf-8"))
    return f"{fields['at']}, signed by {fields.get('signed_by', 'nobody')}"


def start(options: argparse.Namespace, machine: Machine) -> int:
    if not options.apply:
        say(f"  would  start {', '.join(ENABLED)}; --apply does it.")
        return 0
    start_anew(machine, [])
    wait_until_it_answers(machine, read_settings(machine.at(OWN).read_bytes()).host, say)
    return 0


def stop_all(options: argparse.Namespace, machine: Machine) -> int:
    if not options.apply:
        say("  would  stop the front and everything behind it; --apply does it.")
        return 0
    stop(machine)
    say("Stopped.")
    return 0


def say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
