"""The document package: what is required of this application and still missing (form.md, last table)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from ..call.form_definition import Document, Form
from .field_conditions import Answers, holds


def required_documents(form: Form, answers: Answers, on: date) -> tuple[Document, ...]:
    """`on` is the local day of submission: whether the leader is of age is judged on it."""
    return tuple(d for d in form.package.documents if d.required or holds(d.required_when, answers, on))


def missing_documents(form: Form, answers: Answers, on: date, present: Collection[str]) -> tuple[Document, ...]:
    return tuple(d for d in required_documents(form, answers, on) if d.kind not in present)
