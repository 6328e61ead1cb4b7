"""`score`: what somebody of the panel gave on paper, entered for them: points and a reason per criterion; a criterion
that does not apply is told from a zero.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from chalicelib.call import Call
from chalicelib.rules.people_names import name_key
from chalicelib.selection import interviews
from chalicelib.store.people import TablePeople
from staff.acts.act_execution import carry_out, on_application
from staff.console.localized_click import argument, option
from staff.console.localized_click import command as named
from staff.console.option_types import BadValue
from staff.console.session import Session

NOT_APPLICABLE = "-"
# «1=8», «4=-», and with a reason in the same word: «1=8 because».
POINTS = re.compile(r"([0-9]{1,2})=([0-9]{1,4}|-)(?:\s+(\S.*))?", re.DOTALL)
REASON = re.compile(r"([0-9]{1,2})=\s*(\S.*)", re.DOTALL)


@named("score")
@on_application
@argument("points", nargs=-1, required=True, metavar="'1=8 …' '2=7 …' 4=-")
@option("--for", "person", required=True, metavar="…", words="option.for")
@option("--why", multiple=True, metavar="1=…", words="option.why_points")
def command(
    session: Session, number: str, seen: int | None, points: Sequence[str], person: str, why: Sequence[str]
) -> None:
    given, reasons = scores(session.call, points, why)
    name, actor = _panelist(session, person)
    carry_out(session, number, seen, lambda desk, n, s: interviews.score(desk, n, name, given, reasons, s, actor))


def _panelist(session: Session, person: str) -> tuple[str, str]:
    """Name and actor of a member by id or name; the name alone of somebody who has no place at the desk."""
    members = TablePeople(session.place.client, session.place.table).members(session.call.id)
    known = [member for member in members if person == member.id or name_key(person) == name_key(member.name)]
    return (known[0].name, known[0].actor) if len(known) == 1 else (person, "")


def scores(call: Call, written: Sequence[str], why: Sequence[str] = ()) -> tuple[dict[str, int | None], dict[str, str]]:
    """Points and reasons by criterion. One left out has no points; one said twice is refused, whatever it says."""
    known = [str(criterion.number) for criterion in call.criteria]
    points: dict[str, int | None] = dict.fromkeys(known)
    reasons: dict[str, str] = {}
    named_before: set[str] = set()
    for text in written:
        criterion, value, reason = _read(POINTS, "value.points", text, known)
        _once(named_before, criterion, text)
        points[criterion] = None if value == NOT_APPLICABLE else int(value)
        reasons |= {criterion: reason} if reason else {}
    _add_reasons(reasons, why, known)
    return points, reasons


def _add_reasons(reasons: dict[str, str], why: Sequence[str], known: Sequence[str]) -> None:
    named_before = set(reasons)
    for text in why:
        criterion, reason = _read(REASON, "value.points_reason", text, known)
        _once(named_before, criterion, text)
        reasons[criterion] = reason


def _read(pattern: re.Pattern[str], words: str, text: str, known: Sequence[str]) -> Sequence[str]:
    read = pattern.fullmatch(text)
    if not read or read[1] not in known:
        raise BadValue(words, value=text, numbers=", ".join(known))
    return read.groups()


def _once(named_before: set[str], criterion: str, text: str) -> None:
    if criterion in named_before:
        raise BadValue("value.points_twice", criterion=criterion, value=text)
    named_before.add(criterion)
