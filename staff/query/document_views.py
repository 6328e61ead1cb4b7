"""The view of documents: every one that arrived, and whether rules.document_history.in_force counts it."""

from __future__ import annotations

from chalicelib.call import Call, Form
from chalicelib.rules.document_history import CLEAN

from .field_columns import mask_text_sql, text
from .question_scope import APPLICATIONS, DISTINCT_EVENTS, QuestionScope

_SHOWN = 'number, kind, document, filename, size, content_type, sha256, "at", local_at'


def documents(scope: QuestionScope) -> str:
    """A document is in force from the event at which it begins to count (`counts_from`), until another that counts was
    sent to replace it, or, before replacing was a choice (no `replaces`), begins to count in the same place.
    """
    arrived = _arrivals_sql(scope)
    last = "max(CASE WHEN replaces IS NULL THEN counts_from END) OVER (PARTITION BY number, kind, place)"
    return (
        f"SELECT {', '.join('d.' + column for column in _SHOWN.split(', '))},"
        " d.counts_from IS NOT NULL AND d.counts_from >= coalesce(d.last_unsaid, 0)"
        " AND strpos(coalesce(r.replaced, ''), ' ' || coalesce(d.document, '') || ' ') = 0 AS is_current"
        f" FROM (SELECT *, {last} AS last_unsaid FROM ({_places_sql(scope.call, arrived)}) AS p) AS d"
        f" LEFT JOIN ({_replaced_ids(arrived)}) AS r ON r.number = d.number"
    )


def _arrivals_sql(scope: QuestionScope) -> str:
    """What waits for the scanner, or did not pass it, begins to count at no event and replaces nothing."""
    filename = _of_detail("filename")
    shown = filename if scope.personal else mask_text_sql(filename)
    parts = ", ".join(f"{_of_detail(part)} AS {part}" for part in ("kind", "document", "content_type", "sha256"))
    sent = (
        f'SELECT number, seq, "at", local_at, {parts}, {filename} AS place_name, {_of_detail("replaces")} AS replaces,'
        f" coalesce({_of_detail('checking')}, 'false') <> 'false' AS checking, {shown} AS filename,"
        f" try_cast({_of_detail('size')} AS BIGINT) AS size FROM {DISTINCT_EVENTS}"
        f" WHERE act = 'receive_document' AND coalesce({_of_detail('same_as')}, '') = ''"
    )
    clean = (
        f"SELECT number, {_of_detail('document')} AS document, min(seq) AS clean_seq FROM {DISTINCT_EVENTS}"
        f" WHERE act = 'check_document' AND {_of_detail('verdict')} = {text(CLEAN)} GROUP BY 1, 2"
    )
    return (
        f"SELECT s.*, CASE WHEN s.checking THEN c.clean_seq ELSE s.seq END AS counts_from FROM ({sent}) AS s"
        f" LEFT JOIN ({clean}) AS c ON c.number = s.number AND c.document = s.document"
    )


def _replaced_ids(arrived: str) -> str:
    """By application, the ids of what was replaced, between blanks: what a document that counts was to replace, and
    what that one was to replace, though it may never have counted. From the last to arrive back to the first, since
    nothing replaces what arrives later.
    """
    link = "CASE WHEN counts_from IS NULL THEN '-' ELSE '+' END || ' ' || document || ' ' || replaces"
    takes_effect = "starts_with(link, '+') OR strpos(ids, ' ' || split_part(link, ' ', 2) || ' ') > 0"
    step = f"CASE WHEN {takes_effect} THEN ids || split_part(link, ' ', 3) || ' ' ELSE ids END"
    return (
        f"SELECT number, list_reduce(links, lambda ids, link : {step}, ' ') AS replaced"
        f" FROM (SELECT number, list({link} ORDER BY seq DESC) AS links FROM ({arrived}) AS g"
        " WHERE replaces <> '' GROUP BY number) AS l"
    )


def _places_sql(call: Call, arrived: str) -> str:
    """With the place in which the last counted before replacing was a choice: its kind; of what nobody must send, its
    name too. By the form the application is judged by: a draft by the current one, a submission by its own.
    """
    optional = {form.version: _is_optional(form) for form in call.forms}
    current = optional.pop(call.current_form.version)
    if set(optional.values()) <= {current}:
        return f"{_with_place(current)} FROM ({arrived}) AS g"
    older = " ".join(f"WHEN {version} THEN {condition}" for version, condition in optional.items())
    own = f"CASE WHEN a.status = 'draft' THEN {current} ELSE CASE a.form_version {older} ELSE {current} END END"
    return f"{_with_place(own)} FROM ({arrived}) AS g LEFT JOIN {APPLICATIONS} AS a ON a.number = g.number"


def _with_place(is_optional: str) -> str:
    return f"SELECT g.*, CASE WHEN {is_optional} THEN g.place_name ELSE '' END AS place"


def _is_optional(form: Form) -> str:
    kinds = ", ".join(text(document.kind) for document in form.package.documents if document.is_optional)
    return f"coalesce(g.kind IN ({kinds}), FALSE)" if kinds else "FALSE"


def _of_detail(name: str) -> str:
    return f"json_extract_string(detail, '$.{name}')"
