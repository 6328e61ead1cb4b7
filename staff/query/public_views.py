"""The views staff ask: public ones, and below them two kept ones that hold what is masked.

All of it is one SQL, in DuckDB's words; `dialects` says it to Athena. Columns of the form come from its definition.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from chalicelib.call import Call, Field
from chalicelib.rules.instant_format import write_instant

from .act_views import EXCEPTIONAL, FROM_EVENTS, FROM_ITEMS, scores
from .column_names import ROLES_ASKED, role_name, rows_name
from .damage_views import damage_sql
from .document_views import documents
from .field_columns import cell_of, is_masked, mask_text_sql, masked_column, name, quote, tables, text
from .form_columns import every_question, role_fields
from .missing_views import missing
from .other_call_views import numbers_of_others, other_calls
from .package_views import package, packages
from .question_scope import APPLICATIONS, DISTINCT_EVENTS, EVENTS, KEPT, OTHERS, QuestionScope, local

__all__ = ["BROAD", "KEPT", "QuestionScope", "views"]
# Views that read most of the answers, however little is asked of them.
BROAD = frozenset({"package", "packages", "missing", "likenesses"})
RowsOf = Callable[[Field, str, Sequence[str]], str]


def views(scope: QuestionScope, items: str, events: str, rows_of: RowsOf, nested: bool = True) -> dict[str, str]:
    """Each view's SQL by name, in an order in which each needs only earlier ones. `items` names the items' relation.

    `nested` leaves table answers as lists in `applications` and `versions`; their rows are views of their own anyway.
    """
    definitions = {OTHERS: numbers_of_others(scope.call, items), EVENTS: events, DISTINCT_EVENTS: _distinct_events()}
    definitions[APPLICATIONS] = _applications(scope.call)
    definitions["clock"] = _clock(scope)
    definitions["applications"] = f"SELECT {_HEAD}, {_fields(scope, nested)}{_roles(scope.call)} FROM {APPLICATIONS}"
    definitions["versions"] = (
        f'SELECT number, version, form_version, "at", local_at, act, actor, answers_sha256, {_fields(scope, nested)}'
        f" FROM {DISTINCT_EVENTS} WHERE has_answers"
    )
    definitions["events"] = (
        f'SELECT number, seq, "at", local_at, act, actor, status, "before", version,'
        f" {_detail(scope)} AS detail FROM {DISTINCT_EVENTS}"
    )
    definitions |= {name: sql.format(events=DISTINCT_EVENTS) for name, sql in FROM_EVENTS.items()}
    definitions["documents"] = documents(scope)
    definitions["scores"] = scores(scope.call)
    definitions["package"] = package(scope.call)
    definitions["packages"] = packages(scope.call)
    definitions["missing"] = missing(scope.call)
    definitions["likenesses"] = likenesses(scope.call)
    definitions["other_calls"] = other_calls(items)
    definitions["damaged"] = damage_sql()
    definitions |= {f.id: rows_of(f, APPLICATIONS, _cells(scope, f)) for f in tables(every_question(scope.call))}
    return definitions | _from_items(scope, items)


def _from_items(scope: QuestionScope, items: str) -> dict[str, str]:
    copies = f"SELECT *, row_number() OVER (PARTITION BY pk, sk) AS kept_copy FROM {items}"
    distinct = f"SELECT * FROM ({copies}) AS c WHERE kept_copy = 1"
    parts = {"distinct_items": distinct, "local": local(scope.call, '"at"'), "call": text(scope.call.id)}
    return {name: sql.format(**parts) for name, sql in FROM_ITEMS.items()}


def _distinct_events() -> str:
    """Each event once. An engine reads no more for it than the columns that are asked for; that the act is among the
    keys lets it look for an act before it sorts.
    """
    copies = f"SELECT *, row_number() OVER (PARTITION BY number, seq, act) AS kept_copy FROM {EVENTS}"
    return f"SELECT * FROM ({copies}) AS c WHERE kept_copy = 1"


_HEAD = (
    "number, status, version, form_version, created_at, submitted_at, submitted_at IS NOT NULL AS is_submitted,"
    " submitted_at IS NOT NULL AND coalesce(status, '') <> 'withdrawn' AS in_contest,"
    " submitted_local, changed_at, events, exceptional"
)


def _applications(call: Call) -> str:
    """One pass over the events: columns that a question does not ask for cost nothing."""
    fields = [f"arg_max_null({name(f)}, version) FILTER (WHERE has_answers) AS {name(f)}" for f in every_question(call)]
    return (
        "SELECT number, arg_max_null(status, seq) AS status, max(version) AS version,"
        ' arg_max_null(form_version, version) FILTER (WHERE has_answers) AS form_version, min("at") AS created_at,'
        " min(\"at\") FILTER (WHERE act = 'submit') AS submitted_at,"
        " min(local_at) FILTER (WHERE act = 'submit') AS submitted_local,"
        f' max("at") AS changed_at, count(DISTINCT seq) AS events, bool_or({EXCEPTIONAL}) AS exceptional,'
        f" {', '.join(fields)} FROM {EVENTS} GROUP BY number"
    )


def _fields(scope: QuestionScope, nested: bool) -> str:
    form = every_question(scope.call)
    columns = [f"{masked_column(f, name(f), scope.personal)} AS {name(f)}" for f in form if nested or f.kind != "table"]
    counts = [f"array_length({name(f)}) AS {quote(rows_name(f))}" for f in tables(form)]
    return ", ".join(columns + counts)


def _roles(call: Call) -> str:
    """What every call's applications can be asked by, whatever its questions are called; nothing of absent roles."""
    return "".join(f", {sql} AS {role_name(role)}" for role in ROLES_ASKED if (sql := _role(call, role)))


