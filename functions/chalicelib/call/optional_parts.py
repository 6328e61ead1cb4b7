"""What a call may do without, and what belongs together: a rule and the keys that only it needs.

A call without interviews has no rule `interview` and none of what follows from it; nothing else declares it. The same
holds of the time to supplement, tasks, territories and directions. A key without its rule, or a rule without its keys,
is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .definition import RULES, STANDS_FOR
from .definition_error import DefinitionError

NEEDED_RULES = tuple(rule for rule in RULES if rule not in STANDS_FOR)
# Keys of call.toml that stand and fall with a rule.
KEYS_OF_RULE: Mapping[str, tuple[str, ...]] = {
    "supplement": ("supplement_days", "window_reminder_hours"),
    "exclusion": ("explanation_days", "missed_tasks_for_exclusion"),
    "region": ("district",),
    "direction": ("direction",),
}
# A rule that makes sense only beside another.
FOLLOWS: Mapping[str, str] = {"supplement": "interview"}
# Criteria are judged on a scale, and a scale is of criteria.
_CRITERIA, _SCALE = "criterion", ("score_min", "score_max")
# Spans of days, which end on a working day or do not.
_ROLLING = frozenset(["supplement", "exclusion"])
KEYS_OF_ROLLING = ("supplement_rolls_to_working_day", "non_working_days")
# Of the texts and lists of reminders that a call may have, those that each must.
NEEDED_KEYS = frozenset(["title", "short_title", "timezone_name", "draft_reminder_hours"])


def part_faults(call_table: Mapping[str, object]) -> Iterator[DefinitionError]:
    """Whatever is there by half: a rule without a key it needs, something that only an absent rule needs."""
    rules = _rule_ids(call_table)
    for rule, keys in KEYS_OF_RULE.items():
        there = [key for key in keys if key in call_table]
        if rule in rules:
            yield from (DefinitionError("missing", f"call.{key}") for key in keys if key not in there)
        elif there:
            yield DefinitionError("key_without_rule", f"call.{there[0]}", keys=", ".join(there), rule=rule)
    for rule, first in FOLLOWS.items():
        if rule in rules and first not in rules:
            yield DefinitionError("rule_missing", "call.rule", rule=first)
    if rules & _ROLLING:
        yield from (DefinitionError("missing", f"call.{key}") for key in KEYS_OF_ROLLING if key not in call_table)
    scale = [key for key in _SCALE if key in call_table]
    if _CRITERIA in call_table:
        yield from (DefinitionError("missing", f"call.{key}") for key in _SCALE if key not in scale)
    elif scale:
        yield DefinitionError("scale_without_criteria", f"call.{scale[0]}", keys=", ".join(scale))


def _rule_ids(call_table: Mapping[str, object]) -> frozenset[str]:
    rules = call_table.get("rule")
    rows = rules if isinstance(rules, list) else []
    return frozenset(row["id"] for row in rows if isinstance(row, Mapping) and isinstance(row.get("id"), str))
