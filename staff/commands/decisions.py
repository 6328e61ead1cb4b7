"""`admit`, `decline`, `exclude`, `complete`."""

from __future__ import annotations

from chalicelib.rules.decline_guards import reasons
from chalicelib.selection import decisions
from staff.acts.act_execution import carry_out, on_application
from staff.console.localized_click import command, option
from staff.console.session import Session


@command("admit")
@on_application
@option("--text", default="", metavar="…")
def admit(session: Session, number: str, seen: int | None, text: str) -> None:
    carry_out(session, number, seen, lambda desk, n, s: decisions.admit(desk, n, text, s))


@command("decline")
@on_application
@option("--reason", required=True, metavar="R", codes=reasons)
@option("--text", required=True, metavar="…")
def decline(session: Session, number: str, seen: int | None, reason: str, text: str) -> None:
    carry_out(session, number, seen, lambda desk, n, s: decisions.decline(desk, n, reason, text, s))


@command("exclude")
@on_application
@option("--text", required=True, metavar="…")
def exclude(session: Session, number: str, seen: int | None, text: str) -> None:
    carry_out(session, number, seen, lambda desk, n, s: decisions.exclude(desk, n, text, s))


@command("complete")
@on_application
@option("--text", default="", metavar="…")
def complete(session: Session, number: str, seen: int | None, text: str) -> None:
    carry_out(session, number, seen, lambda desk, n, s: decisions.complete(desk, n, text, s))
