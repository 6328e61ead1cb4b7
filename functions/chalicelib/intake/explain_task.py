"""Explain a missed task: the applicant is heard before the committee may exclude."""

from __future__ import annotations

from datetime import datetime

from ..call import Call
from ..rules.act_details import Explain
from ..rules.application import Application
from ..rules.lifecycle import APPLICANT, allows
from ..rules.refusals import NotAllowed
from ..rules.task_guards import to_explain
from ..rules.tasks import task_of
from ..rules.text_normalisation import multiline
from .append_event import Change, append_on_latest
from .look_up_application import look_up
from .store_port import Store


def explain(call: Call, store: Store, number: str, key: str, task: str, text: str, at: datetime) -> Application:
    """Taken also after the promised end, as long as the project is in the accelerator.

    The same text on the same task, sent again, is a success that writes nothing. Raises NotFound, NotAllowed.
    """
    application, text = look_up(call, store, number, key), multiline(text)

    def decide(current: Application) -> Change | None:
        if _is_there(current, task, text):
            return None
        if not allows(call, "explain", current.status):
            raise NotAllowed.by_status("explain", current.status)
        if objection := to_explain(current, task, text):
            raise NotAllowed(objection.rule, current.status, objection.why, objection.params, "explain")
        detail: Explain = {"task": task, "text": text}
        return Change("explain", APPLICANT, at, detail=detail)

    return append_on_latest(store, application, decide)


def _is_there(application: Application, task: str, text: str) -> bool:
    known = task_of(application, task)
    return known is not None and any(explanation.text == text for explanation in known.explanations)
