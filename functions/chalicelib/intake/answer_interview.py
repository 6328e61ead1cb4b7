"""Answer an offered interview: the applicant confirms the time or says why it does not suit."""

from __future__ import annotations

from datetime import datetime

from ..call import Call
from ..rules.act_details import AnswerInterview
from ..rules.application import Application
from ..rules.application_record import last
from ..rules.appointments import applicants_answer, to_answer
from ..rules.lifecycle import APPLICANT, allows
from ..rules.refusals import NotAllowed
from ..rules.text_normalisation import multiline
from .append_event import Change, append_on_latest
from .look_up_application import look_up
from .store_port import Store


def answer_interview(
    call: Call, store: Store, number: str, key: str, appointment: int, answer: str, text: str, at: datetime
) -> Application:
    """`appointment` is the number of the event that was read: what was moved since is not what was answered.

    The same answer, sent again, is a success that writes nothing. Raises NotFound, NotAllowed.
    """
    application, text = look_up(call, store, number, key), multiline(text)

    def decide(current: Application) -> Change | None:
        if _is_there(current, appointment, answer, text):
            return None
        if not allows(call, "answer_interview", current.status):
            raise NotAllowed.by_status("answer_interview", current.status)
        if objection := to_answer(current, answer, text, appointment, at):
            raise NotAllowed(objection.rule, current.status, objection.why, objection.params, "answer_interview")
        detail: AnswerInterview = {"answer": answer}
        if text:
            detail["text"] = text
        return Change("answer_interview", APPLICANT, at, detail=detail)

    return append_on_latest(store, application, decide)


def _is_there(application: Application, appointment: int, answer: str, text: str) -> bool:
    planned = last(application, "schedule_interview")
    return planned is not None and planned.seq == appointment and applicants_answer(application) == (answer, text)
