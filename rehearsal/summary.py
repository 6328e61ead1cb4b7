"""What a rehearsal says at its end: who came to what, who was refused by which rule, and which invariants held."""

from __future__ import annotations

import os
import shlex
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from rich.console import Console

from chalicelib.call.current import VARIABLE
from infra.paths import STATE

from .checks import CHECKS, judge
from .evidence import Breach, Evidence

Broken = Mapping[str, list[Breach]]
MOST_LINES = 200


def show(console: Console, evidence: Evidence, state: Path, seconds: float, on: str = "serve") -> Broken:
    """Judges, prints, and answers what was broken."""
    broken = judge(evidence)
    attempts, table = evidence.log.attempts, evidence.table
    statuses = Counter(rows[-1].status for rows in table.journals.values())
    refusals = Counter(
        f"{attempt.status} {attempt.said.get('rule', '')}".strip() for attempt in attempts if attempt.status >= 400
    )
    unknown = sum(attempt.status in (0, 503, 504) for attempt in attempts)
    _counts(console, "Where the applications stand", statuses)
    _counts(console, "Refusals to applicants, by status and rule", refusals)
    _counts(console, "Refusals to the committee, by act and guard", Counter(_reasons(evidence)))
    console.print(
        f"\n{len(table.journals)} applications, {sum(1 for _ in table.rows)} events, {len(attempts)} requests, "
        f"{unknown} answered 'unknown', {len(evidence.letters)} mails, {seconds:.0f} s.",
        soft_wrap=True,
    )
    _invariants(console, broken)
    _how_to_look(console, evidence, state, on)
    return broken


def count_breaches(broken: Broken) -> int:
    return sum(map(len, broken.values()))


def _reasons(evidence: Evidence) -> Iterable[str]:
    return (f"{decision.act}: {decision.refused}" for decision in evidence.log.decisions if decision.refused)


def _counts(console: Console, title: str, counts: Counter[str]) -> None:
    console.print(f"\n{title}")
    for name, count in counts.most_common():
        console.print(f"{count:>8}  {name}", markup=False, highlight=False)


def _invariants(console: Console, broken: Broken) -> None:
    console.print("\nInvariants")
    for name, breaches in broken.items():
        sentence = (CHECKS[name].__doc__ or name).strip()
        console.print(f"  {'[red]BROKEN[/]' if breaches else '[green]held[/]  '} {sentence}", soft_wrap=True)
    for name, breaches in broken.items():
        for breach in breaches[:MOST_LINES]:
            console.print(f"BREACH {name}: {breach.where}: {breach.what}", style="red", markup=False, soft_wrap=True)
    held, count = sum(not breaches_of_one for breaches_of_one in broken.values()), count_breaches(broken)
    console.print(f"\n{held} of {len(broken)} invariants held; {count} breaches.")


def _how_to_look(console: Console, evidence: Evidence, state: Path, on: str) -> None:
    last: datetime = max(row.at for row in evidence.table.rows).astimezone(evidence.facts.zone)
    named = shlex.quote(str(state))
    place = f" STATE={named}" if state != STATE else ""
    call = shlex.quote(os.environ.get(VARIABLE, ""))
    place, of_call = (f" CALL={call}{place}", f"{VARIABLE}={call} ") if os.environ.get(VARIABLE) else (place, "")
    tool = f"./baiqau --home {named} queue" if on == "home" else f"BAIQAU_STATE={named} ./baiqau --local queue"
    console.print(
        f"\nTo look at it:  make {on}{place} AT={last.isoformat(timespec='seconds')}\nand beside it:  {of_call}{tool}",
        markup=False, soft_wrap=True,
    )  # fmt: skip
