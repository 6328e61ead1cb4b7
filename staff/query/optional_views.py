"""Views of what a call may do without: one that has no interviews is not asked about any."""

from __future__ import annotations

import re
from collections.abc import Iterable

from chalicelib.call import Call
from chalicelib.rules.lifecycle import has_act

from .question_scope import KEPT

# By the act without which a view would be empty for ever.
_ACT_OF_VIEW = {
    "tasks": "assign_task", "interviews": "record_interview", "appointments": "schedule_interview", "scores": "score",
}  # fmt: skip


def absent_views(call: Call) -> frozenset[str]:
    return frozenset(view for view, act in _ACT_OF_VIEW.items() if not has_act(call, act))


def public_views(call: Call, views: Iterable[str], items: str = "items") -> list[str]:
    """Those that a question may name: neither what holds what is masked, nor the items, nor an absent part's."""
    hidden = {*KEPT, items, *absent_views(call)}
    return [name for name in views if name not in hidden]


def asked_of_absent(call: Call, sql: str) -> list[str]:
    """Views of absent parts that the SQL names."""
    named = set(re.findall(r"\b(?:FROM|JOIN)\s+(\w+)", sql, re.IGNORECASE))
    return sorted(named & absent_views(call))
