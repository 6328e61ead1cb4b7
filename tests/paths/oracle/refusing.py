"""A refusal names its rule truly, in both languages, with the next step, or says that the end is final."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from chalicelib.call import Call
from chalicelib.rules import refusals
from chalicelib.web.problem_documents import of_refusal

from .published import ALMATY
from .step import RULES, Against, Breach, Step, own_end

# These say nothing of a rule: whose application it is, which version, whether the store answered.
WITHOUT_RULE = (refusals.NotFound, refusals.Stale, refusals.NoVersion, refusals.OtherAnswers, refusals.OutcomeUnknown)


def rule_of(refused: Exception) -> str:
    if isinstance(refused, refusals.OutsideWindow):
        return refused.outside.rule
    if isinstance(refused, refusals.Incomplete):
        return "complete"
    return str(getattr(refused, "rule", ""))


def of_refused(step: Step, reasons: list[Against]) -> Iterator[Breach]:
    """The rule cited is one that really stands against the act; an instant in it is the window's own end."""
    refused = step.refused
    if isinstance(refused, WITHOUT_RULE):
        if not {"stale_refused", "key_opens", "repeat_is_one"} & {reason.property for reason in reasons}:
            yield Breach("refusal_true", _names(reasons), type(refused).__name__)
        return
    rules = {rule for reason in reasons for rule in reason.rules}
    if reasons and rule_of(refused) not in rules:
        yield Breach("refusal_true", ", ".join(sorted(rules)), rule_of(refused))
    if isinstance(refused, refusals.OutsideWindow) and step.before.status:
        yield from _of_instant(step, refused)


def _of_instant(step: Step, refused: refusals.OutsideWindow) -> Iterator[Breach]:
    end = own_end(step.before, step.closes)
    if end and refused.outside.rule != "window" and refused.outside.instant != end and "press" not in step.args:
        yield Breach("one_instant", end.isoformat(), refused.outside.instant.astimezone(ALMATY).isoformat())


class Spoken:
    """Every different refusal is read once in each language."""

    def __init__(self, call: Call) -> None:
        self.call, self.read_already = call, set[Any]()

    def of(self, refused: Any, at: datetime) -> Iterator[Breach]:
        mark = (type(refused), str(refused), getattr(refused, "status", ""), rule_of(refused))
        if mark in self.read_already:
            return
        self.read_already.add(mark)
        for language in ("kk", "ru"):
            document = of_refusal(self.call, refused, language, at)
            yield from self._of_document(refused, document)

    def _of_document(self, refused: Any, document: dict[str, Any]) -> Iterator[Breach]:
        if not str(document.get("detail", "")).strip():
            yield Breach("refusal_spoken", "detail", str(document))
        if isinstance(refused, WITHOUT_RULE):
            return
        if document.get("rule") not in RULES or f"#{document['rule']}" not in document["type"]:
            yield Breach("refusal_spoken", "rule", str(document))
        if not str(document.get("next", "")).strip() and not document.get("problems"):
            yield Breach("refusal_spoken", "next", str(document))


def _names(reasons: list[Against]) -> str:
    return ", ".join(sorted({reason.property for reason in reasons}))
