"""`mail list`: what should have been sent and was not. `mail release`: a person decides that it is to be sent again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import islice
from typing import Any

import click
from rich.console import Console

from chalicelib.call import say
from chalicelib.intake.number_and_key import normalise
from chalicelib.notices.unsent_mails import RELEASABLE, STATES, UnsentMail
from chalicelib.rules.due_entry import DueEntry
from chalicelib.store.due_list import TableDueList
from chalicelib.store.mail_service_state import TableServiceRecord
from chalicelib.store.outbox import OutboxItem
from staff.applications.damage import distinct
from staff.applications.list_screens import SCREEN
from staff.applications.mail_list import each_owed_mail, outbox_of
from staff.console import staff_log
from staff.console.errors import GONE, USAGE, DamagedRecord
from staff.console.localized_click import LocalizedGroup, argument, option, subcommand
from staff.console.session import Session
from staff.printing.tables import heading
from staff.printing.terminal import safe, write

command = LocalizedGroup("mail", words="command.mail.about")


@subcommand(command, "list")
@option("--state", "states", type=click.Choice(STATES), multiple=True, words="option.mail_state")
@option("--all", "all_rows", is_flag=True)
def listing(session: Session, states: tuple[str, ...], all_rows: bool) -> None:
    mails = (mail for mail, _ in each_owed_mail(session) if not states or mail.state in states)
    most = None if all_rows else SCREEN + 1
    rows = sorted(
        (_row(session, mail) for mail in islice(mails, most)),
        key=lambda row: (row["at"], row["number"], row["mark"]),
    )
    is_cut = most is not None and len(rows) == most
    rows, service = rows[: SCREEN if is_cut else None], _service(session)
    answer = {"mails": rows, "more": is_cut, "service": service}
    session.out(answer, lambda console: _print(console, session, rows, is_cut, service))


@subcommand(command, "release")
@argument("number", required=False, words="argument.mail_number")
@argument("mark", required=False)
@option("--all", "all_of_state", is_flag=True, words="option.mail_all")
@option("--state", type=click.Choice(RELEASABLE), words="option.mail_release_state")
def release(session: Session, number: str | None, mark: str | None, all_of_state: bool, state: str | None) -> None:
    is_one = number is not None and mark is not None
    if is_one == all_of_state or (number is not None) != (mark is not None) or all_of_state != (state is not None):
        session.fail("mail.one_or_all", USAGE)
    if all_of_state:
        released = _release(session, f"--all --state {state}", lambda mail: mail.state == state)
        rows = [{"number": mail.notice.number, "mark": mail.notice.mark} for mail in released]
        session.out({"released": rows}, lambda console: _tell(console, session, released))
        return
    number = normalise(str(number))
    released = _release(
        session, f"{number} {mark}", lambda mail: (mail.notice.number, mail.notice.mark) == (number, mark)
    )
    if not released and (parts := [part for part in distinct(session.damage or ()) if part.number == number]):
        raise DamagedRecord(number, parts)
    if not released:
        session.fail("mail.not_releasable", GONE, number=number, mark=str(mark))
    session.out({"number": number, "mark": mark, "released": True}, lambda console: _tell(console, session, released))


def _release(session: Session, chosen: str, is_chosen: Callable[[UnsentMail], bool]) -> list[UnsentMail]:
    """Release the chosen mails, on record before the first; answers those that stood as they were seen."""
    chosen_ones = [
        (mail, seen) for mail, seen in each_owed_mail(session) if mail.state in RELEASABLE and is_chosen(mail)
    ]
    if chosen_ones:
        staff_log.append(session.place, "mail release", chosen)
    return [mail for mail, seen in chosen_ones if _is_released(session, mail, seen)]


def _is_released(session: Session, mail: UnsentMail, seen: OutboxItem | None) -> bool:
    """Due before and after: a round between the two must not find it as it was, and then never look again."""
    due_list, now = TableDueList(session.place.client, session.place.table), session.place.now()
    entry = DueEntry(mail.notice.at, mail.notice.number)
    due_list.put(session.call.id, entry)
    is_released = outbox_of(session).release(mail.notice, now, seen)
    due_list.put(session.call.id, entry)
    return is_released


def _tell(console: Console, session: Session, mails: list[UnsentMail]) -> None:
    for mail in mails:
        write(console, session.say("mail.released", number=mail.notice.number, mark=mail.notice.mark))
    write(console, session.say("list.count", count=len(mails)))


def _service(session: Session) -> dict[str, Any] | None:
    """How the mail service was last met; None when it takes mails."""
    service = TableServiceRecord(session.place.client, session.place.table).read()
    if service.since is None:
        return None
    return {
        "why": service.why, "since": session.iso(service.since),
        "next_try": session.iso(service.until) if service.until else None,
    }  # fmt: skip


def _row(session: Session, each: UnsentMail) -> dict[str, object]:
    notice = each.notice
    return {
        "number": notice.number, "mark": notice.mark, "kind": notice.kind, "state": each.state,
        "at": session.iso(notice.at), "since": session.iso(each.since), "attempts": each.attempts, "why": each.why,
    }  # fmt: skip


def _print(
    console: Console, session: Session, rows: list[dict[str, Any]], is_cut: bool, service: dict[str, Any] | None
) -> None:
    if service:
        since, next_try = service["since"], service["next_try"] or service["since"]
        moments = {"since": _moment(session, since), "next_try": _moment(session, next_try)}
        write(console, session.say("mail.service", why=safe(service["why"]), **moments))
    table = heading(session, "number", "mail", "mark", "mail_state", "since", "attempts", "reason")
    for row in rows:
        subject = say("mail", f"{row['kind']}.subject", session.language, number=row["number"])
        since = _moment(session, row["since"])
        state = say("mail", f"state.{row['state']}", session.language)
        cells = (row["number"], subject, row["mark"], state, since, row["attempts"], row["why"])
        table.add_row(*(safe(cell) for cell in cells))
    console.print(table)
    write(console, session.say("list.more_mails" if is_cut else "list.count", count=len(rows)))


def _moment(session: Session, instant: str) -> str:
    return session.moment(datetime.fromisoformat(instant))
