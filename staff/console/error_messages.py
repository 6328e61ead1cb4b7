"""What stopped a command, in words and as an exit code: the one table of both (see staff/main.py for the codes)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import click

from chalicelib.call import Call, DefinitionError, guard_words, say
from chalicelib.call.definition_refusal import sentences
from chalicelib.rules.decline_guards import reasons
from chalicelib.rules.interview_guards import OUTCOMES
from chalicelib.rules.lifecycle import ACTS, COMMITTEE
from chalicelib.rules.refusals import NotAgreed, NotAllowed, NotFound, OtherCall, OutcomeUnknown, Stale
from chalicelib.store.request_outcome import SERVICE_ERRORS

from ..printing.damage_words import part_in_words
from ..printing.terminal import print_json, terminal, write
from . import usage_errors
from .errors import GIVEN_UP, GONE, REFUSED, TROUBLE, USAGE, DamagedRecord, Failed
from .session import Session

__all__ = ["GIVEN_UP", "tell"]


@dataclass(frozen=True)
class ErrorMessage:
    """`code` is the exit code, `name` its stable identifier; `lines` are for people, `more` for programs."""

    code: int
    name: str
    lines: tuple[str, ...]
    more: Mapping[str, Any] = field(default_factory=dict)


def tell(session: Session, error: Exception) -> int:
    """Print what happened, on standard error or as JSON on standard output; returns the exit code.

    An exception the table does not know is a fault of the program and is raised again.
    """
    message = next((speak(session, error) for kind, speak in _TABLE.items() if isinstance(error, kind)), None)
    if message is None:
        raise error
    if session.as_json:
        print_json({"error": message.name, "exit": message.code, "message": " ".join(message.lines), **message.more})
    else:
        write(terminal(stderr=True), "\n".join(message.lines))
    return message.code


def _not_allowed_message(session: Session, error: NotAllowed) -> ErrorMessage:
    rule, params = session.call.rule(error.rule), error.params
    why = guard_words.guard_sentence(session.call, session.language, error.why, params)
    by = ACTS[error.act].by if error.act else COMMITTEE
    step = guard_words.next_step(session.call, session.language, error.why, params, error.act, by, error.status)
    more = {"rule": rule.id, "why": error.why, "next": step, "status": error.status, "params": _plain(session, params)}
    lines = [session.say("refused.title"), why, step]
    codes = _CHOICES[error.why](session.call) if error.why in _CHOICES else ()
    lines += [session.say("refused.choose", codes=", ".join(codes))] if codes else []
    lines += [session.say("refused.status", status=session.label(f"status.{error.status}"))] if error.status else []
    lines += [session.say("refused.rule", rule=rule.id, title=rule.title[session.language])]
    return ErrorMessage(REFUSED, "refused", (*filter(None, lines), rule.text[session.language]), more)


def _plain(session: Session, params: Mapping[str, object]) -> dict[str, object]:
    """Instants and days as ISO texts, for JSON."""
    plain: dict[str, object] = {name: session.iso(v) for name, v in params.items() if isinstance(v, datetime)}
    days = {name: v.isoformat() for name, v in params.items() if isinstance(v, date) and name not in plain}
    return {**params, **days, **plain}


_CHOICES: Mapping[str, Callable[[Call], Sequence[str]]] = {
    "unknown_reason": reasons,
    "unknown_outcome": lambda _: OUTCOMES,
}


def _stale(session: Session, error: Stale) -> ErrorMessage:
    now, last = error.current, error.current.events[-1]
    there = session.say("stale.now", status=session.label(f"status.{now.status}"), state=len(now.events),
                        act=session.label(f"act.{last.act}"), actor=last.actor, at=session.moment(last.at))  # fmt: skip
    more = {"number": now.number, "status": now.status, "state": len(now.events), "act": last.act, "actor": last.actor,
            "at": session.iso(last.at)}  # fmt: skip
    return ErrorMessage(GONE, "stale", (session.say("stale.title"), there, session.say("stale.next")), more)


def _unknown(session: Session, error: OutcomeUnknown) -> ErrorMessage:
    cause = _technical(error.__cause__)
    return ErrorMessage(TROUBLE, "unknown", (session.say("trouble.unknown"), *cause), {"cause": " ".join(cause)})


def _trouble(session: Session, error: Exception) -> ErrorMessage:
    cause = _technical(error)
    return ErrorMessage(TROUBLE, "trouble", (session.say("trouble.cloud"), *cause), {"cause": " ".join(cause)})


def _technical(cause: BaseException | None) -> tuple[str, ...]:
    """The library's own words, for whoever administers the cloud."""
    return (f"{type(cause).__name__}: {cause}",) if cause else ()


def _definition(session: Session, error: DefinitionError) -> ErrorMessage:
    refusals = [_definition_data(refusal) for refusal in (error, *error.others)]
    lines = (say("definition", "where.refused", session.language), *sentences(error, session.language))
    # A folder that is not there is found by another name, not by another definition.
    code = GONE if error.code == "no_file" else REFUSED
    return ErrorMessage(code, "definition", lines, {**refusals[0], "others": refusals[1:]})


def _definition_data(error: DefinitionError) -> dict[str, object]:
    where = {"file": error.file, "line": error.line, "place": error.place}
    return {"code": error.code, **where, "params": {name: _plain_value(value) for name, value in error.params.items()}}


def _plain_value(value: object) -> object:
    """A value of a definition, as JSON can hold it."""
    return value if isinstance(value, str | int | float | bool) else str(value)


def _failure_message(session: Session, error: Failed) -> ErrorMessage:
    names = {USAGE: "usage", REFUSED: "refused", GONE: "not_found", GIVEN_UP: "given_up"}
    return ErrorMessage(
        error.code, names.get(error.code, "trouble"), (session.say(error.key, error.room, **error.params),)
    )


def _damage_message(session: Session, error: DamagedRecord) -> ErrorMessage:
    parts = "; ".join(part_in_words(damage, session.language) for damage in error.parts)
    more = {"number": error.number, "damaged": [damage.as_json() for damage in error.parts]}
    return ErrorMessage(TROUBLE, "damaged", (session.say("damage.stopped", number=error.number, parts=parts),), more)


_TABLE: Mapping[type[BaseException], Callable[[Session, Any], ErrorMessage]] = {
    NotAllowed: _not_allowed_message,
    NotAgreed: lambda session, error: ErrorMessage(
        REFUSED, error.why, (session.say(f"refused.{error.why}", "desk", **error.params),)
    ),
    Stale: _stale,
    OtherCall: lambda session, error: ErrorMessage(
        GONE, "not_found", (session.say("trouble.other_call", call=error.call_id, ours=session.call.id),)
    ),
    NotFound: lambda session, error: ErrorMessage(GONE, "not_found", (session.say("trouble.not_found"),)),
    OutcomeUnknown: _unknown,
    DefinitionError: _definition,
    DamagedRecord: _damage_message,
    Failed: _failure_message,
    click.UsageError: lambda session, error: ErrorMessage(
        USAGE, "usage", usage_errors.sentences(error, session.language)
    ),
    click.Abort: lambda session, error: ErrorMessage(GIVEN_UP, "given_up", (session.say("confirm.given_up"),)),
    **dict.fromkeys(SERVICE_ERRORS, _trouble),
}
