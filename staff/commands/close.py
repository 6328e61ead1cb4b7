"""`close`: when the consent has ended, erase everybody's data of the call; the tombstones stay."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from staff.acts.closing import call_holdings, close
from staff.console.errors import REFUSED, USAGE
from staff.console.localized_click import command as named
from staff.console.localized_click import option
from staff.console.session import Session
from staff.printing.terminal import write

ROOM = "operating"


@named("close", room=ROOM)
@option("--why", required=True, metavar="…", room=ROOM, words="option.why_close")
@option("--dry-run", is_flag=True)
@option("--applications", type=click.IntRange(min=0), metavar="N", room=ROOM)
def command(session: Session, why: str, dry_run: bool, applications: int | None) -> None:
    session.personal(f"close{' --dry-run' if dry_run else ''}", why)
    ends = session.call.consent.valid_until
    if not dry_run and session.desk().at < ends:
        session.fail("close.too_early", REFUSED, ROOM, until=session.until(ends))
    held = call_holdings(session)
    report: dict[str, Any] = {**asdict(held), "consent_until": session.iso(ends), "closed": not dry_run}
    counts = session.say("close.counts", ROOM, **asdict(held))
    if dry_run:
        ending = session.say("close.would", ROOM, until=session.until(ends), applications=held.applications)
        session.out(report, lambda console: write(console, f"{counts}\n{ending}"))
        return
    if applications != held.applications:
        session.fail("close.other_count", USAGE, ROOM, count=held.applications)
    close(session, why.strip())
    done = "\n".join((session.say("close.done", ROOM), counts, session.say("close.beyond", ROOM)))
    session.out(report, lambda console: write(console, done))
