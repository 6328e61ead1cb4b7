"""A condition of the definition as a clause a person can read: labels instead of codes."""

from __future__ import annotations

from collections.abc import Mapping

from ..call import Call, say
from ..call.form_definition import Condition, Test
from ..call.sentences import quote
from ..call.wording import number


def clause(call: Call, condition: Condition, language: str) -> str:
    """«Стадия проекта» — «Идея» или «…»; several tests are joined by "and"."""
    return say("page", "condition.and", language).join(_test(call, test, language) for test in condition)


def _test(call: Call, test: Test, language: str) -> str:
    field = call.form.by_id[test.field]
    label = field.label[language]
    if test.above is not None:
        return say("page", "condition.above", language, field=label, bound=number(test.above))
    if test.younger_than is not None:
        return say("page", "condition.younger", language, bound=test.younger_than)
    codes = [quote(option.label[language]) for option in field.options if option.code in test.codes]
    return say("page", "condition.is", language, field=label, codes=say("page", "condition.or", language).join(codes))


def as_data(condition: Condition) -> list[Mapping[str, object]]:
    """The same condition for the browser."""
    return [
        {"f": t.field, "in": sorted(t.codes)} if t.codes else {"f": t.field, "above": t.above}
        for t in condition
        if t.younger_than is None
    ]
