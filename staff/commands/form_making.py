"""`form --new` makes a call's folder of the template; `form --check` tells what of the template is left in one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console

from chalicelib.call import Call, current, wording
from staff.console.errors import GONE, REFUSED, USAGE
from staff.console.session import Session
from staff.new_call import NewCallError, TemplateRemainder, default_pages, make_folder_of_call, next_opening, remainders
from staff.new_call.proposed_dates import ZONE
from staff.printing.tables import heading
from staff.printing.terminal import safe, write

LONGEST_SHOWN = 60


def make(session: Session, folder: Path | None, opening: date | None) -> None:
    if folder is None:
        session.fail("form.new_unnamed", USAGE)
    # A name without a path means a call in the folder of calls.
    target = current.CALLS / folder if len(folder.parts) == 1 else folder.expanduser().absolute()
    try:
        call = make_folder_of_call(target, opening or next_opening(_today(session)))
    except NewCallError as error:
        session.fail(f"form.{error.code}", REFUSED, **error.params)
    named = call.id if target.parent == current.CALLS else str(target)
    report = {"folder": target, "call": named, "window": _window(session, call)}
    session.out(
        {"folder": str(target), "id": call.id}, lambda console: write(console, session.say("form.new", **report))
    )


def _today(session: Session) -> date:
    return (session.asked_at or datetime.now(UTC)).astimezone(ZoneInfo(ZONE)).date()


def _window(session: Session, call: Call) -> str:
    opens, closes = (instant.astimezone(ZoneInfo(call.timezone)) for instant in (call.opens_at, call.closes_at))
    return f"{wording.moment(opens, session.language)} — {wording.until(closes, session.language)}"


def check(session: Session, folder: Path, call: Call) -> None:
    """Raises Failed while anything of the template is left: a script learns from the exit code whether a call is ready.
    Our own pages may stay.
    """
    rest, pages = remainders(folder), default_pages(folder)
    data = {"id": call.id, "left": [_data(remainder) for remainder in rest], "default_pages": list(pages)}
    session.out(data, lambda console: _print(console, session, rest, pages))
    if rest:
        session.fail("form.left", GONE, count=len(rest))


def _data(rest: TemplateRemainder) -> dict[str, object]:
    return {"file": rest.file, "line": rest.line, "key": rest.key}


def _print(console: Console, session: Session, rest: Sequence[TemplateRemainder], pages: Sequence[str]) -> None:
    if pages:
        write(console, session.say("form.default_pages", pages=", ".join(pages)))
    if not rest:
        return write(console, session.say("form.nothing_left"))
    table = heading(session, "line", "key", "value")
    for remainder in rest:
        table.add_row(
            *(
                safe(cell)
                for cell in (
                    f"{remainder.file}:{remainder.line}",
                    remainder.key,
                    _value_in_words(session, remainder.value),
                )
            )
        )
    console.print(table)


def _value_in_words(session: Session, value: object) -> str:
    if isinstance(value, dict):
        return str(value.get(session.language, ""))[:LONGEST_SHOWN]
    return "" if isinstance(value, list) else str(value)[:LONGEST_SHOWN]
