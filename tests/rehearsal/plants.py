"""Breaches to plant in a sound rehearsal, each with the check that is there to find it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from rehearsal.expected_times import hash_of
from tests.rehearsal.building import (
    AIGERIM,
    BOLAT,
    CHINARA,
    CLOSES,
    DANA,
    DAY,
    ERLAN,
    FACTS,
    HEARD_UNTIL,
    HELD,
    MEMBER,
    MINUTE,
    MS,
    WINDOW_ENDS,
    World,
    late,
    noted,
    words_of,
    written,
)  # fmt: skip

Plant = Callable[[World], None]
PLANTS: list[tuple[str, Plant]] = []


def finds(check: str) -> Callable[[Plant], Plant]:
    def keep(plant: Plant) -> Plant:
        PLANTS.append((check, plant))
        return plant

    return keep


def at(item: dict[str, Any], instant: datetime) -> None:
    item["at"] = {"S": written(instant)}


def detail(item: dict[str, Any], **changes: Any) -> None:
    item["detail"] = {"S": json.dumps(json.loads(item["detail"]["S"]) | changes)}


def said(world: World, act: str, whose: str = "", code: int | None = None, /, **changes: Any) -> None:
    index = world.attempt(act, whose, code)
    made = world.attempts[index]
    world.attempts[index] = replace(made, said={**made.said, **changes})


# ------------------------------------------------------------------ journals


@finds("numbers_can_be_read_out")
def a_number_with_an_o(world: World) -> None:
    for item in world.of(CHINARA):
        item["pk"] = {"S": "application#OOOO-0000"}


@finds("a_number_is_one_application")
def two_first_events_under_one_number(world: World) -> None:
    world.items.append(world.of(BOLAT)[0] | {"sk": {"S": "event#000000"}, "press": {"S": "another"}})


@finds("a_number_is_one_application")
def one_press_with_two_applications(world: World) -> None:
    world.of(BOLAT)[0]["press"] = world.of(AIGERIM)[0]["press"]


@finds("no_event_is_missing")
def a_lost_event(world: World) -> None:
    world.items.remove(world.event(AIGERIM, "record_interview"))


@finds("no_event_is_missing")
def an_event_in_another_s_place(world: World) -> None:
    world.event(AIGERIM, "exclude")["sk"] = {"S": "event#000099"}


@finds("versions_only_grow")
def a_version_that_goes_back(world: World) -> None:
    world.event(AIGERIM, "supplement")["version"] = {"N": "1"}


@finds("hashes_are_true")
def one_letter_changed_in_the_store(world: World) -> None:
    item = world.event(BOLAT, "submit")
    item["answers"] = {"S": json.dumps(words_of(BOLAT, settlement="Талғар қалас"))}


@finds("nothing_was_rewritten")
def an_event_rewritten_with_its_hash(world: World) -> None:
    words = words_of(ERLAN, settlement="Есік")
    world.event(ERLAN, "submit").update({"answers": {"S": json.dumps(words)}, "answers_sha256": {"S": hash_of(words)}})


@finds("nothing_was_rewritten")
def a_whole_journal_gone(world: World) -> None:
    world.items = [item for item in world.items if CHINARA not in item["pk"]["S"]]


# ------------------------------------------------------------------ life


@finds("every_act_was_allowed")
def a_decision_before_its_time(world: World) -> None:
    world.happens(DANA, "admit", HELD, "admitted", actor=MEMBER, text="")


@finds("every_act_was_allowed")
def a_journal_that_forgets_where_it_was(world: World) -> None:
    world.event(AIGERIM, "admit")["before"] = {"S": "submitted"}


@finds("nothing_happens_after_the_end")
def the_withdrawn_decided_upon(world: World) -> None:
    world.happens(BOLAT, "decline", HELD, "not_admitted", actor=MEMBER, reason="criteria", text="себеп")


@finds("decided_once")
def two_decisions(world: World) -> None:
    world.happens(ERLAN, "admit", WINDOW_ENDS + DAY, "admitted", actor=MEMBER, text="")


@finds("acts_have_their_author")
def an_applicant_who_admits_themselves(world: World) -> None:
    world.event(AIGERIM, "admit")["actor"] = {"S": "applicant"}


@finds("acts_have_their_author")
def a_decision_by_nobody(world: World) -> None:
    del world.event(ERLAN, "decline")["actor"]


# ------------------------------------------------------------------ times


@finds("nothing_outside_the_call")
def one_late_event_accepted(world: World) -> None:
    at(world.event(AIGERIM, "submit"), CLOSES)


@finds("nothing_outside_the_call")
def one_early_event_accepted(world: World) -> None:
    at(world.event(BOLAT, "save_draft"), FACTS.opens_at - MS)


@finds("nothing_outside_the_call")
def a_submission_after_its_exception(world: World) -> None:
    at(world.event(DANA, "submit"), CLOSES + DAY)


@finds("supplements_in_their_window")
def a_supplement_at_the_window_s_very_end(world: World) -> None:
    at(world.event(AIGERIM, "supplement"), WINDOW_ENDS)


@finds("supplements_in_their_window")
def a_document_before_the_interview_was_recorded(world: World) -> None:
    at(world.event(AIGERIM, "receive_document"), HELD - MS)


@finds("exceptions_say_why")
def an_exception_without_a_reason(world: World) -> None:
    detail(world.event(DANA, "make_exception"), why=" ")


@finds("exceptions_say_why")
def an_exception_that_was_over(world: World) -> None:
    detail(world.event(DANA, "make_exception"), until=CLOSES.isoformat())


# ------------------------------------------------------------------ answers


@finds("what_was_acknowledged_is_there")
def a_lost_application(world: World) -> None:
    world.items = [item for item in world.items if ERLAN not in item["pk"]["S"]]


@finds("what_was_acknowledged_is_there")
def one_lost_answer(world: World) -> None:
    words = words_of(ERLAN)
    del words["summary"]
    world.event(ERLAN, "submit").update({"answers": {"S": json.dumps(words)}, "answers_sha256": {"S": hash_of(words)}})


@finds("receipts_are_true")
def a_receipt_with_another_instant(world: World) -> None:
    said(world, "submit", AIGERIM, received_at=written(CLOSES - 2 * MS))


@finds("receipts_are_true")
def a_receipt_with_another_hash(world: World) -> None:
    said(world, "save_draft", BOLAT, answers_sha256="0" * 64)


@finds("a_draft_is_never_called_submitted")
def a_draft_called_submitted(world: World) -> None:
    said(world, "save_draft", BOLAT, status="submitted")


@finds("a_draft_is_never_called_submitted")
def a_draft_that_was_interviewed(world: World) -> None:
    world.of(CHINARA)[-1]["status"] = {"S": "interview_scheduled"}


@finds("one_press_one_number")
def a_second_press_with_another_number(world: World) -> None:
    made = world.attempts[world.attempt("submit", ERLAN)]
    world.attempts.append(replace(made, said={**made.said, "number": BOLAT}))


@finds("one_press_one_number")
def a_duplicated_number(world: World) -> None:
    said(world, "submit", ERLAN, number=AIGERIM)


@finds("the_arrival_decides")
def an_arrival_before_it_was_sent(world: World) -> None:
    index = world.attempt("submit", ERLAN)
    world.attempts[index] = replace(world.attempts[index], sent=CLOSES - DAY + MINUTE, answered=CLOSES - DAY + MINUTE)


@finds("a_look_shows_what_is_there")
def a_look_that_forgets_an_event(world: World) -> None:
    said(world, "look", AIGERIM, history=world.attempts[world.attempt("look", AIGERIM)].said["history"][:-1])


@finds("a_look_shows_what_is_there")
def a_right_key_refused(world: World) -> None:
    index = world.attempt("look", DANA)
    world.attempts[index] = replace(world.attempts[index], status=404)


@finds("strangers_learn_nothing")
def a_number_that_can_be_found_out(world: World) -> None:
    said(world, "stranger's look", AIGERIM, detail="key")


@finds("documents_are_there")
def a_document_kept_twice(world: World) -> None:
    world.items.append(world.event(AIGERIM, "receive_document") | {"sk": {"S": "event#000098"}})


# ------------------------------------------------------------------ refusals


@finds("nobody_stored_was_told_no")
def a_no_to_what_is_stored(world: World) -> None:
    words, instant = words_of(AIGERIM), CLOSES - MS
    world.asks("submit", instant, 403, late(CLOSES, words), "", words)


@finds("nobody_stored_was_told_no")
def a_withdrawal_refused_and_done(world: World) -> None:
    world.asks("withdraw", FACTS.opens_at + 2 * DAY, 409, {"rule": "admission"}, BOLAT)


@finds("refused_only_outside_the_window")
def refused_while_open(world: World) -> None:
    instant, words = CLOSES - MS, words_of("кеш")
    world.asks("submit", instant, 403, late(instant, words), "", words)


@finds("refused_only_outside_the_window")
def a_gap_that_is_not_so(world: World) -> None:
    said(world, "submit", "", 403, late_by_ms=1)


@finds("refused_only_outside_the_window")
def a_supplement_refused_in_its_window(world: World) -> None:
    instant, words = WINDOW_ENDS - MINUTE, words_of(ERLAN, hours_per_week=3)
    refused = {"rule": "supplement", "received_at": instant.isoformat(), "answers": words, "late_by_ms": 0,
               "supplement_until": WINDOW_ENDS.isoformat()}  # fmt: skip
    world.asks("rewrite", instant, 403, refused, ERLAN, words)


@finds("an_open_exception_lets_in")
def an_exception_that_does_not_help(world: World) -> None:
    instant = CLOSES + 15 * MINUTE
    world.asks("submit_draft", instant, 403, late(instant, None), DANA)


@finds("every_word_is_handed_back")
def a_word_that_was_not_handed_back(world: World) -> None:
    said(world, "submit", "", 403, answers=words_of(DANA, settlement="Есік"))


@finds("the_complete_is_never_incomplete")
def the_complete_told_to_be_incomplete(world: World) -> None:
    words = words_of("толық")
    problem = {"field": "summary", "code": "missing", "message": "жазыңыз"}
    world.asks("submit", CLOSES - DAY, 422, {"rule": "complete", "answers": words, "problems": [problem]}, "", words)


@finds("the_complete_is_never_incomplete")
def one_problem_at_a_time(world: World) -> None:
    problem = {"field": "summary", "code": "missing", "message": "жазыңыз"}
    said(world, "submit_draft", BOLAT, 422, problems=[problem])


@finds("a_refusal_is_a_refusal")
def an_error_of_ours(world: World) -> None:
    world.asks("submit", CLOSES - DAY, 500, {})


@finds("a_refusal_is_a_refusal")
def a_refusal_without_its_rule(world: World) -> None:
    world.asks("withdraw", CLOSES, 409, {}, ERLAN)


@finds("late_attempts_left_their_trace")
def a_late_attempt_uncounted(world: World) -> None:
    world.items = [item for item in world.items if item["sk"]["S"] != "deadline 0"]


# ------------------------------------------------------------------ selection


@finds("interviews_are_whole")
def an_interview_without_an_expert(world: World) -> None:
    detail(world.event(ERLAN, "record_interview"), experts=[])


@finds("interviews_are_whole")
def an_interview_before_it_was_held(world: World) -> None:
    detail(world.event(ERLAN, "record_interview"), held="2021-10-05")


@finds("interviews_are_whole")
def a_second_outcome(world: World) -> None:
    again = json.loads(world.event(AIGERIM, "record_interview")["detail"]["S"])
    world.happens(AIGERIM, "record_interview", HELD + MINUTE, "interviewed", actor=MEMBER, **again)


@finds("interviews_are_whole")
def an_interview_before_the_application(world: World) -> None:
    detail(world.event(ERLAN, "record_interview"), held="2021-09-01")


@finds("interviews_are_whole")
def one_person_in_two_roles(world: World) -> None:
    detail(world.event(ERLAN, "record_interview"), experts=["а.  б."])


@finds("appointments_lie_ahead")
def an_appointment_that_was_over(world: World) -> None:
    detail(world.event(ERLAN, "schedule_interview"), when="2020-01-10T10:00:00+06:00")


@finds("appointments_lie_ahead")
def an_appointment_nowhere(world: World) -> None:
    detail(world.event(ERLAN, "schedule_interview"), place=" ")


@finds("scores_keep_to_the_criteria")
def points_without_a_reason(world: World) -> None:
    detail(world.event(AIGERIM, "score"), reasons={})


@finds("scores_keep_to_the_criteria")
def points_of_somebody_who_was_not_there(world: World) -> None:
    detail(world.event(AIGERIM, "score"), expert="Бөгде")


@finds("promises_never_shrink")
def a_promise_a_day_short(world: World) -> None:
    detail(world.event(ERLAN, "record_interview"), until=(WINDOW_ENDS - DAY).isoformat())


@finds("promises_never_shrink")
def declined_while_a_promise_stood(world: World) -> None:
    detail(world.event(ERLAN, "record_interview"), until=(WINDOW_ENDS + DAY).isoformat())


@finds("promises_never_shrink")
def declined_while_it_could_be_edited(world: World) -> None:
    world.happens(
        DANA, "decline", CLOSES + 30 * MINUTE, "not_admitted", actor=MEMBER, reason="ineligible", text="себеп"
    )


@finds("late_records_give_the_whole_window")
def a_late_record_unmarked(world: World) -> None:
    detail(world.event(AIGERIM, "record_interview"), held="2021-10-01")


@finds("late_records_give_the_whole_window")
def a_mark_without_its_cause(world: World) -> None:
    detail(world.event(AIGERIM, "record_interview"), exception={"why": "late_record"})


@finds("exceptions_say_why")
def an_exception_that_shortens(world: World) -> None:
    until = (CLOSES + 60 * MINUTE).isoformat()
    world.happens(DANA, "make_exception", CLOSES + 30 * MINUTE, "submitted", actor=MEMBER, window="submit",
                  until=until, why="себеп")  # fmt: skip


@finds("excluded_only_when_systematic")
def excluded_unheard(world: World) -> None:
    at(world.event(AIGERIM, "exclude"), HEARD_UNTIL - MS)


@finds("tasks_are_judged_once")
def a_task_missed_before_its_day_was_over(world: World) -> None:
    detail(world.event(AIGERIM, "assign_task"), due="2021-11-03")


@finds("tasks_are_judged_once")
def too_short_a_time_to_explain(world: World) -> None:
    detail(world.event(AIGERIM, "miss_task"), until=(HEARD_UNTIL - DAY).isoformat())


@finds("completed_without_open_tasks")
def completed_with_a_task_open(world: World) -> None:
    world.items.remove(world.event(AIGERIM, "miss_task", 1))
    ended = world.event(AIGERIM, "exclude")
    ended["act"], ended["status"] = {"S": "complete"}, {"S": "completed"}


@finds("what_was_acknowledged_is_there")
def an_explanation_that_was_lost(world: World) -> None:
    world.asks("explain", HELD + 31 * DAY, 200, {}, AIGERIM, {"task": "1", "text": "Басқа сөз"})


@finds("nobody_stored_was_told_no")
def an_explanation_refused_and_stored(world: World) -> None:
    words = {"task": "1", "text": "Ауырып қалдым"}
    said = {"rule": "exclusion", "next": "жазыңыз", "answers": words}
    world.asks("explain", HELD + 31 * DAY, 409, said, AIGERIM, words)


@finds("explanations_are_of_missed_tasks")
def an_explanation_of_another_task(world: World) -> None:
    detail(world.event(AIGERIM, "explain"), task="7")


@finds("a_refusal_is_a_refusal")
def a_refusal_that_leads_nowhere(world: World) -> None:
    world.asks("withdraw", CLOSES, 409, {"rule": "admission"}, ERLAN)


@finds("scores_keep_to_the_criteria")
def a_pilot_without_its_experience_scored(world: World) -> None:
    detail(world.event(AIGERIM, "score"), scores={"1": 7, "2": 8, "3": 9, "4": None, "5": 6})


@finds("scores_keep_to_the_criteria")
def a_zero_for_not_applicable(world: World) -> None:
    for item in (world.event(AIGERIM, "submit"), world.event(AIGERIM, "supplement")):
        item["answers"] = {"S": json.dumps(json.loads(item["answers"]["S"]) | {"stage": "running"})}


@finds("admitted_only_when_whole")
def admitted_without_a_document(world: World) -> None:
    for item in [item for item in world.of(AIGERIM) if '"leader_id"' in item.get("detail", {"S": ""})["S"]]:
        detail(item, kind="other")


@finds("admitted_only_when_whole")
def admitted_after_a_failed_interview(world: World) -> None:
    detail(world.event(AIGERIM, "record_interview"), outcome="failed")


@finds("admitted_only_when_whole")
def admitted_with_an_open_question(world: World) -> None:
    item = world.event(AIGERIM, "supplement")
    item["answers"] = {"S": json.dumps(json.loads(item["answers"]["S"]) | {"summary": ""})}


@finds("declined_for_a_true_reason")
def declined_inside_the_window(world: World) -> None:
    at(world.event(ERLAN, "decline"), WINDOW_ENDS - MS)


@finds("declined_for_a_true_reason")
def declined_for_an_interview_that_was_held(world: World) -> None:
    detail(world.event(ERLAN, "decline"), reason="no_interview")


@finds("declined_for_a_true_reason")
def declined_for_a_failure_that_was_none(world: World) -> None:
    detail(world.event(ERLAN, "decline"), reason="interview_failed")


@finds("declined_for_a_true_reason")
def declined_without_a_word(world: World) -> None:
    detail(world.event(ERLAN, "decline"), text="")


@finds("excluded_only_when_systematic")
def excluded_for_one_task(world: World) -> None:
    detail(world.event(AIGERIM, "miss_task", 1), task="1")


@finds("tasks_are_judged_once")
def a_task_judged_twice(world: World) -> None:
    detail(world.event(AIGERIM, "miss_task", 1), task="1")


# ------------------------------------------------------------------ committee


@finds("guards_cannot_be_got_round")
def a_guard_got_round(world: World) -> None:
    world.decisions[-1] = replace(world.decisions[-1], must_fail=True)


@finds("results_are_as_recorded")
def an_act_that_was_lost(world: World) -> None:
    world.decisions.append(noted("score", ERLAN, MEMBER, HELD + MINUTE))


@finds("results_are_as_recorded")
def an_act_that_nobody_did(world: World) -> None:
    world.decisions = [made for made in world.decisions if made.act != "admit"]


@finds("results_are_as_recorded")
def an_act_under_another_s_name(world: World) -> None:
    world.event(AIGERIM, "admit")["actor"] = {"S": "member#m4"}


@finds("the_ledger_agrees")
def a_ledger_that_counts_one_more(world: World) -> None:
    world.results["ledger"][0]["received"] += 1


@finds("the_list_is_the_admitted")
def the_excluded_on_the_list(world: World) -> None:
    words = words_of(AIGERIM)
    line = {"group": words["direction"], "territory": words["district"], "state": "admitted"}
    world.results["admitted"].append(line | {"title": words["project_title"], "leader": "Сәрсенова Әйгерім"})


@finds("the_list_is_the_admitted")
def the_admitted_not_on_the_list(world: World) -> None:
    world.items.remove(world.event(AIGERIM, "exclude"))


# ------------------------------------------------------------------ mails


@finds("every_event_is_mailed_once")
def an_event_without_its_mail(world: World) -> None:
    world.items.remove(world.mail(ERLAN, 1))


@finds("every_event_is_mailed_once")
def an_event_with_two_mails(world: World) -> None:
    world.mails(ERLAN, "000001#again")


@finds("a_draft_is_told_of_at_its_first_address")
def a_saved_draft_without_its_mail(world: World) -> None:
    world.items.remove(world.mail(CHINARA, 1))


@finds("no_mail_is_uncertain")
def a_mail_left_in_the_middle(world: World) -> None:
    world.mail(ERLAN, 1)["state"] = {"S": "sending"}


@finds("no_mail_is_uncertain")
def a_mail_for_which_there_was_an_address(world: World) -> None:
    world.mail(ERLAN, 1)["state"] = {"S": "no_address"}


@finds("the_inbox_holds_each_mail_once")
def one_mail_twice(world: World) -> None:
    world.letters.append(replace(world.letters[0], ident="a second one"))


@finds("the_inbox_holds_each_mail_once")
def a_mail_to_somebody_else(world: World) -> None:
    world.letters[0] = replace(world.letters[0], to=("bolat@example.kz",))


@finds("the_inbox_holds_each_mail_once")
def a_mail_that_never_went(world: World) -> None:
    del world.letters[0]


@finds("forgotten_drafts_are_handed_back")
def a_draft_forgotten_by_us_too(world: World) -> None:
    world.items = [item for item in world.items if item.get("kind") != {"S": "draft_closed"}]


@finds("forgotten_drafts_are_handed_back")
def a_submission_handed_back_as_a_draft(world: World) -> None:
    world.mails(ERLAN, f"{written(CLOSES)}#draft_closed", "draft_closed")
