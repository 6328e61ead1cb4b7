"""Views of what was done: one row a document, an interview, points, a task, a decision, a refusal, a reading."""

from __future__ import annotations

from chalicelib.call import Call

from .question_scope import DISTINCT_EVENTS

# An exception is an act of its own, or stands in the record of an interview that was recorded late.
EXCEPTIONAL = """(act = 'make_exception'
 OR (act = 'record_interview' AND json_extract_string(detail, '$.exception.why') IS NOT NULL))"""
FROM_EVENTS = {
    "interviews": """SELECT number, try_cast(json_extract_string(detail, '$.held') AS DATE) AS held,
 try_cast(json_extract(detail, '$.committee') AS VARCHAR[]) AS committee,
 try_cast(json_extract(detail, '$.experts') AS VARCHAR[]) AS experts,
 json_extract_string(detail, '$.outcome') AS outcome, json_extract_string(detail, '$.note') AS note,
 json_extract_string(detail, '$.why') AS why,
 try_cast(json_extract_string(detail, '$.until') AS TIMESTAMPTZ) AS promised,
 json_extract_string(detail, '$.exception.why') IS NOT NULL AS is_late, "at", local_at, actor,
 row_number() OVER (PARTITION BY number ORDER BY seq DESC) = 1 AS is_current
 FROM {events} WHERE act = 'record_interview'""",
    "appointments": """SELECT number, try_cast(json_extract_string(detail, '$.when') AS TIMESTAMPTZ) AS due_at,
 json_extract_string(detail, '$.place') AS place, json_extract_string(detail, '$.format') AS form, "at", actor,
 row_number() OVER (PARTITION BY number ORDER BY seq DESC) = 1 AS is_current
 FROM {events} WHERE act = 'schedule_interview'""",
    "tasks": """SELECT a.number, a.task, a.title, try_cast(a.due AS DATE) AS due,
 CASE c.act WHEN 'finish_task' THEN 'done' WHEN 'miss_task' THEN 'missed' ELSE 'assigned' END AS state,
 c.note, a."at" AS assigned_at, c."at" AS closed_at,
 CASE c.act WHEN 'miss_task' THEN c.explain_until END AS explain_until,
 x.explanation, x.explained_at, coalesce(x.explanations, 0) AS explanations
 FROM (SELECT number, json_extract_string(detail, '$.task') AS task, json_extract_string(detail, '$.title') AS title,
 json_extract_string(detail, '$.due') AS due, "at" FROM {events} WHERE act = 'assign_task') AS a
 LEFT JOIN (SELECT *, row_number() OVER (PARTITION BY number, task ORDER BY seq DESC) AS place
 FROM (SELECT number, seq, json_extract_string(detail, '$.task') AS task, act, "at",
 json_extract_string(detail, '$.note') AS note,
 try_cast(json_extract_string(detail, '$.until') AS TIMESTAMPTZ) AS explain_until
 FROM {events} WHERE act IN ('finish_task', 'miss_task')) AS k) AS c
 ON c.number = a.number AND c.task = a.task AND c.place = 1
 LEFT JOIN (SELECT number, task, explanation, explained_at,
 row_number() OVER (PARTITION BY number, task ORDER BY seq DESC) AS place,
 count(*) OVER (PARTITION BY number, task) AS explanations
 FROM (SELECT number, seq, json_extract_string(detail, '$.task') AS task, "at" AS explained_at,
 json_extract_string(detail, '$.text') AS explanation FROM {events} WHERE act = 'explain') AS e) AS x
 ON x.number = a.number AND x.task = a.task AND x.place = 1""",
    "decisions": """SELECT number, act, json_extract_string(detail, '$.reason') AS reason,
 json_extract_string(detail, '$.text') AS text, actor, "at", local_at
 FROM {events} WHERE act IN ('admit', 'decline', 'exclude', 'complete', 'withdraw')""",
    "exceptions": """SELECT number,
 CASE act WHEN 'make_exception' THEN json_extract_string(detail, '$.window') ELSE 'supplement' END AS which,
 try_cast(json_extract_string(detail, '$.until') AS TIMESTAMPTZ) AS until,
 CASE act WHEN 'make_exception' THEN json_extract_string(detail, '$.why')
 ELSE json_extract_string(detail, '$.exception.why') END AS why, actor, "at", local_at
 FROM {events} WHERE """
    + EXCEPTIONAL,
}
FROM_ITEMS = {
    "refusals": """SELECT "at", {local} AS local_at, rule, by_ms, route
 FROM (SELECT try_cast("at" AS TIMESTAMPTZ) AS "at", rule, by_ms, route FROM ({distinct_items})
 WHERE pk LIKE 'refused#%' AND coalesce("call", {call}) = {call}) AS i""",
    "failed_keys": """SELECT "at", {local} AS local_at, failures
 FROM (SELECT try_cast("at" AS TIMESTAMPTZ) AS "at", failures FROM ({distinct_items})
 WHERE pk LIKE 'failed_keys#%' AND "call" = {call}) AS i""",
    "readings": """SELECT "at", {local} AS local_at, who, command, why
 FROM (SELECT try_cast("at" AS TIMESTAMPTZ) AS "at", who, command, why FROM ({distinct_items})
 WHERE pk LIKE 'staff#%') AS i""",
}


# In a call without criteria the view has the same columns and no rows.
_NO_SCORES = (
    "SELECT number, actor AS expert, 0 AS criterion, CAST(0 AS DOUBLE) AS points, act AS reason,"
    f' "at", local_at, actor, act AS entered_for FROM {DISTINCT_EVENTS} WHERE FALSE'
)


def scores(call: Call) -> str:
    """One row a criterion, with its reason; no points where it does not apply. A person's last word counts, `actor` is
    who entered it, `entered_for` for whom at the desk, where somebody else gave it on paper.
    """
    if not call.criteria:
        return _NO_SCORES
    numbers = ", ".join(f"({c.number})" for c in call.criteria)
    points = " ".join(
        f"WHEN {c.number} THEN json_extract_string(detail, '$.scores.\"{c.number}\"')" for c in call.criteria
    )
    reasons = " ".join(
        f"WHEN {c.number} THEN json_extract_string(detail, '$.reasons.\"{c.number}\"')" for c in call.criteria
    )
    last = "row_number() OVER (PARTITION BY number, json_extract_string(detail, '$.expert') ORDER BY seq DESC)"
    return (
        f"SELECT s.number, s.expert, c.criterion, try_cast(CASE c.criterion {points} END AS DOUBLE) AS points,"
        f' CASE c.criterion {reasons} END AS reason, s."at",'
        " s.local_at, s.actor, json_extract_string(s.detail, '$.entered_for') AS entered_for"
        " FROM (SELECT number, json_extract_string(detail, '$.expert') AS expert, detail,"
        f" \"at\", local_at, actor, {last} AS place FROM {DISTINCT_EVENTS} WHERE act = 'score') AS s"
        f" CROSS JOIN (VALUES {numbers}) AS c(criterion) WHERE s.place = 1"
    )
