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
# Columns of a view that every call has, by the rule without which they are not there.
_RULE_OF_COLUMN = {
    "packages": {"held": "interview", "supplement_until": "supplement", "supplement_day": "supplement"},
}  # fmt: skip


def absent_views(call: Call) -> frozenset[str]:
    return frozenset(view for view, act in _ACT_OF_VIEW.items() if not has_act(call, act))


def absent_columns(call: Call, view: str) -> frozenset[str]:
    return frozenset(column for column, rule in _RULE_OF_COLUMN.get(view, {}).items() if not call.has(rule))


def public_views(call: Call, views: Iterable[str], items: str = "items") -> list[str]:
    """Those that a question may name: neither what holds what is masked, nor the items, nor an absent part's."""
    hidden = {*KEPT, items, *absent_views(call)}
    return [name for name in views if name not in hidden]


def asked_of_absent(call: Call, sql: str) -> list[str]:
    """Views of absent parts that the SQL names, and columns of such parts, as `packages.held`."""
    named = set(re.findall(r"\b(?:FROM|JOIN)\s+(\w+)", sql, re.IGNORECASE))
    words = set(re.findall(r"\w+", sql))
    columns = {f"{view}.{column}" for view in named for column in absent_columns(call, view) & words}
    return sorted((named & absent_views(call)) | columns)
