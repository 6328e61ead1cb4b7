"""`interview schedule` and `interview record`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from chalicelib.selection import interviews
from staff.acts.act_execution import carry_out, on_application
from staff.console.localized_click import LocalizedGroup, option, subcommand
from staff.console.option_types import DAY, INSTANT, FormatOfInterview
from staff.console.session import Session

command = LocalizedGroup("interview", words="command.interview.about")


@subcommand(command, "schedule")
@on_application
@option("--when", type=INSTANT, required=True, metavar="T")
@option("--place", required=True, metavar="…")
@option("--format", "form", type=FormatOfInterview(), required=True, metavar="F")
@option("--offer", is_flag=True)
@option("--why", default="", metavar="…", words="option.why_moved")
def schedule(
    session: Session, number: str, seen: int | None, when: datetime, place: str, form: str, offer: bool, why: str
) -> None:
    plan = interviews.Plan(offered=offer, why=why)
    carry_out(session, number, seen, lambda desk, n, s: interviews.schedule(desk, n, when, place, form, s, plan))


@subcommand(command, "record")
@on_application
@option("--held", type=DAY, required=True, metavar="D")
@option("--committee", multiple=True, metavar="…")
@option("--expert", "experts", multiple=True, metavar="…", words="option.experts")
@option("--outcome", required=True, metavar="passed|failed|pending")
@option("--note", default="", metavar="…")
@option("--why", default="", metavar="…", words="option.why_correction")
def record(
    session: Session, number: str, seen: int | None, held: date, committee: Sequence[str], experts: Sequence[str],
    outcome: str, note: str, why: str,
) -> None:  # fmt: skip
    carry_out(
        session, number, seen,
        lambda desk, n, s: interviews.record(desk, n, held, committee, experts, outcome, note, s, why),
    )  # fmt: skip
