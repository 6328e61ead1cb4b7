"""Each fact of `call.toml`, changed: what it becomes, where the change must show, and in which words.

`shows` names outputs of everything_shown without their language: each changes in both languages, and nothing else
does. `words` stand on the output `page` of their language after the change and not before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

Table = dict[str, Any]
BOTH = {"kk": "Өзгертілген мән", "ru": "Изменённое значение"}
LETTERS = (
    "received", "interview_scheduled", "interview_rescheduled", "window_opened", "window_reminder", "admitted",
    "declined", "completed", "excluded", "withdrawn", "task_assigned", "task_due", "task_missed", "submit_reopened",
    "supplement_reopened", "draft_reminder", "draft_closed", "interview_recorded", "interview_corrected",
    "key_link", "key_reissued", "document_infected", "draft_saved", "changed", "supplemented",
)  # fmt: skip
OWN_PAGES = ("draft_reminder", "received", "window_opened", "admitted", "task_missed")
GROUPS: Mapping[str, tuple[str, ...]] = {
    # Wherever the form stands: empty on the site, filled in where it is handed back.
    "the form": ("page/apply", "answer/early", "answer/late", "answer/incomplete"),
    "answers": ("answer/early", "answer/late", "answer/incomplete", "answer/receipt"),
    "own pages": tuple(f"answer/my_{kind}" for kind in OWN_PAGES),
    "rulebook": ("page/rules", "page/faq"),
    "lists": ("page/index", "page/rules"),
    "every letter": tuple(f"mail/{kind}" for kind in LETTERS),
    # A letter that cites a rule prints its text.
    "letters on the deadline": ("mail/draft_closed", "mail/draft_reminder", "mail/submit_reopened",
                                "mail/document_infected"),
    "letters on the window": ("mail/window_opened", "mail/window_reminder", "mail/supplement_reopened",
                              "mail/interview_recorded", "mail/interview_corrected"),
    "letters on tasks": ("mail/task_assigned", "mail/task_due", "mail/task_missed", "mail/excluded"),
    "letters on interviews": ("mail/interview_scheduled", "mail/interview_rescheduled"),
}  # fmt: skip


@dataclass(frozen=True)
class Change:
    alter: Callable[[Table], object]
    shows: frozenset[str]
    words: Mapping[str, str]
    page: str


def change(alter: Callable[[Table], object], *shows: str, page: str = "", **words: str) -> Change:
    """`shows` are outputs or groups of them; without `words` the change is to BOTH, seen on `page`."""
    names = frozenset(name for show in shows for name in GROUPS.get(show, (show,)))
    return Change(alter, names, words or (BOTH if page else {}), page or "page/rules")


def to(key: str, value: Any, *tables: str) -> Callable[[Table], object]:
    """Sets `key` in the call, or in the table below it that `tables` lead to."""

    def alter(call: Table) -> None:
        for name in tables:
            call = call[name]
        call[key] = value

    return alter


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def in_moscow(call: Table) -> None:
    """The same instants, as they are written in another zone."""
    zone = ZoneInfo("Europe/Moscow")
    call["timezone"] = zone.key
    for table, key in ((call, "opens_at"), (call, "closes_at"), (call["consent"], "valid_until")):
        table[key] = table[key].astimezone(zone)


def first_of(name: str, key: str) -> Callable[[Table], object]:
    return lambda call: call[name][0].update({key: BOTH})


def one_more_criterion(call: Table) -> None:
    """Before the fourth, so that the numbers of those after it change."""
    call["criterion"].insert(3, {"number": 4, "short": BOTH, "text": BOTH})
    for number, criterion in enumerate(call["criterion"], 1):
        criterion["number"] = number


def extended(call: Table) -> None:
    entry = {"at": instant("2021-09-28T10:00:00+06:00"), "closes_at": instant("2021-10-05T17:10:00+06:00")}
    call["amendment"] = [entry | {"what": BOTH, "why": BOTH}]


CLOSING = (
    "mail/draft_saved",
    "the form", "answer/my_received", "answer/my_draft_reminder", "ics", "letters on the deadline", "page/checklist",
    "page/index", "rulebook", "api/call", "does/draft_reminders", "does/phase", "tool/form",
)  # fmt: skip
SUPPLEMENT = ("mail/supplemented", "letters on the window", "rulebook")
LIST_OF_FORM = ("the form", "schema")
CHANGES: Mapping[str, Change] = {
    "id": change(
        to("id", "next-2022"), "frame", "page/apply", "page/my", "ics", "letters on interviews", "api/call", "schema",
        "tool/form",
    ),
    "timezone": change(
        in_moscow, "mail/draft_saved", "mail/changed", "mail/supplemented",
        "the form", "answers", "own pages", "ics", "letters on the deadline",
        "letters on interviews", "mail/received", "mail/withdrawn", "mail/key_reissued",
        "mail/supplement_reopened", "mail/task_due", "mail/window_reminder",
        "page/checklist", "page/index", "page/privacy", "rulebook",
        "api/call", "does/local_day", "does/explanation_end", "does/supplement_end", "does/window_reminders",
        "tool/form", kk="сағат 15.00-ге дейін", ru="до 15.00 30",
    ),
    "opens_at": change(
        to("opens_at", instant("2021-09-12T09:30:00+06:00")), "page/apply", "answer/early", "ics", "lists", "api/call",
        "does/phase", "tool/form", kk="2021 жылғы 12 қыркүйек сағат 09.30", ru="12 сентября 2021 года в 09.30",
    ),
    "opens_at, another month": change(
        to("opens_at", instant("2021-08-31T00:00:00+06:00")), "the form", "answer/early", "ics", "lists", "schema",
        "api/call", "does/phase", "tool/form",
        kk="мысалы қыркүйек 2021", ru="например сентябрь 2021", page="page/apply",
    ),
    "closes_at": change(
        to("closes_at", instant("2021-10-02T17:15:00+06:00")), *CLOSING,
        kk="2021 жылғы 2 қазан сағат 17.15-ке дейін", ru="до 17.15 2 октября 2021 года",
    ),
    "closes_at, at midnight": change(
        to("closes_at", instant("2021-10-01T00:00:00+06:00")), *CLOSING, kk="Дәл 24.00-де", ru="ровно в 24.00",
    ),
    "closes_at, by an amendment": change(
        extended, *CLOSING, kk="2021 жылғы 5 қазан сағат 17.10-ға дейін", ru="до 17.10 5 октября 2021 года",
    ),
    "rules_clause": change(
        to("rules_clause", 12), "letters on interviews", "page/index", "rulebook", kk="12-тармағында", ru="п. 12",
    ),
    "appendix": change(
        to("appendix", 7), "page/apply", "page/checklist", "page/index", "rulebook",
        kk="7-қосымшаға", ru="приложению 7",
    ),
    "supplement_days": change(
        to("supplement_days", 5), "the form", "answer/receipt", "own pages", "mail/received",
        *SUPPLEMENT, "page/checklist", "page/index", "api/call", "does/supplement_end", "does/window_reminders",
        "schema", "tool/form", kk="5 күннен кешіктірмей", ru="не позднее 5-ти дней",
    ),
    "supplement_rolls_to_working_day": change(
        to("supplement_rolls_to_working_day", False), "answer/my_window_opened", *SUPPLEMENT, "letters on tasks",
        "does/explanation_end", "does/supplement_end", "does/window_reminders",
    ),
    "supplement_rolls": change(to("supplement_rolls", BOTH), *SUPPLEMENT, "letters on tasks", page="page/rules"),
    "missed_tasks_for_exclusion": change(
        to("missed_tasks_for_exclusion", 3), "letters on tasks", "rulebook", "tool/form",
        kk="саны 3 немесе одан көп", ru="невыполненных задач 3 или более",
    ),
    "explanation_days": change(
        to("explanation_days", 5), "letters on tasks", "answer/my_task_missed", "rulebook", "does/explanation_end",
        kk="5 күн ішінде", ru="в течение 5 дней",
    ),
    "score_min": change(
        to("score_min", 1), "refusal/score -1", "refusal/score 100", "does/scores",
        kk="1–10", ru="от 1 до 10", page="refusal/score 100",
    ),
    "score_max": change(
        to("score_max", 20), "refusal/score -1", "refusal/score 100", "does/scores",
        kk="0–20", ru="от 0 до 20", page="refusal/score 100",
    ),
    "draft_reminder_hours": change(
        to("draft_reminder_hours", [36, 6]), "ics", "mail/draft_reminder", "does/draft_reminders",
        kk="TRIGGER:-PT36H", ru="TRIGGER:-PT36H", page="ics",
    ),
    "window_reminder_hours": change(
        to("window_reminder_hours", [30, 6]), "mail/window_reminder", "does/window_reminders",
    ),
    "registration_url": change(
        to("registration_url", "https://konkurs.example.kz/"), "page/index",
        kk="https://konkurs.example.kz/", ru="https://konkurs.example.kz/", page="page/index",
    ),
    "non_working_days": change(
        to("non_working_days", [date(2021, 9, 20)]), "mail/supplemented",
        "answer/my_window_opened", "mail/window_opened",
        "mail/window_reminder", "does/supplement_end", "does/window_reminders",
        "mail/interview_corrected", page="mail/window_opened",
        kk="2021 жылғы 21 қыркүйек сағат 24.00-ге дейін", ru="до 24.00 21 сентября",
    ),
    "title": change(to("title", BOTH), "ics", "page/checklist", page="page/checklist"),
    "short_title": change(to("short_title", BOTH), "answers", "own pages", page="answer/receipt"),
    "region": change(to("region", BOTH), "page/index", page="page/index"),
    "timezone_name": change(
        to("timezone_name", BOTH), "mail/draft_saved", "mail/changed", "mail/supplemented",
        "the form", "answers", "own pages", "ics", "letters on the deadline",
        "mail/window_opened", "mail/window_reminder", "mail/supplement_reopened", "mail/interview_corrected",
        "letters on interviews", "mail/received", "mail/withdrawn", "mail/key_reissued", "mail/task_assigned",
        "mail/task_due", "mail/task_missed", "page/checklist", "page/index", "rulebook", page="page/rules",
    ),
    "no_grant": change(to("no_grant", BOTH), "the form", "page/checklist", "page/faq", page="page/faq"),
    "contact.name": change(
        to("name", BOTH, "contact"), "every letter", "answer/late", "page/apply", "page/contacts", "page/index",
        page="page/contacts",
    ),
    "contact.role": change(to("role", BOTH, "contact"), "page/contacts", page="page/contacts"),
    "contact.role_in_text": change(to("role_in_text", BOTH, "contact"), "page/index", page="page/index"),
    "contact.phones": change(
        to("phones", [{"shown": "8 727 000 00 00", "dial": "+77270000000"}], "contact"), "every letter", "answer/late",
        "frame", "page/apply", "page/contacts", "page/index", "page/privacy",
        kk="8 727 000 00 00", ru="8 727 000 00 00", page="frame",
    ),
    "consent.version": change(
        to("version", "2021-09-11.1", "consent"), "the form", "page/privacy", "stored/consents",
        kk="2021-09-11.1", ru="2021-09-11.1", page="page/privacy",
    ),
    "consent.operator": change(to("operator", BOTH, "consent"), "the form", "page/privacy", page="page/privacy"),
    "consent.valid_until": change(
        to("valid_until", instant("2024-03-01T00:00:00+05:00"), "consent"), "the form", "page/privacy",
        kk="2024 жылғы 29 ақпан", ru="29 февраля 2024 года", page="page/privacy",
    ),
    "consent.text": change(to("text", BOTH, "consent"), "the form", "page/privacy", page="page/privacy"),
    "consent.publication": change(to("publication", BOTH, "consent"), "the form", "page/privacy", page="page/privacy"),
    "applicant_type": change(
        first_of("applicant_type", "label"), *LIST_OF_FORM, "answer/receipt", "own pages", "lists",
        "page/checklist", page="page/index",
    ),
    "applicant_type, one fewer": change(
        lambda call: call["applicant_type"].pop(), *LIST_OF_FORM, "lists", "page/checklist", "tool/form"
    ),
    "direction": change(first_of("direction", "label"), *LIST_OF_FORM, "lists", "page/checklist", page="page/index"),
    "direction, its bracket": change(first_of("direction", "about"), "the form", "lists", page="page/index"),
    "direction, one more": change(
        lambda call: call["direction"].append({"code": "new", "label": BOTH}), *LIST_OF_FORM, "lists",
        "page/checklist", "tool/form", kk="бағыттар саны: 7", ru="направлений: 7",
    ),
    "district": change(first_of("district", "label"), *LIST_OF_FORM, "page/rules", page="page/apply"),
    "district, one fewer": change(
        lambda call: call["district"].pop(1), *LIST_OF_FORM, "lists", "page/checklist", "tool/form",
        kk="саны: 19", ru="городов: 19",
    ),
    "criterion, its text": change(first_of("criterion", "text"), "lists", page="page/index"),
    "criterion, its name": change(first_of("criterion", "short"), "lists", page="page/index"),
    "criterion, one more": change(
        one_more_criterion, "the form", "lists", "page/faq", "schema",
        kk="(6-критерий)", ru="(критерий 6)",
    ),
    "criterion, when it applies": change(
        lambda call: call["criterion"][3].update(applies_when={"stage": ["running"]}), "lists", "does/scores",
    ),
    "criterion, its rule": change(
        lambda call: [call["criterion"][n].update(rule=rule) for n, rule in ((3, "readiness"), (4, "experience"))],
        "the form", "rulebook", "schema",
    ),
    "rule, its title": change(lambda call: call["rule"][0].update(title=BOTH), "answer/early", "page/apply",
                              "page/rules", page="page/rules"),
    "rule, its text": change(lambda call: call["rule"][0].update(text=BOTH), "answer/early", "page/rules",
                             page="page/rules"),
}  # fmt: skip
# The codes that name the languages are no fact to change: a third would need words everywhere.
NO_FACTS = {"languages"}
