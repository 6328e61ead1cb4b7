"""What the public learns: who was admitted, and how many each day. Pure, and nothing personal without consent.

Numbers of applications are not published: nobody may learn whether a number exists.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.call import Call
from chalicelib.call.alphabet import alphabetical
from chalicelib.call.roles import options_of_role, role_text, role_value
from chalicelib.rules.application import Application, Event
from chalicelib.rules.application_record import is_exceptional
from chalicelib.rules.form_version import call_as_written
from chalicelib.rules.lifecycle import has_act
from chalicelib.rules.local_days import local_day

# In the order in which they happen to an application; whoever prints the ledger keeps it.
COLUMNS = ("received", "interviewed", "admitted", "declined", "excluded", "withdrawn")
# Only the first event of a kind counts: a rescheduled or twice recorded interview is one.
_COUNTED = {"submit": "received", "record_interview": "interviewed", "admit": "admitted", "decline": "declined",
            "exclude": "excluded", "withdraw": "withdrawn"}  # fmt: skip


def published_list(call: Call, applications: Sequence[Application]) -> dict[str, Any]:
    """The public list as data. `as_of` is the instant of the last event, so equal events give equal bytes."""
    submitted = [application for application in applications if application.submitted_at]
    ledger, columns = days(call, submitted), columns_of(call)
    totals = {column: sum(day[column] for day in ledger) for column in columns}
    decided = totals["admitted"] + totals["declined"] + totals["withdrawn"]
    last = max((application.events[-1].at for application in submitted), default=None)
    return {
        "call": call.id,
        "as_of": last.astimezone(ZoneInfo(call.timezone)).isoformat(timespec="milliseconds") if last else None,
        "admitted": admitted_rows(call, submitted),
        "columns": list(columns),
        "ledger": ledger,
        "totals": totals | {"waiting": totals["received"] - decided},
    }


def columns_of(call: Call) -> tuple[str, ...]:
    """The columns of the ledger in this call, without those of parts that the call lacks."""
    acts = {column: act for act, column in _COUNTED.items()}
    return tuple(column for column in COLUMNS if has_act(call, acts[column]))


def admitted_rows(call: Call, applications: Iterable[Application]) -> list[dict[str, Any]]:
    """The admitted, sorted by group and territory, so that the order tells nothing of arrival or number."""
    lines = [
        _line(call, application) for application in applications if application.status in ("admitted", "completed")
    ]
    groups, territories = ([option.code for option in options_of_role(call, r)] for r in ("group", "territory"))
    return sorted(lines, key=lambda line: (
        _place(groups, line["group"]), _place(territories, line["territory"]), line["admitted_on"],
        alphabetical(line.get("title", "")), alphabetical(line.get("leader", "")),
    ))  # fmt: skip


def _place(codes: Sequence[str], code: str) -> tuple[int, str]:
    """Sorts a code by the call's order; an unknown code comes last."""
    return (codes.index(code), "") if code in codes else (len(codes), code)


def _line(call: Call, application: Application) -> dict[str, object]:
    answers, form = application.answers, call_as_written(call, application).form
    last = application.events[-1]
    decided = next((event for event in reversed(application.events) if event.act == "admit"), last)
    line = {"group": str(role_value(form, "group", answers) or ""),
            "territory": str(role_value(form, "territory", answers) or ""), "rule": "admission",
            "state": application.status, "exceptional": is_exceptional(application),
            "admitted_on": local_day(call, decided.at).isoformat()}  # fmt: skip
    if role_value(form, "publication", answers) is not True:
        return line
    named = {"title": role_text(form, "title", answers), "leader": role_text(form, "name", answers)}
    return line | {name: text for name, text in named.items() if text}


def days(call: Call, applications: Iterable[Application]) -> list[dict[str, Any]]:
    """A line for each local day on which anything happened."""
    counts: dict[str, Counter[str]] = {}
    for application in applications:
        for event in _firsts(application):
            counts.setdefault(local_day(call, event.at).isoformat(), Counter())[_COUNTED[event.act]] += 1
    return [{"day": day} | {column: counts[day][column] for column in columns_of(call)} for day in sorted(counts)]


def _firsts(application: Application) -> Iterable[Event]:
    firsts: dict[str, Event] = {}
    for event in application.events:
        if event.act in _COUNTED:
            firsts.setdefault(event.act, event)
    return firsts.values()
