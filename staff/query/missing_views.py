"""Views of what is not there: missing documents and answers, and until when they may still be brought."""

from __future__ import annotations

from chalicelib.call import Call, Field
from chalicelib.call.field_kinds import LISTS

from .condition_sql import is_required
from .field_columns import text
from .form_columns import document_codes
from .package_views import answer_columns
from .question_scope import APPLICATIONS


def missing(call: Call) -> str:
    """What stands between an application and a complete one: a draft's answers, an undecided one's documents."""
    # Drafts are judged by the current form, whichever they were begun with.
    fields = list(call.current_form)
    columns = answer_columns(call, call.current_form.version)
    asked = " ".join(f"WHEN {text(f.id)} THEN {is_required(f, columns)} AND {_empty(f, columns[f.id])}" for f in fields)
    ids = ", ".join(f"({rank}, {text(f.id)})" for rank, f in enumerate(fields, 1))
    return (
        f"SELECT a.number, a.status, 'answer' AS part, f.place, f.id AS lacking FROM {APPLICATIONS} AS a"
        f" CROSS JOIN (VALUES {ids}) AS f(place, id) WHERE a.status = 'draft' AND CASE f.id {asked} END"
        f" UNION ALL SELECT number, status, 'document', place, {_document_code(call)} FROM package"
        " WHERE is_required AND NOT is_received AND status IN ('submitted', 'interview_scheduled', 'interviewed')"
    )


def _document_code(call: Call) -> str:
    """Its kind; with an ending where a question is called the same."""
    codes = document_codes(call)
    cases = " ".join(f"WHEN {text(kind)} THEN {text(code)}" for kind, code in codes.items() if code != kind)
    return f"CASE kind {cases} ELSE kind END" if cases else "kind"


def _empty(field: Field, answer: str) -> str:
    if field.kind == "accept":
        return f"NOT coalesce({answer}, FALSE)"
    if field.kind in LISTS:
        return f"coalesce(array_length({answer}), 0) = 0"
    return f"coalesce(trim(CAST({answer} AS VARCHAR)), '') = ''"
