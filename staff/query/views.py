"""The views staff ask: public ones, and below them two kept ones that hold what is masked.

All of it is one SQL, in DuckDB's words; `dialects` says it to Athena. Columns of the form come from its definition.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from chalicelib.call import Call, Field
from chalicelib.rules.supplement import supplement_until

from .columns import HIDDEN, is_personal, name, shown, tables, text
from .conditions import is_required, is_wanted

EVENTS, APPLICATIONS = "kept_events", "kept_applications"
KEPT = (EVENTS, APPLICATIONS)
# An interview is hardly held before the call opens, nor a year and a half after.
_FIRST_DAY, _DAYS = -30, 600
RowsOf = Callable[[Field, str, Sequence[str]], str]


@dataclass(frozen=True)
class Asked:
    """Of what: the call, the instant that counts as now, and whether personal columns are shown as they are."""

    call: Call
    now: datetime
    personal: bool = False


def views(asked: Asked, items: str, events: str, rows_of: RowsOf, nested: bool = True) -> dict[str, str]:
    """Each view's SQL by name, in an order in which each needs only earlier ones. `items` names the items' relation.

    `nested` leaves table answers as lists in `applications` and `versions`; their rows are views of their own anyway.
    """
    form = asked.call.form
    made = {EVENTS: events, APPLICATIONS: _applications(asked.call), "clock": _clock(asked)}
    made["applications"] = f"SELECT {_HEAD}, {_fields(asked, nested)} FROM {APPLICATIONS}"
    made["versions"] = (
        f'SELECT number, version, "at", local_at, act, actor, answers_sha256, {_fields(asked, nested)}'
        f" FROM {EVENTS} WHERE has_answers"
    )
    made["events"] = (
        f'SELECT number, seq, "at", local_at, act, actor, status, "before", version, {_detail(asked)} AS detail FROM {EVENTS}'
    )
    made |= {name: sql.format(events=EVENTS) for name, sql in _FROM_EVENTS.items()}
    made["documents"] = _documents(asked)
    made["scores"] = _scores(asked.call)
    made["package"] = _package(asked.call)
    made["packages"] = _packages(asked.call)
    made["missing"] = _missing(asked.call)
    made["likenesses"] = _likenesses(asked.call)
    made |= {f.id: rows_of(f, APPLICATIONS, _cells(asked, f)) for f in tables(form)}
    return made | {name: sql.format(items=items, local=_local(asked.call, '"at"')) for name, sql in _FROM_ITEMS.items()}


_HEAD = (
    "number, status, version, created_at, submitted_at, submitted_at IS NOT NULL AS is_submitted, submitted_local,"
    " changed_at, events, exceptional"
)


def _applications(call: Call) -> str:
    """One pass over the events: columns that a question does not ask for cost nothing."""
    fields = [f"arg_max_null({name(f)}, version) FILTER (WHERE has_answers) AS {name(f)}" for f in call.form]
    return (
        'SELECT number, arg_max_null(status, seq) AS status, max(version) AS version, min("at") AS created_at,'
        " min(\"at\") FILTER (WHERE act = 'submit') AS submitted_at,"
        " min(local_at) FILTER (WHERE act = 'submit') AS submitted_local,"
        " max(\"at\") AS changed_at, count(*) AS events, bool_or(act = 'make_exception') AS exceptional,"
        f" {', '.join(fields)} FROM {EVENTS} GROUP BY number"
    )


def _fields(asked: Asked, nested: bool) -> str:
    columns = [
        f"{shown(f, name(f), asked.personal)} AS {name(f)}" for f in asked.call.form if nested or f.kind != "table"
    ]
    counts = [f'array_length({name(f)}) AS "{f.id}_rows"' for f in tables(asked.call.form)]
    return ", ".join(columns + counts)


def _cells(asked: Asked, field: Field) -> list[str]:
    return [f"{shown(c, f'r.{name(c)}', asked.personal)} AS {name(c)}" for c in field.columns]


def _clock(asked: Asked) -> str:
    instants = {"now": asked.now, "opens_at": asked.call.opens_at, "closes_at": asked.call.closes_at}
    columns = [f"CAST({text(_iso(instant))} AS TIMESTAMPTZ) AS {key}" for key, instant in instants.items()]
    inner = f"SELECT {', '.join(columns)}"
    locals_ = [f"{_local(asked.call, key)} AS {key.removesuffix('_at')}_local" for key in instants]
    return f"SELECT now, opens_at, closes_at, {', '.join(locals_)} FROM ({inner}) AS i"


def _detail(asked: Asked) -> str:
    """The name of an uploaded file often is its owner's."""
    return "detail" if asked.personal else "CASE WHEN act NOT LIKE '%_document' THEN detail END"


def _documents(asked: Asked) -> str:
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


def _scores(call: Call) -> str:
    """One row a criterion; no points where it does not apply. An expert's last word counts."""
    numbers = ", ".join(f"({c.number})" for c in call.criteria)
    points = " ".join(
        f"WHEN {c.number} THEN json_extract_string(detail, '$.scores.\"{c.number}\"')" for c in call.criteria
    )
    last = "row_number() OVER (PARTITION BY number, json_extract_string(detail, '$.expert') ORDER BY seq DESC)"
    return (
        f'SELECT s.number, s.expert, c.criterion, try_cast(CASE c.criterion {points} END AS DOUBLE) AS points, s."at",'
        " s.local_at, s.actor FROM (SELECT number, json_extract_string(detail, '$.expert') AS expert, detail, \"at\", local_at,"
        f" actor, {last} AS place FROM {EVENTS} WHERE act = 'score') AS s CROSS JOIN (VALUES {numbers}) AS c(criterion)"
        " WHERE s.place = 1"
    )


