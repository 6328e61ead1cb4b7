"""`score`: points per criterion; a criterion that does not apply is told from a zero."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chalicelib.call import Call
from chalicelib.selection import interviews
from staff.acting import carry_out, on_application
from staff.session import Session
from staff.spoken import argument, option
from staff.spoken import command as named
from staff.values import BadValue

NOT_APPLICABLE = "-"


@named("score")
@on_application
@argument("points", nargs=-1, required=True, metavar="1=8 2=7 4=-")
@option("--expert", required=True, metavar="…")
def command(session: Session, number: str, seen: int | None, points: Sequence[str], expert: str) -> None:
    given = scores(session.call, points)
    carry_out(session, number, seen, lambda desk, n, s: interviews.score(desk, n, expert, given, s))


def scores(call: Call, written: Sequence[str]) -> dict[str, int | None]:
    """Every criterion of the call; one left out is None, which the guard accepts only where it does not apply."""
    found: dict[str, int | None] = {str(criterion.number): None for criterion in call.criteria}
    for each in written:
        read = re.fullmatch(r"([0-9]{1,2})=([0-9]{1,4}|-)", each)
        if not read or read[1] not in found:
            raise BadValue("value.points", value=each, numbers=", ".join(found))
        found[read[1]] = None if read[2] == NOT_APPLICABLE else int(read[2])
    return found
