"""`make rehearse`: plays a whole call on a local cloud of its own and checks every invariant; 1 when one is broken."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import time
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from chalicelib.call import current_call
from infra.call_refusal import call_refusal
from infra.cloud_process import NotServing
from infra.paths import STATE
from staff.printing.private_files import make_folder

from .call_facts import read_facts
from .cloud import NoCloud, local_cloud
from .evidence import Evidence
from .home import home
from .scenes import play
from .summary import count_breaches, show

DEFAULT_STATE = STATE / "rehearsal"
# What tells a rehearsal's state, which may be wiped, from applications that people sent.
MARK = "rehearsal.json"
# Fewer leave some way of applying, or some fate, without anybody in it.
FEWEST = 21
CLOUDS = {"serve": local_cloud, "home": home}


class NotOurs(Exception):
    """The state's folder holds something that is no rehearsal's."""


def main() -> int:
    wanted, console, started = arguments(), Console(), time.monotonic()
    if refusal := call_refusal():
        print(f"Cannot rehearse: {refusal}", file=sys.stderr)
        return 2
    try:
        fresh(wanted.state)
        evidence = play_call(wanted, console)
    except (NotServing, NoCloud, NotOurs) as problem:
        print(f"Cannot rehearse: {problem}", file=sys.stderr)
        return 2
    broken = show(console, evidence, wanted.state, time.monotonic() - started, wanted.on)
    return 1 if count_breaches(broken) else 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make rehearse", description=__doc__)
    parser.add_argument("--applicants", type=at_least_fewest, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--on", choices=sorted(CLOUDS), default="serve", help="the target of make it is played on")
    parser.add_argument("--port", type=int, default=0, help="0: any free one")
    parser.add_argument("--state", type=Path, default=DEFAULT_STATE, help="where the applications are left")
    return parser.parse_args()


def at_least_fewest(text: str) -> int:
    count = int(text)
    if count < FEWEST:
        raise argparse.ArgumentTypeError(f"{count} are too few to play every part: at least {FEWEST}")
    return count


def fresh(state: Path) -> None:
    """An empty folder; an earlier rehearsal's is emptied. Raises NotOurs for any other."""
    if (state / MARK).exists():
        shutil.rmtree(state)
    if state.exists() and any(state.iterdir()):
        raise NotOurs(f"{state} holds applications that are no rehearsal's. Name another: make rehearse STATE=…")
    make_folder(state)
    (state / MARK).write_text("{}", encoding="utf-8")


def play_call(options: argparse.Namespace, console: Console) -> Evidence:
    call, facts = current_call(), read_facts()
    console.print(f"Starting make {options.on} for the rehearsal …")
    with CLOUDS[options.on](options.state, options.port) as cloud, progress(console) as bars:
        evidence = play(cloud, call, facts, options.applicants, options.seed, bars)
        last = {"applicants": options.applicants, "seed": options.seed, "until": cloud.now().isoformat()}
    (options.state / MARK).write_text(json.dumps(last), encoding="utf-8")
    return evidence


def progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.fields[at]}"), TextColumn("{task.description:<28}"), BarColumn(), MofNCompleteColumn(),
        TimeElapsedColumn(), console=console,
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
