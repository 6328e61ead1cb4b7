"""Why an act is not allowed and what to do now, in words: the sentences of words/guards.toml with their parameters."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from . import wording
from .definition import Call
from .words import say, words

STATUS = "wrong_status"
# A parameter of this name is an exclusive end; any other instant is a moment.
END = "until"


def guard_sentence(call: Call, language: str, why: str, params: Mapping[str, object]) -> str:
    return say("guards", why, language, **_in_words(call, language, params))


def next_step(call: Call, language: str, why: str, params: Mapping[str, object], act: str, by: str, status: str) -> str:
    """What to do now, or that nothing more can be done. Where the status forbids the act, the status decides.

    `by` is applicant or committee: whoever may do the act.
    """
    known = words("guards")
    keys = [f"next.{act}.{status}", f"next.{by}.{status}"] if why == STATUS else [f"next.{why}"]
    key = next((key for key in keys if key in known), "")
    return say("guards", key, language, **_in_words(call, language, params)) if key else ""


def _in_words(call: Call, language: str, params: Mapping[str, object]) -> dict[str, object]:
    return {name: _word(call, language, name, value) for name, value in params.items()}


def _word(call: Call, language: str, name: str, value: object) -> object:
    if isinstance(value, Mapping):
        return value[language]
    if isinstance(value, datetime):
        local = value.astimezone(ZoneInfo(call.timezone))
        text = wording.until(local, language) if name == END else wording.moment(local, language)
        return f"{text} ({call.timezone_name[language]})"
    if isinstance(value, date):
        return wording.day(value, language)
    return wording.number(value) if isinstance(value, int) else value
