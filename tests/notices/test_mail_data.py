"""What each kind of mail says beside its own sentences, whole: facts, terms, the rule, what somebody wrote."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from chalicelib.call import Call
from chalicelib.call.wording import keyboard_text
from chalicelib.intake.append_event import Change, append
from chalicelib.intake.change_application import rewrite
from chalicelib.intake.submit_application import submit
from chalicelib.notices import plan
from chalicelib.notices.mail_context import MailContext, MailData
from chalicelib.notices.mail_data import MAIL_DATA, mail_data
from chalicelib.rules.application import Application
from chalicelib.selection import decisions, interviews, task_acts
from tests.building import CLOSES, MS, OPEN, PEPPER, FakeStore, answers
from tests.notices.building import DAY, MAKERS, Told, confirmed, infected, last_event, reminder, told
from tests.selection.building import (
    EXPERT,
    MEMBER,
    PACKAGE,
    admitted,
    desk,
    interviewed,
    scheduled,
    submitted,
    with_documents,
)
from tests.selection.building import HELD as HELD_ON
from tests.selection.test_guards import minors_iin
from tests.small_building import small_call

ZONE = "(по времени Нур-Султана)"
NEXT_DAY = f"16 сентября 2021 года в 10.00 {ZONE}"
WINDOW_END = f"до 24.00 20 сентября 2021 года {ZONE}"
TASK = (("Задача", "Қаржы моделін жіберу"), ("Срок", f"до 24.00 15 октября 2021 года {ZONE}"))
MISSING = ("Копия удостоверения личности лидера", "Справка о государственной регистрации (талон уведомления)",
           "Презентация проекта", "Резюме участников команды")  # fmt: skip
APPOINTED = (("Время", NEXT_DAY), ("Место", "Талдықорған, Қабанбай батыр к., 26"), ("Формат", "Очно"))
MOVED = (
    ("Время", f"17 сентября 2021 года в 10.00 {ZONE}"),
    ("Место", "https://meet.example.kz/1"),
    ("Формат", "Онлайн"),
)
INFECTED = (("Документ", "Презентация проекта"), ("Время приёма", NEXT_DAY))
HELD = "16 сентября 2021 года"

SAID = {
    "draft_saved": MailData(
        {"until": f"до 18.00 30 сентября 2021 года {ZONE}"},
        (("Время сохранения", f"15 сентября 2021 года в 10.00 {ZONE}"),),
    ),
    "interview_scheduled": MailData({}, APPOINTED, "interview"),
    "interview_rescheduled": MailData({}, MOVED, "interview"),
    "window_opened": MailData({"held": HELD, "until": WINDOW_END}, rule="supplement", missing=MISSING),
    "interview_recorded": MailData(
        {"held": HELD, "until": "", "outcome": "интервью не пройдено"}, rule="supplement",
        also=("interview_recorded.no_window",),
    ),
    "interview_corrected": MailData(
        {"held": HELD, "until": WINDOW_END, "outcome": "интервью пройдено"}, rule="supplement",
        quote="Хаттама қате оқылған.", missing=MISSING, also=("interview_recorded.window_new",),
    ),
    "window_reminder": MailData({"until": WINDOW_END, "left": "3 часа"}, rule="supplement", missing=MISSING),
    "draft_reminder": MailData(
        {"until": f"до 18.00 30 сентября 2021 года {ZONE}", "left": "1 день"}, rule="deadline"
    ),
    "draft_closed": MailData({"until": f"до 18.00 30 сентября 2021 года {ZONE}"}, rule="deadline", more="unconfirmed"),
    "admitted": MailData({}, rule="admission"),
    "declined": MailData({}, (("Основание", "интервью не пройдено"),), "admission", "Жоспар айқын емес."),
    "completed": MailData({}, rule="admission", quote="Рақмет!"),
    "excluded": MailData({"count": "2"}, rule="exclusion", quote="Екі міндет орындалмады."),
    "withdrawn": MailData({}, (("Время отзыва", NEXT_DAY),)),
    "key_reissued": MailData({}, (("Новый ключ выдан", NEXT_DAY),)),
    "key_link": MailData({"minutes": "15"}, link=f"/api/keys/{'a' * 43}"),
    "document_infected": MailData(
        {"until": f"до 18.00 30 сентября 2021 года {ZONE}"}, INFECTED, also=("document_infected.open",)
    ),
    "task_assigned": MailData({"count": "0"}, TASK, "exclusion"),
    "task_due": MailData({"count": "0"}, TASK, "exclusion"),
    "task_missed": MailData(
        {"count": "1", "until": f"до 24.00 28 октября 2021 года {ZONE}"}, TASK, "exclusion", "Жіберілмеді.",
        also=("task_missed.first", "task_missed.explain"),
    ),
    "submit_reopened": MailData(
        {"until": f"до 18.00 3 октября 2021 года {ZONE}"}, rule="deadline", quote="Ауылда жарық болмады.",
        also=("submit_reopened.draft",),
    ),
    "supplement_reopened": MailData(
        {"until": f"до 10.00 24 сентября 2021 года {ZONE}"}, rule="supplement", quote="Көшбасшы ауырып қалды."
    ),
}  # fmt: skip


PROVED = ("received", "changed", "supplemented")


def said(call: Call, of: Told, now: datetime | None = None) -> MailData:
    """With the spaces of a keyboard; where they do not break, test_wording knows."""
    told_mail = mail_data(MailContext(call, of.application, of.notice, now or of.notice.at, "ru"))
    params = {name: keyboard_text(words) for name, words in told_mail.params.items()}
    return replace(told_mail, params=params, facts=tuple((name, keyboard_text(fact)) for name, fact in told_mail.facts))


@pytest.mark.parametrize("kind", SAID)
def test_a_letter_says_what_happened_and_nothing_else(call: Call, kind: str) -> None:
    assert said(call, told(call, kind)) == SAID[kind]


def test_of_every_kind_it_is_known_what_it_says(call: Call) -> None:
    assert {*SAID, *PROVED} == {*MAIL_DATA} == {*MAKERS}


@pytest.mark.parametrize(("kind", "day", "version", "rest"), [
    ("received", 15, "1", MailData({"within": "в течение 3 дней"})),
    ("changed", 16, "2", MailData({})),
    ("supplemented", 17, "2", MailData({"until": WINDOW_END}, rule="supplement", missing=MISSING)),
])  # fmt: skip
def test_what_was_written_is_proved_by_its_time_version_and_hash(
    call: Call, kind: str, day: int, version: str, rest: MailData
) -> None:
    of = told(call, kind)
    written = of.application.events[-1]
    facts = (("Время приёма", f"{day} сентября 2021 года в 10.00 {ZONE}"), ("Версия", version),
             ("Контрольная сумма ответов SHA-256", written.answers_sha256))  # fmt: skip
    assert said(call, of) == replace(rest, facts=facts)


@pytest.mark.parametrize(("now", "also"), [(CLOSES - MS, "open"), (CLOSES, "closed")])
def test_of_an_infected_document_it_says_until_when_another_may_be_sent_or_whom_to_ask(
    call: Call, now: datetime, also: str
) -> None:
    params = SAID["document_infected"].params if also == "open" else {}
    assert said(call, told(call, "document_infected"), now) == MailData(
        params, INFECTED, also=(f"document_infected.{also}",)
    )


def test_whoever_sent_the_application_already_is_told_that_it_may_be_changed_not_sent(call: Call) -> None:
    store = FakeStore()
    number = submitted(call, store)
    decisions.reopen(desk(call, store, 16), number, "submit", CLOSES + 3 * DAY, "Ауылда жарық болмады.")
    assert said(call, last_event(call, store, number)) == replace(
        SAID["submit_reopened"], also=("submit_reopened.sent",)
    )


def test_an_infected_document_of_a_kind_no_form_has_is_told_by_its_code_and_one_unknown_by_nothing(call: Call) -> None:
    store = FakeStore()
    of = last_event(call, store, infected(store, submitted(call, store), kind="old_kind"))
    assert said(call, of).facts == (("Документ", "old_kind"), ("Время приёма", NEXT_DAY))
    events = of.application.events
    lost = events[-1]._replace(detail={**events[-1].detail, "document": "x"})
    assert said(call, Told(Application((*events[:-1], lost)), of.notice)).facts == ()


def test_a_second_miss_is_told_as_a_further_one_with_its_own_end(call: Call) -> None:
    store = FakeStore()
    number = MAKERS["task_missed"](call, store).notice.number
    task_acts.assign(desk(call, store, 41), number, "Есеп", date(2021, 11, 1))
    task_acts.miss(desk(call, store, 50), number, "2")
    facts = (("Задача", "Есеп"), ("Срок", f"до 24.00 1 ноября 2021 года {ZONE}"))
    assert said(call, last_event(call, store, number)) == MailData(
        {"count": "2", "until": f"до 24.00 8 ноября 2021 года {ZONE}"}, facts, "exclusion",
        also=("task_missed.further", "task_missed.explain"),
    )  # fmt: skip


def test_a_miss_that_was_recorded_without_its_end_is_told_with_the_one_that_the_call_gives(call: Call) -> None:
    of = MAKERS["task_missed"](call, FakeStore())
    *earlier, miss = of.application.events
    bare = Application(
        (*earlier, miss._replace(detail={key: miss.detail[key] for key in miss.detail if key != "until"}))
    )
    assert "until" in miss.detail and said(call, Told(bare, of.notice)) == said(call, of)


def test_whoever_was_let_in_late_is_told_the_end_of_their_own_time_and_no_rule_about_everybody_s(call: Call) -> None:
    store, until = FakeStore(), CLOSES + 3 * DAY
    place, key = decisions.let_in(desk(call, store, 16), PEPPER, until, "Ауылда жарық болмады.", "press")
    rewrite(call, store, place.number, key, 1, answers(), CLOSES + 2 * DAY)
    own = {"until": f"до 18.00 3 октября 2021 года {ZONE}"}
    saved = last_event(call, store, place.number)
    assert (saved.notice.kind, said(call, saved).params) == ("draft_saved", own)
    reminded = reminder(call, store, place.number, until - MS)
    assert said(call, reminded, until - DAY) == MailData(own | {"left": "1 день"})
    assert said(call, reminder(call, store, place.number, until)) == MailData(own, more="unconfirmed")


def test_where_no_time_for_documents_follows_the_receipt_names_those_that_are_missing_and_until_when(
    call: Call,
) -> None:
    without = replace(call, rules=tuple(rule for rule in call.rules if rule.id != "supplement"))
    until = f"до 18.00 30 сентября 2021 года {ZONE}"
    for kind in ("received", "changed"):
        of = told(call, kind)
        letter_said, usual = said(without, of), said(call, of)
        assert (letter_said.missing, letter_said.also) == (MISSING, ("received.documents",))
        assert letter_said == replace(
            usual, params={**usual.params, "until": until}, missing=MISSING, also=letter_said.also
        )
        of_no_package = replace(without, form=replace(call.form, package=call.form.package._replace(documents=())))
        assert said(of_no_package, of) == usual


def test_a_receipt_that_misses_nothing_says_so(call: Call) -> None:
    store = FakeStore()
    number = submitted(call, store)
    with_documents(store, number, *PACKAGE)
    without = replace(call, rules=tuple(rule for rule in call.rules if rule.id != "supplement"))
    whole = Application(store.events(number))
    (notice,) = plan(call, whole, whole.events[0])
    letter_said = said(without, Told(whole, notice))
    assert (letter_said.missing, letter_said.also) == ((), ())


def test_an_appointment_says_how_long_it_lasts_whether_it_is_offered_and_why_it_was_moved(call: Call) -> None:
    store = FakeStore()
    number, when = submitted(call, store), OPEN + DAY
    plan_said = interviews.Plan(minutes=40, offered=True, why="Комиссия толық емес.")
    interviews.schedule(desk(call, store, 0.5), number, when, APPOINTED[1][1], "offline", plan=plan_said)
    first, *rest = APPOINTED
    assert said(call, last_event(call, store, number)) == MailData(
        {}, (first, ("Продолжительность", "40 минут"), *rest), "interview", quote="Комиссия толық емес.",
        also=("interview_scheduled.offered",),
    )  # fmt: skip


def test_in_a_call_whose_form_asks_for_no_format_an_appointment_says_the_one_that_was_written(call: Call) -> None:
    asked = [
        section._replace(fields=tuple(field for field in section.fields if field.role != "interview_format"))
        for section in call.form.sections
    ]
    of = told(call, "interview_scheduled")
    assert said(replace(call, form=replace(call.form, sections=tuple(asked))), of).facts[-1] == ("Формат", "offline")


def recorded(call: Call, store: FakeStore, number: str, outcome: str, days: float, why: str = "") -> MailData:
    """What the mail says of a record made so many days after the opening, about the interview of the 16th."""
    interviews.record(desk(call, store, days), number, HELD_ON, [MEMBER], [EXPERT], outcome, why=why)
    return said(call, last_event(call, store, number))


def test_a_record_that_comes_late_says_so_and_gives_the_whole_time_from_then_on(call: Call) -> None:
    store = FakeStore()
    late = recorded(call, store, scheduled(call, store), "passed", 9)
    params = {"held": HELD, "until": f"до 24.00 27 сентября 2021 года {ZONE}"}
    assert late == MailData(params, rule="supplement", missing=MISSING, also=("window_opened.late",))


def test_a_correction_says_what_became_of_the_time_to_supplement(call: Call) -> None:
    store = FakeStore()
    none = recorded(call, store, interviewed(call, store, "failed"), "failed", 2, "Хаттама қате оқылған.")
    assert none == replace(SAID["interview_recorded"], quote="Хаттама қате оқылған.")
    for days, stands in ((2, "open"), (9, "over")):
        store = FakeStore()
        corrected = recorded(call, store, interviewed(call, store), "failed", days, "Дауыс қайта саналды.")
        assert (corrected.quote, corrected.params["until"]) == ("Дауыс қайта саналды.", WINDOW_END)
        assert corrected.also == (f"interview_recorded.window_{stands}",)
        assert corrected.missing == (MISSING if stands == "open" else None)


def test_a_correction_that_opens_a_time_late_says_that_it_is_new_and_late(call: Call) -> None:
    store = FakeStore()
    corrected = recorded(call, store, interviewed(call, store, "failed"), "passed", 9, "Дауыс қайта саналды.")
    assert corrected.also == ("interview_recorded.window_new", "window_opened.late")
    assert corrected.params["until"] == f"до 24.00 27 сентября 2021 года {ZONE}"


def test_the_final_record_of_a_pending_interview_says_that_the_time_already_named_stands(call: Call) -> None:
    store = FakeStore()
    number = interviewed(call, store, "pending")
    final = recorded(call, store, number, "passed", 2)
    assert last_event(call, store, number).notice.kind == "interview_recorded"
    params = {"held": HELD, "until": WINDOW_END, "outcome": "интервью пройдено"}
    assert final == MailData(params, rule="supplement", missing=MISSING, also=("interview_recorded.window_open",))


def test_a_refusal_rests_on_the_rule_that_its_reason_is_of(call: Call) -> None:
    store = FakeStore()
    number = interviewed(call, store)
    decisions.decline(desk(call, store, 9), number, "incomplete", "Анықтама жоқ.")
    refusal = said(call, last_event(call, store, number))
    assert (refusal.rule, refusal.quote) == ("complete", "Анықтама жоқ.")


def test_a_reminder_of_a_task_is_about_that_task_whatever_was_said_of_another_since(call: Call) -> None:
    store = FakeStore()
    number = MAKERS["task_assigned"](call, store).notice.number
    task_acts.assign(desk(call, store, 4), number, "Есеп", date(2021, 11, 1))
    task_acts.finish(desk(call, store, 5), number, "2", "Жақсы жасалған.")
    due_soon = reminder(call, store, number, datetime.fromisoformat("2021-10-15T00:00:00+06:00"))
    assert said(call, due_soon) == SAID["task_due"]


def test_an_unfinished_draft_of_a_confirmed_address_comes_back_with_its_words_and_the_rule(call: Call) -> None:
    store = FakeStore()
    number = confirmed(call, store, MAKERS["draft_closed"](call, store).notice.number)
    closed = said(call, reminder(call, store, number, CLOSES))
    assert replace(closed, answers=()) == replace(SAID["draft_closed"], more="more")
    assert ("Название проекта", str(answers()["project_title"])) in closed.answers


def test_of_a_document_found_infected_after_the_decision_it_says_whom_to_ask(call: Call) -> None:
    store = FakeStore()
    number = admitted(call, store)
    verdict = {"document": "presentation", "verdict": "infected"}
    append(
        store, Application(store.events(number)), Change("check_document", "scanner", OPEN + 9 * DAY, detail=verdict)
    )
    of = last_event(call, store, number)
    assert said(call, of).also == ("document_infected.closed",)


def test_a_changed_application_of_a_reopened_time_names_the_end_of_that_time(call: Call) -> None:
    without = replace(call, rules=tuple(rule for rule in call.rules if rule.id != "supplement"))
    store = FakeStore()
    receipt = submit(call, store, PEPPER, answers(), OPEN)
    number = receipt.event.number
    decisions.reopen(desk(call, store, 16), number, "submit", CLOSES + 3 * DAY, "Ауылда жарық болмады.")
    rewrite(call, store, number, receipt.key, 1, answers(settlement="Есік"), CLOSES + DAY)
    assert said(without, last_event(call, store, number)).params == {"until": f"до 18.00 3 октября 2021 года {ZONE}"}


def test_a_child_is_told_that_the_parents_consent_is_missing_and_a_grown_up_is_not() -> None:
    small = small_call()
    labels = {document.kind: document.label["ru"] for document in small.form.package.documents}
    for changes, kinds in (({"iin": minors_iin()}, {"passport", "parent"}), ({}, {"passport"})):
        store = FakeStore()
        of = last_event(small, store, interviewed(small, store, **changes))
        assert set(said(small, of).missing or ()) == {labels[kind] for kind in kinds}
