"""What the desk answers when it does not do what was asked: why, by which rule, what changed, and every word kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...call import Call, guard_words, say
from ...call.languages import LANGUAGES
from ...call.words import words
from ...desk.committee import Denied
from ...pages import desk_pages as pages
from ...rules.application import Application
from ...rules.lifecycle import ACTS, COMMITTEE
from ...rules.refusals import LinkOver, NotAgreed, NotAllowed, NotFound, ProviderRefused, Refused, Stale, TooMany
from ..responses import Reply
from .desk_replies import HEADERS, frame, moment, page_reply
from .desk_request import DeskRequest

if TYPE_CHECKING:
    from ...api_types.desk_decisions import ChangeRow, DeskProblem

# Named by the desk itself, not words of the person.
OWN_FIELDS = ("_token", "_seen", "_version", "_proposal", "_code", "_email", "_again")
# What the form was made from goes along with its words.
MADE_FROM = ("_seen", "_version", "_proposal")
PROVIDER_STATUS = {
    ProviderRefused.OVER: 410, ProviderRefused.NOBODY: 403, ProviderRefused.NOT_AFRESH: 403, ProviderRefused.AWAY: 503
}  # fmt: skip


def plain(call: Call, language: str, status: int, sentence: str) -> Reply:
    """A page that knows nobody."""
    page = pages.problem_page(call, language, _problem_sentence(sentence, language), None)
    return Reply(status, page, HEADERS | {"Content-Type": "text/html; charset=utf-8"})


def nowhere(request: DeskRequest | None) -> Reply:
    from ...call import current_call

    return plain(
        request.call if request else current_call(), request.language if request else LANGUAGES[0], 404, "not_found"
    )


def denied(request: DeskRequest) -> Reply:
    return page_reply(
        request, 403, pages.problem_page(request.call, request.language, _denied(request), frame(request))
    )


def refused(request: DeskRequest, why: Refused) -> Reply:
    """Any refusal as a page; after a form every word of it stands there to be sent again."""
    status, problem = _problem(request, why)
    kept = kept_words(request) if request.method == "POST" and request.member and status not in (403, 404) else []
    kept += [("why", "", say("desk", "field.why", request.language))] if _lacks_why(request, why) else []
    changed = _changes(request, why.current) if isinstance(why, Stale) else ()
    again = {name: request.form[name] for name in MADE_FROM if name in request.form}
    if isinstance(why, Stale):
        now = {"_seen": str(len(why.current.events)), "_version": str(why.current.version)}
        again |= {name: value for name, value in now.items() if name in again}
    page = pages.problem_page(
        request.call, request.language, problem, frame(request), kept=kept, changed=changed, again=again,
    )  # fmt: skip
    more = {"Retry-After": str(why.seconds)} if isinstance(why, TooMany) else {}
    log = {"provider": why.cause} if isinstance(why, ProviderRefused) else {}
    return page_reply(request, status, page, more)._replace(log=log)


def _lacks_why(request: DeskRequest, why: Refused) -> bool:
    """A reason is asked for that the form, made before it was needed, had no field for."""
    return isinstance(why, NotAgreed) and why.why == "moved_why" and "why" not in request.many


def _problem(request: DeskRequest, why: Refused) -> tuple[int, DeskProblem]:
    language = request.language
    if isinstance(why, Denied):
        return 403, _denied(request)
    if isinstance(why, NotAllowed):
        return 409, _not_allowed(request, why)
    if isinstance(why, ProviderRefused):
        return PROVIDER_STATUS[why.why], _problem_sentence(f"provider_{why.why}", language)
    if isinstance(why, NotAgreed):
        title, detail = say("desk", "refused.title", language), f"refused.{why.why}"
        return 422, {"title": title, "detail": say("desk", detail, language, **why.params)}
    kinds: tuple[tuple[type[Refused], int, str], ...] = (
        (Stale, 409, "stale"), (NotFound, 404, "not_found"), (LinkOver, 410, "link_over"), (TooMany, 429, "too_many"),
    )  # fmt: skip
    return next(((status, _problem_sentence(key, language)) for kind, status, key in kinds if isinstance(why, kind)),
                (503, _problem_sentence("unknown", language)))  # fmt: skip


def reason_of(request: DeskRequest, why: Refused) -> str:
    """Of a refusal among others that were not: its sentence, and what to do where there is one."""
    problem = _problem(request, why)[1]
    return " ".join(part for part in (problem["detail"], problem.get("next", "")) if part)


def _denied(request: DeskRequest) -> DeskProblem:
    return _problem_sentence("denied", request.language)


def _problem_sentence(sentence: str, language: str) -> DeskProblem:
    title, detail = (say("desk", f"problem.{sentence}.{part}", language) for part in ("title", "detail"))
    return {"title": title, "detail": detail}


def _not_allowed(request: DeskRequest, why: NotAllowed) -> DeskProblem:
    call, language = request.call, request.language
    by = ACTS[why.act].by if why.act else COMMITTEE
    rule = call.rule(why.rule)
    return {
        "title": say("desk", "refused.title", language),
        "detail": guard_words.guard_sentence(call, language, why.why, why.params),
        "next": guard_words.next_step(call, language, why.why, why.params, why.act, by, why.status),
        "rule": {"id": rule.id, "title": rule.title[language], "text": rule.text[language]},
    }


def _changes(request: DeskRequest, current: Application) -> list[ChangeRow]:
    """What happened since the form was made, without anybody's words or points."""
    seen = request.number("_seen")
    events = [event for event in current.events if event.seq > seen >= 0] or current.events[-1:]
    return [{"at": moment(request, event.at), "act": say("staff", f"act.{event.act}", request.language)}
            for event in events if f"act.{event.act}" in words("staff")]  # fmt: skip


def kept_words(request: DeskRequest) -> list[tuple[str, str, str]]:
    """Name, value and label of every field; an empty label is a choice that goes along unseen."""

    def label(name: str) -> str:
        first, _, last = name.partition("-")
        known = [key for key in (f"field.{first}", f"field.{last}") if key in words("desk")]
        return say("desk", known[0], request.language) if known else ""

    return [(name, value, label(name)) for name, values in request.many.items() for value in values
            if name not in OWN_FIELDS]  # fmt: skip
