"""A complete set of answers to the call's form, from its definition."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from chalicelib.call import Call, Field
from chalicelib.rules.conditions import holds

from .identity import BY_KIND
from .samples import prose, samples

Answers = dict[str, Any]
_NAMED = {
    "leader_last_name": "last_names", "leader_first_name": "first_names", "leader_patronymic": "first_names",
    "full_name": "last_names", "settlement": "places", "role": "roles", "unit": "units",
}  # fmt: skip


def invent(call: Call, rng: Random) -> Answers:
    """A complete set of answers to the call's form."""
    language = rng.choice(call.languages)
    choices = {field.id: rng.choice(_allowed(field, {})) for field in call.form if field.kind == "choice"}
    answers = choices | {"application_language": language}
    for field in call.form:
        if field.id in choices and not field.only_with and not field.asked_when:
            continue
        answers.pop(field.id, None)
        if field.asked_when and not holds(field.asked_when, answers):
            continue
        if field.kind == "bool" or _is_wanted(field, answers, rng):
            answers[field.id] = _answer(call, field, rng, answers, language)
    return answers


def _is_wanted(field: Field, answers: Answers, rng: Random) -> bool:
    return field.required or holds(field.required_when, answers) or rng.random() < 0.4


def _answer(call: Call, field: Field, rng: Random, answers: Answers, language: str) -> Any:
    if field.kind == "table":
        return _rows(call, field, rng, answers, language)
    if field.kind == "choice":
        return rng.choice(_allowed(field, answers))
    if field.kind == "multi":
        return sorted(rng.sample(sorted(field.codes), rng.randint(1, 2)), key=[o.code for o in field.options].index)
    if field.kind in ("integer", "number"):
        return round(10 ** rng.uniform(0, min(6.0, len(str(field.max or 10)) - 1))) * 1
    if field.kind == "month":
        return str(answers.get(field.not_before, f"2021-{rng.randint(10, 12)}"))
    return _plain(field, rng, language)


def _plain(field: Field, rng: Random, language: str) -> Any:
    if field.kind in ("accept", "bool"):
        return field.kind == "accept" or rng.random() < 0.8
    if field.kind in BY_KIND:
        return BY_KIND[field.kind](rng)
    if field.kind == "textarea":
        return prose(rng, language, int(field.min or 40), 110)
    return rng.choice(samples()[_NAMED.get(field.id, "titles")])


def _rows(call: Call, field: Field, rng: Random, answers: Answers, language: str) -> list[Answers]:
    least = max(field.min_rows, field.more_rows[1] if field.more_rows else 0, 1)
    rows = []
    for _ in range(rng.randint(least, min(least + 2, field.max_rows))):
        asked = [c for c in field.columns if c.required or holds(c.required_when, answers)]
        rows.append({column.id: _answer(call, column, rng, answers, language) for column in asked})
    if field.adds_up:
        column, to = field.adds_up
        answers[to] = sum(row[column] for row in rows)
    return rows


def _allowed(field: Field, answers: Answers) -> Sequence[str]:
    for only in field.only_with:
        if holds(only.when, answers):
            return only.codes
    return [option.code for option in field.options]


def unfinished(answers: Answers, rng: Random) -> Answers:
    return {name: value for name, value in answers.items() if rng.random() < 0.7 or name == "application_language"}
