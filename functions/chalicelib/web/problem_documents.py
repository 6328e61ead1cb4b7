"""Refusals as RFC 9457 problem documents: one table says which refusal is which status and sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, cast

from ..call import Call, guard_words, say, wording
from ..call.inflection import within_days
from ..call.languages import LANGUAGE
from ..call.words import words
from ..intake.canonical_answers import MOST_ANSWERS
from ..rules.lifecycle import APPLICANT, NOTHING
from ..rules.refusals import (
    BadDocument,
    Incomplete,
    LinkOver,
    NotAllowed,
    NotExamined,
    NotFound,
    NoVersion,
    OtherAnswers,
    OtherCall,
    OutcomeUnknown,
    OutsideWindow,
    Refused,
    Stale,
    TooLarge,
    TooMany,
)
from .arrival_clock import iso, local
from .parsed_request import LEAST_KEY, Unreadable
from .problem_sentences import document_problem_in_words, problems_in_words

if TYPE_CHECKING:
    from ..api_types.problem import ProblemDocument


# Refusals without parameters: exception → (HTTP status, key of the sentence).
_PLAIN: Mapping[type[Refused], tuple[int, str]] = {
    NotFound: (404, "not_found"),
    OtherCall: (404, "not_found"),
    LinkOver: (410, "link_over"),
    OutcomeUnknown: (503, "unknown"),
    NotExamined: (503, "not_examined"),
}
_UNREADABLE = {
    "not_json": 400,
    "bad_idempotency_key": 400,
    "too_many_values": 400,
    "wrong_media_type": 415,
    "no_number_or_address": 422,
}


def of_refusal(call: Call, refused: Refused, language: str, at: datetime) -> ProblemDocument:
    if isinstance(refused, OutsideWindow):
        return _outside(call, refused, language, at)
    if isinstance(refused, Incomplete):
        return _incomplete(refused, language)
    if isinstance(refused, BadDocument):
        return _bad_document(call, refused, language)
    if isinstance(refused, NotAllowed):
        return _not_allowed_problem(call, refused, language)
    if isinstance(refused, Stale | NoVersion):
        return _stale(refused, language)
    if isinstance(refused, TooLarge):
        return _too_large(language)
    if isinstance(refused, TooMany):
        return _too_many(refused, language)
    if isinstance(refused, OtherAnswers):
        return plain(409, "other_answers" if refused.is_named else "form_sent_before", language)
    status, sentence = _PLAIN[type(refused)]
    return plain(status, sentence, language)


def of_unreadable(unreadable: Unreadable, language: str) -> ProblemDocument:
    if unreadable.why == "too_large":
        return _too_large(language)
    return plain(_UNREADABLE[unreadable.why], unreadable.why, language, limit=unreadable.limit, least=LEAST_KEY)


def _too_large(language: str) -> ProblemDocument:
    return plain(413, "too_large", language, limit=MOST_ANSWERS // 1024)


def plain(
    status: int, sentence: str, language: str, variants: Sequence[str] = (), /, **params: object
) -> ProblemDocument:
    """`next` says what to do now, where the detail does not say it already. Of the `variants` of the sentence the first
    that has a part says that part.
    """

    def part(name: str) -> str:
        keys = [*(f"{sentence}.{variant}.{name}" for variant in variants), f"{sentence}.{name}"]
        key = next((key for key in keys if key in words("refusals")), "")
        return say("refusals", key, language, **params) if key else ""

    document: ProblemDocument = {
        "type": "about:blank", "title": part("title"), "status": status, "detail": part("detail"),
    }  # fmt: skip
    if step := part("next"):
        document["next"] = step
    return document


def rule_path(rule: str, language: str) -> str:
    """Where the rules page explains the rule; the same path behind both languages."""
    return f"{LANGUAGE[language].prefix}/rules/#{rule}"


def _bad_document(call: Call, refused: BadDocument, language: str) -> ProblemDocument:
    """`code` is the first problem's; a document's words are in words/documents.toml."""
    first, rule = refused.problems[0].code, call.rule("supplement").id
    detail = " ".join(document_problem_in_words(problem, language)["message"] for problem in refused.problems)
    return {
        "type": rule_path(rule, language), "title": say("documents", "refused.title", language), "status": 422,
        "detail": detail, "rule": rule, "code": first,
        "problems": [document_problem_in_words(problem, language) for problem in refused.problems],
    }  # fmt: skip


def _not_allowed_problem(call: Call, refused: NotAllowed, language: str) -> ProblemDocument:
    why = guard_words.guard_sentence(call, language, refused.why, refused.params)
    document = plain(409, "not_allowed", language, why=why)
    step = guard_words.next_step(call, language, refused.why, refused.params, refused.act, APPLICANT, refused.status)
    rule = call.rule(refused.rule).id
    return document | {"type": rule_path(rule, language), "rule": rule, "why": refused.why,
                       "next": step, "status_now": refused.status}  # fmt: skip


def _too_many(refused: TooMany, language: str) -> ProblemDocument:
    """`retry_after`, in seconds, is what the header of that name says."""
    sentence = "too_many_keys" if refused.is_wrong_key else "too_many"
    wait = wording.duration(refused.seconds * 1000, language)
    return plain(429, sentence, language, wait=wait) | {"limit": refused.limit.name, "retry_after": refused.seconds}


def _stale(refused: Stale | NoVersion, language: str) -> ProblemDocument:
    """The stored answers and their version, for the caller to compare; the caller has shown the key."""
    current = refused.current
    status, sentence = (412, "stale") if isinstance(refused, Stale) else (428, "no_version")
    document = plain(status, sentence, language, version=current.version)
    return document | {
        "version": current.version,
        "status_now": current.status,
        "current": {"answers": current.content.answers},
    }


_INSTANT = {"window": "opens_at", "deadline": "closes_at", "supplement": "supplement_until"}
# The key of the sentence, by the rule that was broken.
_MISSED = {"window": "too_early", "deadline": "too_late", "supplement": "supplement_over"}
_OF_DOCUMENTS = ("announce_document", "receive_document")


def _outside(call: Call, refused: OutsideWindow, language: str, at: datetime) -> ProblemDocument:
    outside = refused.outside
    late = outside.rule != "window"
    instant, received = local(call, outside.instant), local(call, at)
    document = plain(
        403, _MISSED[outside.rule] if outside.opened else "window_never_opened", language, _variants(refused),
        received=wording.moment(received, language), gap=wording.duration(outside.by_ms, language),
        when=wording.moment(instant.replace(microsecond=0), language),
        instant=wording.until(instant, language) if late else wording.moment(instant, language),
        within=within_days(call.supplement_days, language),
    )  # fmt: skip
    rule = call.rule(outside.rule).id
    where: dict[str, object] = {
        "type": rule_path(rule, language),
        "rule": rule,
        "received_at": iso(call, at),
        _INSTANT[outside.rule] if outside.opened else "recorded_at": iso(call, outside.instant),
        "late_by_ms" if late else "early_by_ms": outside.by_ms,
    }
    return document | cast("ProblemDocument", where)


def _variants(refused: OutsideWindow | Incomplete) -> list[str]:
    """A document has no words to hand back; what was submitted before stays in force, whatever comes too late."""
    is_document = isinstance(refused, OutsideWindow) and refused.act in _OF_DOCUMENTS
    is_sent = refused.status not in (NOTHING, "draft")
    return [*(["document"] if is_document else []), *(["sent"] if is_sent else [])]


def _incomplete(refused: Incomplete, language: str) -> ProblemDocument:
    document = plain(422, "incomplete", language, _variants(refused), count=len(refused.problems))
    problems = problems_in_words(refused.problems, language)
    return document | {"type": rule_path("complete", language), "rule": "complete", "problems": problems}
