"""Views of what was done: one row a document, an interview, points, a task, a decision, a refusal, a reading."""

from __future__ import annotations

from chalicelib.call import Call

from ..masking import HIDDEN
from .asked import EVENTS, Asked

FROM_EVENTS = {
    "interviews": """SELECT number, CAST(json_extract_string(detail, '$.held') AS DATE) AS held,
 CAST(json_extract(detail, '$.committee') AS VARCHAR[]) AS committee,
 CAST(json_extract(detail, '$.experts') AS VARCHAR[]) AS experts,
 json_extract_string(detail, '$.outcome') AS outcome, json_extract_string(detail, '$.note') AS note,
 "at", local_at, actor, row_number() OVER (PARTITION BY number ORDER BY seq DESC) = 1 AS is_current
 FROM {events} WHERE act = 'record_interview'""",
    "appointments": """SELECT number, CAST(json_extract_string(detail, '$.when') AS TIMESTAMPTZ) AS due_at,
 json_extract_string(detail, '$.place') AS place, json_extract_string(detail, '$.format') AS form, "at", actor,
 row_number() OVER (PARTITION BY number ORDER BY seq DESC) = 1 AS is_current
 FROM {events} WHERE act = 'schedule_interview'""",
    "tasks": """SELECT a.number, a.task, a.title, CAST(a.due AS DATE) AS due,
 CASE c.act WHEN 'finish_task' THEN 'done' WHEN 'miss_task' THEN 'missed' ELSE 'assigned' END AS state,
 c.note, a."at" AS assigned_at, c."at" AS closed_at
 FROM (SELECT number, json_extract_string(detail, '$.task') AS task, json_extract_string(detail, '$.title') AS title,
 json_extract_string(detail, '$.due') AS due, "at" FROM {events} WHERE act = 'assign_task') AS a
 LEFT JOIN (SELECT number, json_extract_string(detail, '$.task') AS task, act, "at",
 json_extract_string(detail, '$.note') AS note FROM {events} WHERE act IN ('finish_task', 'miss_task')) AS c
 ON c.number = a.number AND c.task = a.task""",
    "decisions": """SELECT number, act, json_extract_string(detail, '$.reason') AS reason,
 json_extract_string(detail, '$.text') AS text, actor, "at", local_at
 FROM {events} WHERE act IN ('admit', 'decline', 'exclude', 'complete', 'withdraw')""",
    "exceptions": """SELECT number, json_extract_string(detail, '$.window') AS which,
 CAST(json_extract_string(detail, '$.until') AS TIMESTAMPTZ) AS until,
 json_extract_string(detail, '$.why') AS why, actor, "at", local_at
 FROM {events} WHERE act = 'make_exception'""",
}
FROM_ITEMS = {
    "refusals": """SELECT "at", {local} AS local_at, rule, by_ms, route
 FROM (SELECT CAST("at" AS TIMESTAMPTZ) AS "at", rule, by_ms, route FROM {items} WHERE pk LIKE 'refused#%') AS i""",
    "readings": """SELECT "at", {local} AS local_at, who, command, why
 FROM (SELECT CAST("at" AS TIMESTAMPTZ) AS "at", who, command, why FROM {items} WHERE pk LIKE 'staff#%') AS i""",
}


def documents(asked: Asked) -> str:
    """A later file replaces an earlier one of its kind; those of the kind `other` stand side by side."""
    filename = "json_extract_string(detail, '$.filename')"
    masked = f"'{HIDDEN}.' || coalesce(regexp_extract({filename}, '[.]([A-Za-z0-9]+)$', 1), '')"
    return (
        'SELECT number, kind, document, filename, size, content_type, sha256, "at", local_at,'
        " kind = 'other' OR row_number() OVER (PARTITION BY number, kind ORDER BY seq DESC) = 1 AS is_current"
        " FROM (SELECT number, seq, \"at\", local_at, json_extract_string(detail, '$.kind') AS kind,"
        f" json_extract_string(detail, '$.document') AS document, {filename if asked.personal else masked} AS filename,"
        " try_cast(json_extract_string(detail, '$.size') AS BIGINT) AS size,"
        " json_extract_string(detail, '$.content_type') AS content_type,"
        f" json_extract_string(detail, '$.sha256') AS sha256 FROM {EVENTS} WHERE act = 'receive_document') AS d"
    )


def scores(call: Call) -> str:
    """One row a criterion; no points where it does not apply. An expert's last word counts."""
    numbers = ", ".join(f"({c.number})" for c in call.criteria)
    points = " ".join(
        f"WHEN {c.number} THEN json_extract_string(detail, '$.scores.\"{c.number}\"')" for c in call.criteria
    )
    last = "row_number() OVER (PARTITION BY number, json_extract_string(detail, '$.expert') ORDER BY seq DESC)"
    return (
        f'SELECT s.number, s.expert, c.criterion, try_cast(CASE c.criterion {points} END AS DOUBLE) AS points, s."at",'
        " s.local_at, s.actor FROM (SELECT number, json_extract_string(detail, '$.expert') AS expert, detail,"
        f" \"at\", local_at, actor, {last} AS place FROM {EVENTS} WHERE act = 'score') AS s"
        f" CROSS JOIN (VALUES {numbers}) AS c(criterion) WHERE s.place = 1"
    )
