"""`exception`: reopen one window of one application, or let one late person in. Always with a reason, always marked."""

from __future__ import annotations

import secrets
from datetime import datetime

import click

from chalicelib.rules.application import Application
from chalicelib.rules.refusals import OutcomeUnknown
from chalicelib.selection import decisions
from staff.acts.act_execution import act_report, carry_out
from staff.console.localized_click import argument, option
from staff.console.localized_click import command as named
from staff.console.option_types import INSTANT
from staff.console.session import Session
from staff.printing.terminal import write

# The number and the key are derived from the secret, so a second try finds the first one's application.
TRIES = 3


@named("exception")
@argument("number", required=False, words="argument.number")
@option("--new", is_flag=True)
@option("--window", type=click.Choice(["submit", "supplement"]), default="submit")
@option("--until", type=INSTANT, required=True, metavar="T")
@option("--why", required=True, metavar="…")
@option("--seen", type=int, metavar="N")
def command(
    session: Session, number: str | None, new: bool, window: str, until: datetime, why: str, seen: int | None
) -> None:
    if new == bool(number) or (new and window != "submit"):
        session.fail("usage.new_or_number", 2)
    if number:
        carry_out(session, number, seen, lambda desk, n, s: decisions.reopen(desk, n, window, until, why, s))
    else:
        let_in(session, until, why)


def let_in(session: Session, until: datetime, why: str) -> None:
    """The key is on the screen once and is not stored: whoever reads it hands it over."""
    place, key = _place(session, until, why)
    words = session.say("done.let_in", number=place.number, key=key, until=session.until(until))
    session.out(act_report(session, place) | {"key": key}, lambda console: write(console, words))


def _place(session: Session, until: datetime, why: str) -> tuple[Application, str]:
    desk, secret, press = session.desk(), secrets.token_bytes(32), secrets.token_hex(16)
    for left in reversed(range(TRIES)):
        try:
            return decisions.let_in(desk, secret, until, why, press)
        except OutcomeUnknown:
            if not left:
                raise
    raise OutcomeUnknown
