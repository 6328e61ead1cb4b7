"""`forget`: erase what is held about one application; its number, acts, instants and hashes stay."""

from __future__ import annotations

from typing import Any

from chalicelib.intake.number_and_key import normalise
from staff.acts.application_erasure import compact, end, erase, erase_exports
from staff.applications.holdings import Holdings, exports_of, holdings_of, others
from staff.console.errors import GIVEN_UP
from staff.console.localized_click import argument, option
from staff.console.localized_click import command as named
from staff.console.session import Session
from staff.printing.terminal import terminal, write


@named("forget")
@argument("number")
@option("--why", required=True, metavar="…", words="option.why_forget")
@option("--dry-run", is_flag=True)
def command(session: Session, number: str, why: str, dry_run: bool) -> None:
    number = normalise(number)
    session.personal(f"forget {number}{' --dry-run' if dry_run else ''}", why)
    holding = holdings_of(session, number)
    counts = holding_counts(session, holding)
    lines = words_of(session, counts)
    if dry_run:
        session.out(counts | {"erased": False}, lambda console: write(console, lines))
        return
    _confirm(session, lines)
    ended = end(session, session.desk(), number, why.strip())
    # A second time: no event can follow the last act, so all that came before it is there now.
    erase(session, holdings_of(session, number))
    erase_exports(session)
    compact(session)
    last = ended.events[-1]
    done = session.say("forget.done", number=number, at=session.moment(last.at))
    beyond = session.say("forget.beyond")
    session.out(counts | {"erased": True, "at": session.iso(last.at), "beyond": beyond},
                lambda console: write(console, "\n".join((done, lines, beyond))))  # fmt: skip


def holding_counts(session: Session, holding: Holdings) -> dict[str, object]:
    """The numbers of items by kind, without their contents."""
    items = {kind: len(of_kind) for kind, of_kind in holding.items.items()}
    return {"number": holding.number, "items": items, "documents": len(holding.documents), "mails": len(holding.mails),
            "exports": len(exports_of(session.place)), "others": others(session, holding)}  # fmt: skip


def words_of(session: Session, told: dict[str, Any]) -> str:
    items = told["items"]
    counts = {name: told[name] for name in ("number", "documents", "mails", "exports")}
    beside = sum(items.values()) - items["event"] - items["staff"]
    more = {"events": items["event"], "beside": beside, "log": items["staff"]}
    lines = [session.say("forget.counts", **counts, **more)]
    lines += [session.say("forget.others", numbers=", ".join(told["others"]))] if told["others"] else []
    return "\n".join(lines)


def _confirm(session: Session, lines: str) -> None:
    if session.ask is None or session.as_json:
        return
    write(terminal(), lines)
    answer = session.ask(session.say("confirm.question") + " ")
    if answer.strip().lower() not in session.say("confirm.yes").split():
        session.fail("confirm.given_up", GIVEN_UP)
