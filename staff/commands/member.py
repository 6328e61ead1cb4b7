"""`member add`, `list`, `end`: the committee's people. The operator lets the first secretary in, who lets in others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from rich.console import Console

from chalicelib.call.languages import LANGUAGES
from chalicelib.desk.people import add_member, end_member
from chalicelib.rules.committee_rights import ROLES, Member
from chalicelib.rules.local_days import local_day
from chalicelib.store.people import TablePeople
from staff.console.localized_click import LocalizedGroup, argument, option, subcommand
from staff.console.option_types import DAY
from staff.console.session import Session
from staff.printing.tables import heading
from staff.printing.terminal import safe, write

command = LocalizedGroup("member", words="command.member.about")


@subcommand(command, "add")
@argument("name")
@option("--email", required=True, metavar="…", words="option.member_email")
@option("--role", required=True, metavar="|".join(ROLES), words="option.member_role")
@option("--language", default=LANGUAGES[0], metavar="|".join(LANGUAGES), words="option.member_language")
@option("--valid-until", type=DAY, metavar="D", words="option.member_until")
def add(session: Session, name: str, email: str, role: str, language: str, valid_until: date | None) -> None:
    desk = session.desk()
    member = add_member(
        desk.call, _people(session), desk.author, desk.at, name=name, email=email, role=role, language=language,
        valid_until=valid_until,
    )  # fmt: skip
    words = session.say("done.member_added", name=member.name, role=_role(session, member), email=member.email)
    session.out(_row(session, member), lambda console: write(console, safe(words)))


@subcommand(command, "list")
def listing(session: Session) -> None:
    rows = [_row(session, member) for member in _people(session).members(session.call.id)]
    session.out({"members": rows}, lambda console: _print(console, session, rows))


@subcommand(command, "end")
@argument("member")
def end(session: Session, member: str) -> None:
    desk = session.desk()
    ended = end_member(desk.call, _people(session), member, desk.at)
    words = session.say("done.member_ended", name=ended.name)
    session.out(_row(session, ended), lambda console: write(console, safe(words)))


def _people(session: Session) -> TablePeople:
    return TablePeople(session.place.client, session.place.table)


def _role(session: Session, member: Member) -> str:
    return session.say(f"role.{member.role}", "desk")


def _row(session: Session, member: Member) -> dict[str, object]:
    return {
        "member": member.id, "name": member.name, "email": member.email, "role": member.role,
        "language": member.language, "added_by": member.added_by, "added_at": session.iso(member.added_at),
        "valid_until": member.valid_until.isoformat() if member.valid_until else None,
        "ended_at": session.iso(member.ended_at) if member.ended_at else None,
        "active": member.is_active(local_day(session.call, session.at())),
    }  # fmt: skip


def _rights_in_words(session: Session, row: Mapping[str, Any]) -> Iterator[str]:
    """Until which day a member's right holds and when it was ended, in words; empty where neither is set."""
    yield session.day(date.fromisoformat(row["valid_until"])) if row["valid_until"] else ""
    yield session.moment(datetime.fromisoformat(row["ended_at"])) if row["ended_at"] else ""


def _print(console: Console, session: Session, rows: list[dict[str, object]]) -> None:
    table = heading(session, "member", "name", "email", "role", "valid_until", "ended_at")
    for row in rows:
        role = session.say(f"role.{row['role']}", "desk")
        cells = [row["member"], row["name"], row["email"], role, *_rights_in_words(session, row)]
        table.add_row(*(safe(cell) for cell in cells))
    console.print(table)
    write(console, session.say("list.count", count=len(rows)))
