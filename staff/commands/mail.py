"""`mail list`: what should have been sent and was not. `mail release`: a person decides that an uncertain one goes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from rich.console import Console

from chalicelib.call import say
from chalicelib.intake.press import normalise
from chalicelib.notices.owed import UNCERTAIN, Owed, owed
from chalicelib.notices.sending import is_whole
from chalicelib.rules.application import Application
from chalicelib.rules.form_version import belongs_to
from chalicelib.store.outbox import TableOutbox
from staff import stafflog
from staff.failing import GONE
from staff.session import Session
from staff.spoken import SpokenGroup, argument, subcommand
from staff.tables import heading
from staff.terminal import safe, write

command = SpokenGroup("mail", words="command.mail.about")


@subcommand(command, "list")
def listing(session: Session) -> None:
    rows = [_row(session, each) for each in _owed(session, _outbox(session))]
    rows.sort(key=lambda row: (row["at"], row["number"], row["mark"]))
    session.out({"mails": rows}, lambda console: _print(console, session, rows))


@subcommand(command, "release")
@argument("number")
@argument("mark")
def release(session: Session, number: str, mark: str) -> None:
    number, outbox = normalise(number), _outbox(session)
    notices = [each.notice for each in _owed(session, outbox) if each.state == UNCERTAIN]
    found = next((notice for notice in notices if (notice.number, notice.mark) == (number, mark)), None)
    if found is None:
        session.fail("mail.not_uncertain", GONE, number=number, mark=mark)
    stafflog.append(session.place, "mail release", f"{number} {mark}")
    outbox.release(found, session.place.now())
    session.out({"number": number, "mark": mark, "released": True},
                lambda console: write(console, session.say("mail.released", number=number, mark=mark)))  # fmt: skip


def _outbox(session: Session) -> TableOutbox:
    return TableOutbox(session.place.client, session.place.table)


def _owed(session: Session, outbox: TableOutbox) -> Iterator[Owed]:
    for events, postings in outbox.everyone():
        if is_whole(events) and belongs_to(session.call, Application(events)):
            yield from owed(session.call, Application(events), postings, session.at())


def _row(session: Session, each: Owed) -> dict[str, Any]:
    notice = each.notice
    return {
        "number": notice.number, "mark": notice.mark, "kind": notice.kind, "state": each.state,
        "at": session.iso(notice.at), "since": session.iso(each.since), "attempts": each.attempts, "why": each.why,
    }  # fmt: skip


def _print(console: Console, session: Session, rows: list[dict[str, Any]]) -> None:
    table = heading(session, "number", "mail", "mark", "mail_state", "since", "attempts", "reason")
    for row in rows:
        subject = say("mail", f"{row['kind']}.subject", session.language, number=row["number"])
        since = session.moment(datetime.fromisoformat(row["since"]))
        state = say("mail", f"state.{row['state']}", session.language)
        cells = (row["number"], subject, row["mark"], state, since, row["attempts"], row["why"])
        table.add_row(*(safe(cell) for cell in cells))
    console.print(table)
    write(console, session.say("list.count", count=len(rows)))
