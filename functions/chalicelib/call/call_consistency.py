"""What must hold between the parts of a call and of its forms, and what its texts may name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from . import range_checks, text_templates
from .condition_consistency import condition_faults
from .definition import Call
from .definition_error import DefinitionError
from .form_consistency import form_faults, placed_fields, twins
from .form_definition import Field, Form
from .roles import role_faults
from .text_facts import Facts

# Months of other centuries are mistypings: `rules/typed_months.py` refuses them.
_MONTH = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")
REMINDERS = ("draft_reminder_hours", "window_reminder_hours")


def sense_faults(call: Call, forms: Sequence[Form], roots: Sequence[str]) -> Iterator[DefinitionError]:
    """What must hold between parts that are each right by themselves."""
    yield from range_checks.amendment_faults(call.amendments, call.opens_at, call.announced_closes_at)
    valid, closes = call.consent.valid_until, call.closes_at
    if valid < closes:
        params = {"value": valid.isoformat(), "closes": closes.isoformat()}
        yield DefinitionError("consent_expires_early", "call.consent.valid_until", **params)
    if call.criteria:
        yield from range_checks.score_faults(call.score_min, call.score_max)
    for key in REMINDERS:
        yield from range_checks.hour_faults(key, getattr(call, key))
    yield from twins((rule.id, f"call.rule[{index}].id") for index, rule in enumerate(call.rules))
    yield from range_checks.criterion_faults([criterion.number for criterion in call.criteria])
    for index, criterion in enumerate(call.criteria):
        yield from condition_faults(call.form, criterion.applies_when, f"call.criterion[{index}].applies_when")
    for form, root in zip(forms, roots, strict=True):
        yield from form_faults(form, root)
        yield from range_checks.fed_criterion_faults(form, len(call.criteria), root)
        yield from role_faults(form, root, call.languages)


def filled_faults(forms: Sequence[Form], roots: Sequence[str]) -> Iterator[DefinitionError]:
    """What must hold of texts once their braces are filled in: the example of a month is one."""
    for form, root in zip(forms, roots, strict=True):
        for field, path in placed_fields(form, root):
            columns = [(column, f"{path}.column[{i}]") for i, column in enumerate(field.columns)]
            for asked, where in [(field, path), *columns]:
                yield from _example_faults(asked, f"{where}.example")


def _example_faults(field: Field, place: str) -> Iterator[DefinitionError]:
    odd = [(language, words) for language, words in (field.example or {}).items() if not _MONTH.fullmatch(words)]
    for language, words in odd[:1]:
        yield DefinitionError("bad_example", f"{place}.{language}", example=words[:60])


def text_faults(
    call_table: Mapping[str, Any], form_tables: Mapping[str, Any], facts: Facts
) -> Iterator[DefinitionError]:
    """What texts may name. A number typed into a rule where the other language names a fact is one mistake."""
    typed = list(text_templates.rule_text_faults(call_table["rule"], facts))
    yield from typed
    places = {fault.place.rpartition(".")[0] for fault in typed}
    for root, table in {"call": call_table, **form_tables}.items():
        yield from (fault for fault in text_templates.text_faults(table, root, facts) if fault.place not in places)
