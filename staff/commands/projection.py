"""`projection rebuild` and `compare`: the desk's lists against the events they are folded from."""

from __future__ import annotations

from chalicelib.projection.projection_upkeep import compare as differences
from chalicelib.projection.projection_upkeep import rebuild as keep_anew
from chalicelib.rules.application import Application
from chalicelib.store.projection import TableProjection
from staff.applications.all_applications import applications
from staff.console.errors import GONE
from staff.console.localized_click import LocalizedGroup, subcommand
from staff.console.session import Session
from staff.printing.terminal import write

command = LocalizedGroup("projection", words="command.projection.about")
# As many numbers as a person reads.
MOST_NAMED = 20


@subcommand(command, "rebuild")
def rebuild(session: Session) -> None:
    found = _found(session)
    kept = keep_anew(session.call, lambda number: found[number].events, _projection(session), found)
    words = session.say("done.projection_rebuilt", count=len(found), kept=kept)
    session.out({"applications": len(found), "rebuilt": kept}, lambda console: write(console, words))


@subcommand(command, "compare")
def compare(session: Session) -> None:
    """Raises Failed where they differ: whoever runs it by a timer learns it from the exit code."""
    found = _found(session)
    differing = [each.number for each in differences(
        session.call, lambda number: found[number].events, _projection(session), found
    )]  # fmt: skip
    if differing:
        named = ", ".join(differing[:MOST_NAMED])
        session.fail("done.projection_differs", GONE, "staff", count=len(found), numbers=named)
    words = session.say("done.projection_same", count=len(found))
    session.out({"applications": len(found), "differing": []}, lambda console: write(console, words))


def _found(session: Session) -> dict[str, Application]:
    return {each.number: each for each in applications(session)}


def _projection(session: Session) -> TableProjection:
    return TableProjection(session.place.client, session.place.table)
