"""A notice as a mail: in the applicant's language, the other below, as plain text and as HTML."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TypedDict

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from ..call import Call, say, words
from ..call.languages import LANGUAGE
from ..rules.application import Application
from ..rules.confirmed_address import address_of
from ..rules.form_version import call_to_judge_by
from . import text_cleaning
from .interview_calendar import interview_calendar
from .mail_context import MailContext, MailData
from .mail_data import mail_data
from .mail_language import language_of
from .notice import Notice


@dataclass(frozen=True)
class Attachment:
    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Mail:
    to: str
    subject: str
    text: str
    html: str
    attachments: tuple[Attachment, ...] = ()


class MailPart(TypedDict):
    """What templates/mail.* get for one language; `action` and `link` are addresses, `say` says a word of the frame."""

    language: str
    subject: str
    paragraphs: list[str]
    action: str
    facts: list[tuple[str, str]]
    missing: Sequence[str] | None
    quote: Sequence[str]
    rule: Mapping[str, str] | None
    answers: Sequence[tuple[str, str]]
    link: str
    contact: str
    say: Callable[..., str]


def compose(call: Call, application: Application, notice: Notice, site: str, now: datetime) -> Mail:
    """`site` is the address of the call's pages without its last slash. `to` is empty when there is no address."""
    as_it_was = Application(application.events[: notice.seq] if notice.seq else application.events)
    call = call_to_judge_by(call, as_it_was)
    first = language_of(call, application)
    languages = [first, *(other for other in call.languages if other != first)]
    parts = [_part(MailContext(call, as_it_was, notice, now, language), site) for language in languages]
    # One's own answers are the same in every language: once is enough.
    parts = [parts[0], *(part | {"answers": ()} for part in parts[1:])]
    return Mail(
        address_of(call, application), parts[0]["subject"],
        _templates(escaped=False).get_template("mail.txt").render(parts=parts),
        _templates(escaped=True).get_template("mail.html").render(parts=parts),
        _attachments(call, as_it_was, notice),
    )  # fmt: skip


def _part(telling: MailContext, site: str) -> MailPart:
    data, language, notice = mail_data(telling), telling.language, telling.notice
    home = f"{site}{LANGUAGE[language].home}"
    return {
        "language": language,
        # Only our words and the number, whose alphabet is closed: nothing anybody wrote gets into a header.
        "subject": say("mail", f"{notice.kind}.subject", language, number=notice.number),
        "paragraphs": _paragraphs(notice.kind, data, language),
        "action": f"{site}{data.link}?lang={language}" if data.link else "",
        "facts": [telling.fact("number", notice.number), *data.facts],
        "missing": data.missing,
        "quote": text_cleaning.lines(data.quote),
        "rule": _rule(telling.call, data.rule, language, home),
        "answers": data.answers,
        "link": f"{home}my/",
        "contact": _contact(telling.call, language),
        "say": _sayer(language),
    }


def _paragraphs(kind: str, data: MailData, language: str) -> list[str]:
    """Not every kind has a lead and a second paragraph; a further sentence that has no words is an error."""
    own = [key for key in (f"{kind}.lead", f"{kind}.{data.more}") if key in words("mail")]
    return [say("mail", key, language, **data.params) for key in (*own, *data.also)]


def _rule(call: Call, rule_id: str, language: str, home: str) -> Mapping[str, str] | None:
    if not rule_id:
        return None
    rule = call.rule(rule_id)
    return {"title": rule.title[language], "text": rule.text[language], "link": f"{home}rules/#{rule.id}"}


def _contact(call: Call, language: str) -> str:
    phones = ", ".join(call.contact.ways)
    return say("mail", "frame.contact", language, name=call.contact.name[language], phones=phones)


def _sayer(language: str) -> Callable[..., str]:
    return lambda key: say("mail", f"frame.{key}", language)


def _attachments(call: Call, application: Application, notice: Notice) -> tuple[Attachment, ...]:
    if notice.kind not in ("interview_scheduled", "interview_rescheduled"):
        return ()
    calendar = interview_calendar(call, application, application.events[-1])
    return (Attachment("interview.ics", "text/calendar; charset=utf-8; method=PUBLISH", calendar.encode()),)


def mail_template(name: str, *, escaped: bool) -> Template:
    return _templates(escaped=escaped).get_template(name)


@lru_cache(maxsize=2)
def _templates(*, escaped: bool) -> Environment:
    return Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=escaped,
                       trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
                       undefined=StrictUndefined)  # fmt: skip
