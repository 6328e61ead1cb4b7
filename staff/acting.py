"""How an act is carried out: on what was seen, after a look at it when a person is there, and told as one line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from chalicelib.intake.press import normalise
from chalicelib.rules.application import Application
from chalicelib.rules.supplement import supplement_end
from chalicelib.selection.deciding import Desk

from .card import print_card
from .failing import GIVEN_UP
from .reading import one
from .session import Session
from .spoken import Function, argument, option
from .terminal import terminal, write

Act = Callable[[Desk, str, int | None], Application]


def on_application(function: Function) -> Function:
    """Gives a command its NUMBER and --seen."""
    return argument("number")(option("--seen", type=int, metavar="N")(function))


def carry_out(session: Session, number: str, seen: int | None, act: Act) -> None:
    """With `seen`, only if nothing happened since. Without it a person confirms what is on the screen; a script acts
    on the latest.
    """
    number = normalise(number)
    told(session, act(session.desk(), number, seen_state(session, number, seen)))


def seen_state(session: Session, number: str, seen: int | None) -> int | None:
    """What the act is based on; a person who has not said is shown the application and asked."""
    if seen is None and session.ask and not session.as_json:
        return _confirmed(session, number)
    return seen


def _confirmed(session: Session, number: str) -> int:
    application = one(session, number)
    print_card(terminal(), session, application)
    answer = session.ask(session.say("confirm.question") + " ") if session.ask else ""
    # Both languages' yes and the terminal's own are understood whatever the output's language is.
    if answer.strip().lower() not in session.say("confirm.yes").split():
        session.fail("confirm.given_up", GIVEN_UP)
    return len(application.events)


def told(session: Session, application: Application, **more: Any) -> None:
    data = done(session, application) | more
    lines = [session.say("done.line", number=application.number, act=session.label(f"act.{data['act']}"),
                         status=session.label(f"status.{application.status}"), state=data["state"],
                         actor=data["actor"])]  # fmt: skip
    if application.status == "interviewed" and (end := supplement_end(session.call, application)):
        lines.append(session.say("done.supplement", until=session.until(end)))
    if data["act"] == "miss_task":
        until = datetime.fromisoformat(data["detail"]["until"])
        lines.append(session.say("done.explain", until=session.until(until)))
    session.out(data, lambda console: write(console, "\n".join(lines)))


def done(session: Session, application: Application) -> dict[str, Any]:
    """What an act left behind; `state` is what the next one's --seen takes."""
    last = application.events[-1]
    end = supplement_end(session.call, application)
    return {
        "number": application.number, "act": last.act, "actor": last.actor, "at": session.iso(last.at),
        "status": application.status, "state": len(application.events), "detail": dict(last.detail),
        "supplement_until": session.iso(end) if end else None,
    }  # fmt: skip
