"""A complete set of answers to any call's form, valid by construction from its definition."""

from __future__ import annotations

from random import Random
from typing import Any

from chalicelib.call import Call, Field
from chalicelib.call.field_kinds import NUMBERS, TICKS
from chalicelib.rules.field_conditions import holds

from .amounts import Contradiction, amount, limits_of, parts
from .identifiers import BY_KIND
from .months import month_for
from .phrases import lengths_of, with_mark, words_for
from .question_order import questions_in_order

Answers = dict[str, Any]
# Of a form whose conditions contradict each other for some answers, others are tried this often.
TRIES = 200
OPTIONAL_SHARE, YES_SHARE = 0.4, 0.8


def invent(call: Call, rng: Random, language: str = "") -> Answers:
    """A complete set of answers in that language, or in any of the call's. Raises Contradiction when none is found."""
    for _ in range(TRIES):
        try:
            return _Invention(call, rng, language or rng.choice(call.languages)).answers_to_all()
        except Contradiction as contradiction:
            last = contradiction
    raise last


class _Invention:
    """One person's answers, growing question by question."""

    def __init__(self, call: Call, rng: Random, language: str) -> None:
        self.call, self.rng, self.language = call, rng, language
        self.answers: Answers = {}
        self.tables = [field for field in call.form if field.adds_up]

    def answers_to_all(self) -> Answers:
        for field in questions_in_order(self.call.form):
            if field.asked_when and not holds(field.asked_when, self.answers):
                continue
            required = field.required or holds(field.required_when, self.answers)
            if required or field.kind == "bool" or self.rng.random() < OPTIONAL_SHARE:
                self._answer(field, required)
        return {field.id: self.answers[field.id] for field in self.call.form if field.id in self.answers}

    def _answer(self, field: Field, required: bool) -> None:
        """What may be left out is left out where the answers so far leave it no value."""
        try:
            self.answers[field.id] = self._rows(field) if field.kind == "table" else self._value(field)
        except Contradiction:
            if required:
                raise

    def _value(self, field: Field) -> object:
        if field.kind == "choice":
            return self._code(field)
        if any(holds(only.when, self.answers) for only in field.only_with):
            raise Contradiction(f"{field.id} has codes under a condition and is no choice")
        if field.kind == "multi":
            chosen = self.rng.sample(range(len(field.options)), self.rng.randint(1, min(2, len(field.options))))
            return [field.options[index].code for index in sorted(chosen)]
        if field.kind in NUMBERS:
            return self._number(field)
        if field.kind == "month":
            return month_for(self.call, self.rng, self.answers.get(field.not_before, ""))
        if field.kind in TICKS:
            return field.kind == "accept" or self.rng.random() < YES_SHARE
        return self._words(field)

    def _words(self, field: Field) -> str:
        if field.kind in BY_KIND:
            return BY_KIND[field.kind](self.rng, *lengths_of(field))
        names = [other.id for other in self.call.form if other.role == "name"]
        index = names.index(field.id) if field.id in names else 0
        return words_for(self.rng, field, self.language, index)

    def _code(self, field: Field) -> str:
        codes = [option.code for option in field.options]
        if field.role == "language":
            codes = [self.language]
        for only in field.only_with:
            if holds(only.when, self.answers):
                codes = [code for code in codes if code in only.codes]
        if not codes:
            raise Contradiction(f"{field.id} has no code left")
        return self.rng.choice(codes)

    def _number(self, field: Field) -> int | float:
        low, high = limits_of(field)
        earlier = self.answers.get(field.not_before)
        low = low if earlier is None else max(low, earlier)
        if field.max is None:
            high = max(high, low)
        for table in self.tables:
            if table.adds_up and table.adds_up[1] == field.id:
                return self._total(field, table, low, high)
        return amount(self.rng, low, high, whole=field.kind == "integer")

    def _total(self, field: Field, table: Field, low: int | float, high: int | float) -> int | float:
        """A sum that the table's rows can have; where the table is not asked without one, sometimes none."""
        least, most = limits_of(_sum_field(table))
        counts = _counts(table)
        fitting = (max(low, counts[0] * least), min(high, counts[-1] * most))
        if fitting[0] > fitting[1] or (table.asked_when and self.rng.random() < 0.05):
            fitting = (low, high)
        whole = field.kind == "integer" or _sum_field(table).kind == "integer"
        return amount(self.rng, *fitting, whole=whole)

    def _rows(self, table: Field) -> list[Answers]:
        counts = _counts(table)
        summed = self._parts(table, counts)
        count = len(summed) if summed else self.rng.choice(counts[:3])
        rows = [self._row(table) for _ in range(count)]
        for row, part in zip(rows, summed, strict=False):
            row[_sum_field(table).id] = part
        return rows

    def _parts(self, table: Field, counts: range) -> list[int | float]:
        total = self.answers.get(table.adds_up[1]) if table.adds_up else None
        return [] if total is None else parts(self.rng, total, counts, *limits_of(_sum_field(table)))

    def _row(self, table: Field) -> Answers:
        """A row with at least one answered cell, because a blank row is dropped."""
        wanted = [column for column in table.columns if column.required or holds(column.required_when, self.answers)]
        summed = [_sum_field(table)] if table.adds_up else []
        asked = [column for column in table.columns if column in (*wanted, *summed, *([] if wanted else table.columns))]
        return {column.id: self._value(column) for column in asked}


def _counts(table: Field) -> range:
    """The numbers of rows that hold whatever the table's own condition on them says. Raises Contradiction."""
    least = max(table.min_rows, table.more_rows[1] if table.more_rows else 0, 1)
    if least > table.max_rows:
        raise Contradiction(f"{table.id} takes from {least} to {table.max_rows} rows")
    return range(least, table.max_rows + 1)


def _sum_field(table: Field) -> Field:
    return next(column for column in table.columns if table.adds_up and column.id == table.adds_up[0])


def unfinished(call: Call, answers: Answers, rng: Random, share: float = 0.7) -> Answers:
    """A draft: about that share of the answers, and always the language."""
    language = call.form.role("language")
    kept = language.id if language else ""
    return {name: value for name, value in answers.items() if rng.random() < share or name == kept}


def reworded(call: Call, answers: Answers, mark: str) -> Answers:
    """The same answers but for one text, which ends in the mark: other words for every mark."""
    texts = [field for field in call.form if field.kind in ("textarea", "text") and field.id in answers]
    roomy = max(texts, key=lambda field: (field.kind == "textarea", not field.role, -texts.index(field)))
    return answers | {roomy.id: with_mark(answers[roomy.id], mark, *lengths_of(roomy))}


def titled(call: Call, answers: Answers, mark: str) -> Answers:
    """The same answers under a title of their own."""
    title = call.form.role("title")
    if title is None or title.id not in answers:
        return reworded(call, answers, mark)
    return answers | {title.id: with_mark(answers[title.id], mark, *lengths_of(title))}


def lengthened(call: Call, answers: Answers, characters: int) -> Answers:
    """The same answers with every long text filled up to so many code points, or to what the question takes."""
    texts = [field for field in call.form if field.kind == "textarea" and field.id in answers]
    limits = {field.id: min(lengths_of(field)[1] or characters, characters) for field in texts}
    return answers | {name: (f"{answers[name]} " * characters)[:most].strip() for name, most in limits.items()}
