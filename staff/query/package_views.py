"""Views of documents: what is required of each application and has arrived, and until when the rest may be brought."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from chalicelib.call import Call
from chalicelib.rules.instant_format import write_instant
from chalicelib.rules.supplement import supplement_until

from .condition_sql import is_wanted
from .field_columns import quote, text
from .form_columns import columns_by_question
from .merged_forms import every_document
from .question_scope import APPLICATIONS, local

# An interview is hardly held before the call opens, nor a year and a half after.
_FIRST_DAY, _DAYS = -30, 600
# Of a call that asks for no documents: the same columns, and nothing in them.
_NO_PACKAGE = (
    "SELECT number, status, 0 AS place, status AS kind, FALSE AS is_required, FALSE AS is_received"
    f" FROM {APPLICATIONS} WHERE FALSE"
)


def package(call: Call) -> str:
    """What is required of each application and what has arrived; ages are counted on the day of submission."""
    day = "CAST(coalesce(a.submitted_local, a.created_local) AS DATE)"
    documents = list(every_document(call))
    if not documents:
        return _NO_PACKAGE
    wanted = " ".join(f"WHEN {text(d.kind)} THEN {_needed_documents_sql(call, d.kind, day)}" for d in documents)
    kinds = ", ".join(f"({rank}, {text(d.kind)})" for rank, d in enumerate(documents, 1))
    created = local(call, "created_at")
    return (
        f"SELECT a.number, a.status, k.place, k.kind, CASE k.kind {wanted} END AS is_required,"
        f" d.kind IS NOT NULL AS is_received FROM (SELECT *, {created} AS created_local FROM {APPLICATIONS}) AS a"
        f" CROSS JOIN (VALUES {kinds}) AS k(place, kind)"
        " LEFT JOIN (SELECT DISTINCT number, kind FROM documents WHERE is_current) AS d"
        " ON d.number = a.number AND d.kind = k.kind"
    )


def _needed_documents_sql(call: Call, kind: str, day: str) -> str:
    """By the form the application is judged by: a draft by the current one, a submission by its own."""
    of_form = {form.version: next((d for d in form.package.documents if d.kind == kind), None) for form in call.forms}
    conditions = {v: is_wanted(d, answer_columns(call, v), day) if d else "FALSE" for v, d in of_form.items()}
    current = conditions.pop(call.current_form.version)
    if set(conditions.values()) <= {current}:
        return current
    older = " ".join(f"WHEN {version} THEN {condition}" for version, condition in conditions.items())
    return f"CASE WHEN a.status = 'draft' THEN {current} ELSE CASE a.form_version {older} ELSE {current} END END"


def packages(call: Call) -> str:
    """One row an application: what is missing; the interview, and until when what is missing may still be brought
    (spec 3, `supplement`), where the call has them.
    """
    held, ends = call.has("interview"), call.has("supplement")
    inner = (
        "SELECT p.number, p.status, p.missing, p.missing_count, CASE WHEN p.missing_count = 0 THEN 'complete'"
        " ELSE 'to_be_supplemented' END AS package_state"
        + (", i.held" if held else "")
        + (", w.until AS supplement_until" if ends else "")
        + f" FROM ({_missing_counts_sql(call)}) AS p"
        + (_HELD if held else "")
        + (_windows(call) if ends else "")
    )
    last = local(call, "(supplement_until - INTERVAL '1' SECOND)")
    return f"SELECT *, CAST({last} AS DATE) AS supplement_day FROM ({inner}) AS s" if ends else inner


_HELD = " LEFT JOIN (SELECT number, held FROM interviews WHERE is_current) AS i ON i.number = p.number"


def _windows(call: Call) -> str:
    first = call.opens_at.date() + timedelta(days=_FIRST_DAY)
    days = ", ".join(_window(call, first + timedelta(days=day)) for day in range(_DAYS))
    promised = f"SELECT number, max(ends) AS until FROM ({_promises(days)}) AS e GROUP BY number"
    return f" LEFT JOIN ({promised}) AS w ON w.number = p.number"


def _missing_counts_sql(call: Call) -> str:
    """Every application with what it lacks; nothing where no document is asked for."""
    if not list(every_document(call)):
        return f"SELECT number, status, CAST(NULL AS VARCHAR) AS missing, 0 AS missing_count FROM {APPLICATIONS}"
    return (
        "SELECT number, status,"
        " string_agg(CASE WHEN is_required AND NOT is_received THEN kind END, ', ' ORDER BY place) AS missing,"
        " count(*) FILTER (WHERE is_required AND NOT is_received) AS missing_count FROM package"
        " GROUP BY number, status"
    )


def _promises(days: str) -> str:
    """Every instant promised to an applicant once an interview is recorded, as rules.supplement counts them."""
    return (
        "SELECT i.number, CAST(v.ends AS TIMESTAMPTZ) AS ends FROM interviews AS i"
        f" JOIN (VALUES {days}) AS v(held, ends) ON v.held = CAST(i.held AS VARCHAR) WHERE i.outcome <> 'failed'"
        " UNION ALL SELECT number, promised AS ends FROM interviews WHERE outcome <> 'failed' AND promised IS NOT NULL"
        " UNION ALL SELECT e.number, e.until AS ends FROM exceptions AS e"
        " JOIN (SELECT DISTINCT number FROM interviews) AS h ON h.number = e.number"
    )


def _window(call: Call, held: date) -> str:
    return f"({text(held.isoformat())}, {text(write_instant(supplement_until(call, held)))})"


def answer_columns(call: Call, version: int) -> Mapping[str, str]:
    """The columns of `a`, an application, by question of that version of the form."""
    return {question: f"a.{quote(column)}" for question, column in columns_by_question(call, version).items()}
