"""Guards and windows in the words of the reader."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from ...call import guard_words, wording
from ...rules.applicant_windows import outside_own_window, own_window_end
from ...rules.application import Application
from ...rules.objection import Objection
from .desk_request import DeskRequest


def guard_words_of(request: DeskRequest, objection: Objection) -> str:
    return guard_words.guard_sentence(request.call, request.language, objection.why, objection.params)


def window_words(request: DeskRequest, application: Application) -> str:
    """Until when the applicant may change the application; empty when no window is open."""
    end = own_window_end(request.call, application)
    if end is None or outside_own_window(request.call, application, request.at) is not None:
        return ""
    return wording.until(end.astimezone(ZoneInfo(request.call.timezone)), request.language)


def option_label(request: DeskRequest, role: str, code: str) -> str:
    """The words of a code that the question with this role offers; a code it does not know is shown as it is."""
    field = request.call.form.role(role)
    options = field.options if field else ()
    return next((option.label[request.language] for option in options if option.code == code), code)