def _package(call: Call) -> str:
    """What is required of each application and what has arrived; ages are counted on the day of submission."""
    day = "CAST(coalesce(a.submitted_local, a.created_local) AS DATE)"
    documents = call.form.package.documents
    wanted = " ".join(f"WHEN {text(d.kind)} THEN {is_wanted(d, 'a', day)}" for d in documents)
    kinds = ", ".join(f"({place}, {text(d.kind)})" for place, d in enumerate(documents, 1))
    created = _local(call, "created_at")
    return (
        f"SELECT a.number, a.status, k.place, k.kind, CASE k.kind {wanted} END AS is_required,"
        f" d.kind IS NOT NULL AS is_received FROM (SELECT *, {created} AS created_local FROM {APPLICATIONS}) AS a"
        f" CROSS JOIN (VALUES {kinds}) AS k(place, kind)"
        " LEFT JOIN (SELECT DISTINCT number, kind FROM documents) AS d ON d.number = a.number AND d.kind = k.kind"
    )


def _packages(call: Call) -> str:
    """One row an application: what is missing, and until when it may still be brought (spec 3, `supplement`)."""
    first = call.opens_at.date() + timedelta(days=_FIRST_DAY)
    days = ", ".join(_window(call, first + timedelta(days=day)) for day in range(_DAYS))
    last = _local(call, "(supplement_until - INTERVAL '1' SECOND)")
    inner = (
        "SELECT p.number, p.status, p.missing, p.missing_count, CASE WHEN p.missing_count = 0 THEN 'complete'"
        " ELSE 'to_be_supplemented' END AS state, i.held, CASE WHEN e.until IS NULL OR e.until < w.until THEN w.until"
        " WHEN w.until IS NOT NULL THEN e.until END AS supplement_until FROM (SELECT number, status,"
        " string_agg(CASE WHEN is_required AND NOT is_received THEN kind END, ', ' ORDER BY place) AS missing,"
        " count(*) FILTER (WHERE is_required AND NOT is_received) AS missing_count FROM package GROUP BY number, status)"
        " AS p LEFT JOIN (SELECT number, held FROM interviews WHERE is_current) AS i ON i.number = p.number"
        f" LEFT JOIN (SELECT held, CAST(ends AS TIMESTAMPTZ) AS until FROM (VALUES {days}) AS v(held, ends)) AS w"
        " ON w.held = CAST(i.held AS VARCHAR)"
        " LEFT JOIN (SELECT number, max(until) AS until FROM exceptions WHERE which = 'supplement' GROUP BY number) AS e"
        " ON e.number = p.number"
    )
    return f"SELECT *, CAST({last} AS DATE) AS supplement_day FROM ({inner}) AS s"


def _window(call: Call, held: date) -> str:
    return f"({text(held.isoformat())}, {text(_iso(supplement_until(call, held)))})"


def _missing(call: Call) -> str:
    """What stands between an application and a complete one: a draft's answers, an undecided one's documents."""
    fields = list(call.form)
    asked = " ".join(f"WHEN {text(f.id)} THEN {is_required(f, 'a')} AND {_empty(f)}" for f in fields)
    ids = ", ".join(f"({place}, {text(f.id)})" for place, f in enumerate(fields, 1))
    return (
        f"SELECT a.number, a.status, 'answer' AS part, f.place, f.id AS name FROM {APPLICATIONS} AS a"
        f" CROSS JOIN (VALUES {ids}) AS f(place, id) WHERE a.status = 'draft' AND CASE f.id {asked} END"
        " UNION ALL SELECT number, status, 'document', place, kind FROM package"
        " WHERE is_required AND NOT is_received AND status IN ('submitted', 'interview_scheduled', 'interviewed')"
    )


def _empty(field: Field) -> str:
    answer = f"a.{name(field)}"
    if field.kind == "accept":
        return f"NOT coalesce({answer}, FALSE)"
    if field.kind in ("multi", "table"):
        return f"coalesce(array_length({answer}), 0) = 0"
    return f"coalesce(trim(CAST({answer} AS VARCHAR)), '') = ''"


def _likenesses(call: Call) -> str:
    """Applications that share an identifier: which ones, never the identifier itself."""
    alike = [f for f in call.form if is_personal(f) and f.kind != "text"] + [f for f in call.form if f.kind == "bin"]
    parts = [
        f"SELECT {text(f.id)} AS shared, count(*) AS applications, string_agg(number, ', ' ORDER BY number) AS numbers"
        f" FROM {APPLICATIONS} WHERE status NOT IN ('draft', 'withdrawn') AND {name(f)} IS NOT NULL"
        f" GROUP BY {name(f)} HAVING count(*) > 1"
        for f in alike
    ]
    return " UNION ALL ".join(parts)


_FROM_EVENTS = {
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
_FROM_ITEMS = {
    "refusals": """SELECT "at", {local} AS local_at, rule, by_ms, route
 FROM (SELECT CAST("at" AS TIMESTAMPTZ) AS "at", rule, by_ms, route FROM {items} WHERE pk LIKE 'refused#%') AS i""",
    "readings": """SELECT "at", {local} AS local_at, who, command, why
 FROM (SELECT CAST("at" AS TIMESTAMPTZ) AS "at", who, command, why FROM {items} WHERE pk LIKE 'staff#%') AS i""",
}


def _local(call: Call, instant: str) -> str:
    return f"CAST({instant} AT TIME ZONE {text(call.timezone)} AS TIMESTAMP)"


def _iso(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
