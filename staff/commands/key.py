"""`key`: a new key for an applicant who lost theirs and is known in person. The old one ends; a mail says so."""

from __future__ import annotations

import secrets

from chalicelib.intake.number_and_key import normalise
from chalicelib.selection.reissue_key import reissue_key
from staff.acts.act_execution import act_report, on_application, readable, seen_state
from staff.console.localized_click import command as named
from staff.console.localized_click import option
from staff.console.session import Session
from staff.printing.terminal import write


@named("key")
@on_application
@option("--why", required=True, metavar="…", words="option.why_key")
def command(session: Session, number: str, seen: int | None, why: str) -> None:
    """The key is on the screen once and is not stored: whoever reads it hands it over."""
    number = normalise(number)
    with readable(session, number):
        application, key = reissue_key(
            session.desk(), number, secrets.token_bytes(32), why, seen_state(session, number, seen)
        )
    words = session.say("done.key", number=number, key=key)
    session.out(act_report(session, application) | {"key": key}, lambda console: write(console, words))
