"""Every question of a form as the templates need it: answers as sent, rows of tables, problems beside each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ..call import Call, Field, say
from ..call.field_kinds import NUMBERS
from ..call.wording import number
from . import display_values
from .condition_words import clause
from .question_views import Choice, Problems, QuestionView, RowView, widget

# Without JavaScript a table has this many blank rows in sight, and as many more as fit under "more rows".
SPARE_ROWS = 3
ROOM = 12
# Codes that no option has, shown to be unticked; a flood of them is handed back as text instead.
MOST_STRAYS = 20
# Rows beyond the limit are shown to be shortened; a flood of them is handed back as text instead.
ROWS_OVER = 10


@dataclass(frozen=True)
class FormRenderer:
    """Everything a question's making depends on: the call, the reader's language, what was sent, what is wrong."""

    call: Call
    language: str
    answers: Mapping[str, object] = field(default_factory=dict)
    problems: Problems = field(default_factory=dict)

    def sections(self) -> Iterable[tuple[object, list[QuestionView]]]:
        for section in self.call.form.sections:
            yield section, [self.question(f, f.id, self.answers.get(f.id)) for f in section.fields]

    def question(self, of: Field, place: str, value: object) -> QuestionView:
        rows, open_rows = self._rows(of, value)
        return QuestionView(
            id=display_values.anchor(place), of=of, widget=widget(of, in_table="[" in place),
            label=of.label[self.language],
            hint=of.hint[self.language] if of.hint else "", limit=self._limit(of),
            required_if=clause(self.call, of.required_when, self.language),
            asked_if=clause(self.call, of.asked_when, self.language),
            value="" if of.options or of.columns else display_values.text(value), ticked=value in display_values.TICKS,
            choices=self._choices(of, display_values.anchor(place), value), errors=tuple(self.problems.get(place, ())),
            consent=self._consent(of), rows=rows, open_rows=open_rows, sent_rows=len(display_values.rows(value)),
        )  # fmt: skip

    def _choices(self, of: Field, id_: str, value: object) -> tuple[Choice, ...]:
        """The options, and after them any code that was sent but is not offered, so that it is not lost."""
        sent = dict.fromkeys(display_values.texts(value) if of.options else ())
        known = [(o.code, o.label[self.language], o.about[self.language] if o.about else "") for o in of.options]
        others = [(code, code, "") for code in strays(of, value)[:MOST_STRAYS]]
        return tuple(
            Choice(id_ if index == 0 else f"{id_}-{index}", code, label, about, code in sent)
            for index, (code, label, about) in enumerate(known + others)
        )

    def _rows(self, of: Field, value: object) -> tuple[tuple[RowView, ...], int]:
        """All rows, and how many of them are in sight."""
        if not of.columns:
            return (), 0
        sent = display_values.rows(value)[: of.max_rows + ROWS_OVER]
        total = max(min(of.max_rows, max(ROOM, len(sent) + ROOM // 2)), len(sent))
        rows = tuple(self._row(of, i, row) for i, row in enumerate(sent + [{}] * (total - len(sent))))
        return rows, min(total, max(of.min_rows, len(sent) + (1 if sent else SPARE_ROWS)))

    def _row(self, of: Field, index: int, row: Mapping[str, object]) -> RowView:
        path = f"{of.id}[{index}]"
        cells = tuple(self.question(column, f"{path}.{column.id}", row.get(column.id)) for column in of.columns)
        return RowView(display_values.anchor(path), cells, tuple(self.problems.get(path, ())))

    def _limit(self, of: Field) -> str:
        if of.kind not in NUMBERS and of.max:
            key = "limit.between" if of.min else "limit.up_to"
            return say("page", key, self.language, min=number(of.min or 0), max=number(of.max))
        if of.kind in NUMBERS and of.min is not None and of.max is not None and of.min:
            return say("page", "limit.range", self.language, min=number(of.min), max=number(of.max))
        return ""

    def _consent(self, of: Field) -> str:
        if not of.consents_to:
            return ""
        consent = self.call.consent
        return (consent.publication if of.consents_to == "publication" else consent.text)[self.language]


def strays(of: Field, value: object) -> list[str]:
    """Codes that were sent and that no option has, each once."""
    known = of.codes
    return [code for code in dict.fromkeys(display_values.texts(value)) if code not in known] if of.options else []
