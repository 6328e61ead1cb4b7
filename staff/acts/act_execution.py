"""How an act is carried out: on what was seen, after a look at it when a person is there, and told as one line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from chalicelib.intake.number_and_key import normalise
from chalicelib.rules.application import Application
from chalicelib.rules.refusals import NotFound
from chalicelib.rules.supplement import supplement_end
from chalicelib.selection.committee_act import CommitteeAct

from ..applications.all_applications import one, stored_application
from ..applications.card_data import card
from ..applications.damage import CODED, GAP, Damage, distinct
from ..applications.item_reading import UNREADABLE
from ..console.errors import GIVEN_UP, DamagedRecord
from ..console.localized_click import Function, argument, option
from ..console.session import Session
from ..printing.card import print_card
from ..printing.terminal import terminal, write

Act = Callable[[CommitteeAct, str, int | None], Application]


def on_application(function: Function) -> Function:
    """Gives a command its NUMBER and --seen."""
    return argument("number")(option("--seen", type=int, metavar="N")(function))


def carry_out(session: Session, number: str, seen: int | None, act: Act) -> None:
    """With `seen`, only if nothing happened since. Without it a person confirms what is on the screen; a script acts
    on the latest.
    """
    number = normalise(number)
    with readable(session, number):
        application = act(session.desk(), number, seen_state(session, number, seen))
    report_act(session, application)


@contextmanager
def readable(session: Session, number: str) -> Iterator[None]:
    """Around an act: a record that it cannot be decided on is named instead. Raises DamagedRecord.

    An event missing in the middle is asked for beforehand: the act would take its place.
    """
    if gaps := [part for part in _stored_damage(session, number) if part.part == GAP]:
        raise DamagedRecord(number, gaps)
    try:
        yield
    except UNREADABLE as error:
        if parts := [part for part in _all_damage(session, number) if part.part not in CODED]:
            raise DamagedRecord(number, parts) from error
        # An error of the program, not of the record: it is raised as it is.
        raise


def _stored_damage(session: Session, number: str) -> list[Damage]:
    """The damage of the stored application; empty where there is none or it is another call's: the act refuses it."""
    try:
        return stored_application(session, number)[1]
    except NotFound:
        return []


def _all_damage(session: Session, number: str) -> list[Damage]:
    """All damage, with what shows only when the events are folded."""
    application, damage = stored_application(session, number)
    session.note_damage(damage)
    card(session, application)
    return [part for part in distinct(session.damage or ()) if part.number == number]


def seen_state(session: Session, number: str, seen: int | None) -> int | None:
    """The state that the act is based on: --seen, or what a person confirmed on the screen; None in a script."""
    if seen is None and session.ask and not session.as_json:
        return _confirm(session, number)
    return seen


def _confirm(session: Session, number: str) -> int:
    application = one(session, number)
    print_card(terminal(), session, application)
    answer = session.ask(session.say("confirm.question") + " ") if session.ask else ""
    # Both languages' yes and the terminal's own are understood whatever the output's language is.
    if answer.strip().lower() not in session.say("confirm.yes").split():
        session.fail("confirm.given_up", GIVEN_UP)
    return len(application.events)


def report_act(session: Session, application: Application, **more: object) -> None:
    data = act_report(session, application) | more
    lines = [session.say("done.line", number=application.number, act=session.label(f"act.{data['act']}"),
                         status=session.label(f"status.{application.status}"), state=data["state"],
                         actor=data["actor"])]  # fmt: skip
    if application.status == "interviewed" and (end := _window_end(session, application)):
        lines.append(session.say("done.supplement", until=session.until(end)))
    if data["act"] == "miss_task":
        until = datetime.fromisoformat(data["detail"]["until"])
        lines.append(session.say("done.explain", until=session.until(until)))
    session.out(data, lambda console: write(console, "\n".join(lines)))


def act_report(session: Session, application: Application) -> dict[str, Any]:
    """The result of an act as data; `state` is the value for the next act's --seen."""
    last = application.events[-1]
    end = _window_end(session, application)
    return {
        "number": application.number, "act": last.act, "actor": last.actor, "at": session.iso(last.at),
        "status": application.status, "state": len(application.events), "detail": dict(last.detail),
        "supplement_until": session.iso(end) if end else None,
    }  # fmt: skip


def _window_end(session: Session, application: Application) -> datetime | None:
    """The end of the window for documents; None when it cannot be read. The act itself has been done."""
    return session.guard(application.number, lambda: supplement_end(session.call, application), None)
