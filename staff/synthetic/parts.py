"""Which parts a call has: its rules say so."""

from __future__ import annotations

from chalicelib.call import Call


def has_interview(call: Call) -> bool:
    return _has_rule(call, "interview")


def has_tasks(call: Call) -> bool:
    return _has_rule(call, "exclusion")


def _has_rule(call: Call, rule_id: str) -> bool:
    return any(rule.id == rule_id for rule in call.rules)
