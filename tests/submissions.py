"""What the builders of every call share: a complete set of answers with changes, and the event of its submission."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.rules.application import Event


def with_changes(complete: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """A value of None leaves the question out."""
    changed = copy.deepcopy(dict(complete)) | changes
    return {name: value for name, value in changed.items() if value is not None}


def submission(call_id: str, at: datetime, answers: Mapping[str, Any], changes: Mapping[str, Any]) -> Event:
    """The first event of an application; `changes` are fields of it."""
    fields: dict[str, Any] = {
        "number": "2345-DFGJ", "seq": 1, "at": at, "act": "submit", "actor": "applicant", "status": "submitted",
        "version": 1, "answers": answers, "answers_sha256": "0" * 64, "press": "p", "key_sha256": "k",
        "detail": {"call": call_id}, "call": call_id, "form": 1,
    }  # fmt: skip
    return Event(**(fields | changes))