def _role(call: Call, role: str) -> str:
    """The answer to the question that played the role in the version of the form that was answered."""
    by_version = {version: name(field) for version, field in role_fields(call, role).items()}
    if len(set(by_version.values())) < 2:
        return next(iter(by_version.values()), "")
    cases = " ".join(f"WHEN {version} THEN {column}" for version, column in by_version.items())
    return f"CASE form_version {cases} END"


def _cells(scope: QuestionScope, field: Field) -> list[str]:
    return [f"{masked_column(c, cell_of(c), scope.personal)} AS {name(c)}" for c in field.columns]


def _clock(scope: QuestionScope) -> str:
    instants = {"now": scope.now, "opens_at": scope.call.opens_at, "closes_at": scope.call.closes_at}
    columns = [f"CAST({text(write_instant(instant))} AS TIMESTAMPTZ) AS {key}" for key, instant in instants.items()]
    inner = f"SELECT {', '.join(columns)}"
    locals_ = [f"{local(scope.call, key)} AS {key.removesuffix('_at')}_local" for key in instants]
    return f"SELECT now, opens_at, closes_at, {', '.join(locals_)} FROM ({inner}) AS i"


def _detail(scope: QuestionScope) -> str:
    """The name of an uploaded file may hold a number or an address; one that JSON spells otherwise is not told here."""
    if scope.personal:
        return "detail"
    filename = "json_extract_string(detail, '$.filename')"
    hidden = f"replace(detail, {filename}, {mask_text_sql(filename)})"
    return (
        f"CASE WHEN act NOT LIKE '%_document' OR coalesce({mask_text_sql(filename)} = {filename}, TRUE) THEN detail"
        f" WHEN strpos(detail, {filename}) > 0 THEN {hidden} END"
    )


def likenesses(call: Call) -> str:
    """Applications that share an identifier: which ones, never the identifier itself."""
    fields = list(every_question(call))
    alike = [f for f in fields if is_masked(f)] + [f for f in fields if f.kind == "bin"]
    parts = [
        f"SELECT {text(f.id)} AS shared, count(*) AS applications, string_agg(number, ', ' ORDER BY number) AS numbers"
        f" FROM {APPLICATIONS} WHERE status NOT IN ('draft', 'withdrawn') AND {name(f)} IS NOT NULL"
        f" GROUP BY {name(f)} HAVING count(*) > 1"
        for f in alike
    ]
    return " UNION ALL ".join(parts)
