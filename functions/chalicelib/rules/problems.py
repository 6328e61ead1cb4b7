"""What is wrong with an answer, as data. The words are in call/words/problems.toml."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

CODES = frozenset(
    [
        "required",
        "unknown_field",
        "invalid_choice",
        "too_short",
        "too_long",
        "not_a_number",
        "out_of_range",
        "invalid_email",
        "invalid_phone",
        "invalid_iin",
        "invalid_bin",
        "invalid_url",
        "invalid_month",
        "wrong_order",
        "wrong_combination",
        "must_accept",
        "sum_mismatch",
        "too_few_rows",
        "too_many_rows",
        "forbidden_characters",
        "wrong_type",
    ]
)


class Fault(NamedTuple):
    """`code` is the stable identifier; `words` names the sentence; a parameter may be a text in all languages."""

    code: str
    words: str = ""
    params: Mapping[str, object] = {}

    @property
    def sentence(self) -> str:
        return self.words or self.code


class Problem(NamedTuple):
    """A fault at a place: a field id, or `table[0].column` inside a table."""

    field: str
    fault: Fault

    @property
    def code(self) -> str:
        return self.fault.code
