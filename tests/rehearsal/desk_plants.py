"""Breaches of the desk to plant in a sound rehearsal, each with the check that is there to find it."""

from __future__ import annotations

from rehearsal.mail_inbox import InboxMail
from tests.rehearsal.building import (
    AIGERIM,
    DAY,
    ERLAN,
    HELD,
    JUDGE,
    MEMBER,
    MINUTE,
    OTHER_JUDGE,
    SECOND,
    SECRETARY,
    World,
    noted,
    words_of,
)  # fmt: skip
from tests.rehearsal.plants import at, detail, finds


@finds("grave_acts_took_two")
def an_admission_that_nobody_confirmed(world: World) -> None:
    world.order(AIGERIM, "admit")["confirmed_by"] = {"S": SECRETARY}


@finds("grave_acts_took_two")
def a_decision_without_an_order(world: World) -> None:
    world.items.remove(world.order(AIGERIM, "admit"))


@finds("grave_acts_took_two")
def an_order_told_to_be_done_that_was_not(world: World) -> None:
    world.orders([[ERLAN, "admit", 3, {}]], ["done"])


@finds("points_are_of_whoever_gave_them")
def points_for_somebody_else(world: World) -> None:
    world.event(AIGERIM, "score")["actor"] = {"S": OTHER_JUDGE}


@finds("points_are_of_whoever_gave_them")
def points_in_spite_of_a_conflict(world: World) -> None:
    declared = next(item for item in world.items if item["sk"]["S"] == "conflict#e6")
    world.items.append({**declared, "sk": {"S": f"conflict#{JUDGE.partition('#')[2]}"}})


@finds("points_are_sealed")
def points_shown_to_who_gave_none(world: World) -> None:
    detail(world.event(AIGERIM, "score"), reasons={"1": "Есебі нақты тексерілген"})
    world.sees(AIGERIM, MEMBER, HELD + 3 * MINUTE, "<p>Есебі нақты тексерілген</p>")


@finds("points_are_sealed")
def points_shown_before_ones_own(world: World) -> None:
    """Another's were given at the same moment; one's own come a minute later."""
    detail(world.event(AIGERIM, "score"), reasons={"1": "Есебі нақты тексерілген"})
    world.happens(AIGERIM, "score", HELD + 5 * MINUTE, "interviewed", actor=OTHER_JUDGE, expert="И. К.", scores={},
                  reasons={})  # fmt: skip
    world.sees(AIGERIM, OTHER_JUDGE, HELD + 4 * MINUTE, "Есебі &#1085;ақты тексерілген")


@finds("a_conflict_takes_the_text_away")
def a_text_shown_in_spite_of_a_conflict(world: World) -> None:
    world.sees(AIGERIM, OTHER_JUDGE, HELD + SECOND, f"<dd>{words_of(AIGERIM)['summary']}</dd>")


@finds("appointments_do_not_meet")
def two_interviews_in_one_place(world: World) -> None:
    detail(world.event(ERLAN, "schedule_interview"), when=(HELD - 61 * MINUTE).isoformat())


@finds("appointments_do_not_meet")
def one_person_in_two_interviews(world: World) -> None:
    for number, place in ((AIGERIM, "Талғар"), (ERLAN, "Есік")):
        when = (HELD - 70 * MINUTE).isoformat()
        detail(world.event(number, "schedule_interview"), when=when, place=place, experts=["В. Г."])


@finds("the_desk_writes_when_asked")
def a_code_that_nobody_asked_for(world: World) -> None:
    world.sign_ins.pop()


@finds("the_desk_writes_when_asked")
def a_code_that_never_came(world: World) -> None:
    world.letters.remove(next(letter for letter in world.letters if "committee" in letter.to[0]))


@finds("the_desk_writes_when_asked")
def a_code_that_names_an_application(world: World) -> None:
    letter = next(letter for letter in world.letters if "committee" in letter.to[0])
    world.letters[world.letters.index(letter)] = InboxMail(
        letter.ident, letter.to, letter.subject, f"{AIGERIM} 123 456"
    )


@finds("refusals_are_whole_sentences")
def a_refusal_with_a_hole(world: World) -> None:
    world.decisions.append(noted("decline", ERLAN, MEMBER, HELD + DAY, "Өтінімді {until} өзгертуге болады"))


@finds("results_are_as_recorded")
def an_act_long_after_it_was_asked_for(world: World) -> None:
    at(world.event(AIGERIM, "admit"), HELD + 7 * DAY + MINUTE)
