"""A question's conditions and limits as words, for the printed checklist."""

from __future__ import annotations

from chalicelib.call import Call, Field, say
from chalicelib.call.field_kinds import DIGITS_OF_AN_IDENTIFIER, KINDS
from chalicelib.call.form_definition import Condition
from chalicelib.call.wording import number
from chalicelib.pages.condition_words import clause as _clause


def clause(call: Call, language: str, condition: Condition) -> str:
    return _clause(call, condition, language)


def limits(call: Call, language: str, field: Field) -> list[str]:
    """Every limit of the question, each as one short phrase."""
    texts = [_range(KINDS[field.kind].limits, field.min, field.max, language)]
    if field.kind == "table":
        texts.append(_range("rows", field.min_rows, field.max_rows, language))
    if field.more_rows:
        condition, rows = field.more_rows
        texts.append(say("site", "limit.more_rows", language, rows=rows, when=clause(call, language, condition)))
    if field.adds_up:
        total = call.form.by_id[field.adds_up[1]].label[language]
        texts.append(say("site", "limit.adds_up", language, field=total))
    if field.kind in ("bin", "iin", "month"):
        texts.append(say("site", f"limit.{field.kind}", language, digits=DIGITS_OF_AN_IDENTIFIER))
    return [phrase for phrase in texts if phrase]


def _range(kind: str, low: float | None, high: float | None, language: str) -> str:
    bounds = {"low": number(low or 0), "high": number(high or 0)}
    if low is not None and high is not None:
        return say("site", f"limit.{kind}.between", language, **bounds)
    if high is not None:
        return say("site", f"limit.{kind}.most", language, **bounds)
    return say("site", f"limit.{kind}.least", language, **bounds) if low else ""
