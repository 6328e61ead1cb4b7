"""Applications of other calls that lie in the same table: left out of every view but the one that counts them."""

from __future__ import annotations

from chalicelib.call import Call
from chalicelib.rules.forgetting import FORGET

from .field_columns import text
from .question_scope import OTHERS

IS_EVENT = "pk LIKE 'application#%' AND sk LIKE 'event#%'"
# A condition on an event. What names no call at all is damaged, and not hidden here.
IS_OF_CALL = f"coalesce(number, '') NOT IN (SELECT number FROM {OTHERS})"
# Acts that write answers name their call; before they did, the first act named it in what it said. Read as text,
# because one damaged detail would otherwise end every question.
_CALL = """coalesce("call", nullif(regexp_extract(detail, '"call":"([^"]*)"', 1), ''))"""


def numbers_of_others(call: Call, items: str) -> str:
    """The applications of other calls, and without a call what stays of those forgotten: no question counts them."""
    return (
        f"SELECT number, max({_CALL}) AS other_call FROM {items} WHERE {IS_EVENT} AND number IS NOT NULL"
        f" AND ({_CALL} <> {text(call.id)} OR act = {text(FORGET)}) GROUP BY number"
    )


def other_calls(items: str) -> str:
    """How many applications and events of each other call there are."""
    return (
        "SELECT o.other_call, count(DISTINCT e.number) AS applications,"
        ' count(DISTINCT concat(e.number, e.sk)) AS "events"'
        f" FROM {items} AS e JOIN {OTHERS} AS o ON o.number = e.number"
        " WHERE e.pk LIKE 'application#%' AND e.sk LIKE 'event#%' AND o.other_call IS NOT NULL GROUP BY o.other_call"
    )
