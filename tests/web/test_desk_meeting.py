"""The meeting: one by one in an agreed order, with points when they may be seen; and what two do at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib import desk_wiring
from chalicelib.call import current_call
from chalicelib.call.wording import keyboard_text
from chalicelib.desk.committee import Committee
from chalicelib.desk.people import end_member
from chalicelib.intake.append_event import Change, append
from chalicelib.rules.committee_rights import ROLES
from tests.building import OPEN
from tests.desk.building import CALL, member
from tests.selection import building
from tests.web.desk_browser import Browser, Page
from tests.web.test_desk import (
    DAY,
    EXPERT,
    FIRST,
    SECOND,
    SECRETARY,
    application,
    committee,
    interviewed,
    judged,
    project,
    received,
    signed_in,
)

__all__ = ["committee"]
OTHER = replace(SECRETARY, id="secretary2", name="Хатшы Әсел", email="asel@example.kz")
LATER = OPEN + 3 * DAY


def at_meeting(who: object = SECRETARY) -> Browser:
    return signed_in(who, LATER)  # type: ignore[arg-type]


def several(committee: Committee) -> list[str]:
    return [received(committee, settlement=name) for name in ("Есік", "Талғар", "Қаскелең")]


def ready(committee: Committee, settlement: str = "Есік") -> str:
    number = building.interviewed(current_call(), committee.store, settlement=settlement)  # type: ignore[arg-type]
    project(committee, number)
    building.with_documents(committee.store, number, *building.PACKAGE)  # type: ignore[arg-type]
    project(committee, number)
    secretary = at_meeting()
    page = secretary.get(f"applications/{number}")
    assert secretary.submit(page, "propose", decision="admit", text="Жақсы").status == 200
    return number


def listed(page: Page, numbers: list[str]) -> list[str]:
    body = page.body.partition("<form")[2]
    return sorted(numbers, key=body.index)


def test_the_order_is_by_arrival_until_one_is_agreed_which_everybody_then_sees(committee: Committee) -> None:
    numbers = several(committee)
    secretary = at_meeting()
    page = secretary.get("meeting?status=submitted")
    by_arrival = listed(page, numbers)
    wanted = {f"place__{number}": str(3 - place) for place, number in enumerate(by_arrival)}
    secretary.submit(page, "meeting/agree", **wanted)
    for who in (SECRETARY, FIRST):
        seen = at_meeting(who).get("meeting?status=submitted")
        assert f"Келісілген кезек: {SECRETARY.name}" in seen.body
    assert listed(secretary.get("meeting?status=submitted"), numbers) == by_arrival[::-1]
    first = secretary.get(f"meeting/{by_arrival[2]}")
    assert ("1/3" in first.body, f'meeting/{by_arrival[1]}" rel="next"' in first.body) == (True, True)
    late = several(committee)[:1]
    assert listed(secretary.get("meeting?status=submitted"), [*numbers, *late])[-1] == late[0]


def test_an_order_that_somebody_wrote_meanwhile_is_not_overwritten(committee: Committee) -> None:
    several(committee)
    committee.people.add(CALL, OTHER)
    mine, theirs = at_meeting(), at_meeting(OTHER)
    page, other = mine.get("meeting?status=submitted"), theirs.get("meeting?status=submitted")
    assert theirs.submit(other, "meeting/agree").status == 200
    assert mine.submit(page, "meeting/agree").status == 422
    assert at_meeting(FIRST).post("meeting/agree", []).status == 403


def test_points_are_on_the_screen_once_everybody_has_given_theirs_and_a_decision_is_proposed_there(
    committee: Committee,
) -> None:
    number = interviewed(committee)
    for who in (FIRST, SECOND):
        judged(committee, who, number, points="4")
    secretary = at_meeting()
    assert "Негіз 1" not in secretary.get(f"meeting/{number}").body
    judged(committee, EXPERT, number, points="9")
    page = secretary.get(f"meeting/{number}")
    assert ("4, 4, 9" in page.body or "9, 4, 4" in page.body, "<td>4</td><td>5</td>" in page.body) == (True, True)
    done = secretary.submit(page, "propose", button=number, decision="admit", text="Мықты")
    assert (done.status, "Мықты" in done.body, application(committee, number).status) == (200, True, "interviewed")


def test_whoever_has_not_settled_a_conflict_of_interest_sees_nothing_of_it_on_the_screen(committee: Committee) -> None:
    number = interviewed(committee)
    page = at_meeting(FIRST).get(f"meeting/{number}")
    assert (page.status, "Негіз" in page.body) == (403, False)


def test_what_one_reads_before_ones_own_points_is_byte_for_byte_what_it_was_before_anybody_gave_any(
    committee: Committee,
) -> None:
    """Neither the words nor the size, the order or a count tells that or what others have given."""
    number = interviewed(committee)
    reader = signed_in(SECOND, OPEN + 1.3 * DAY)
    reader.submit(reader.get(f"applications/{number}"), "conflict", button="no")
    paths = ("", "progress?status=interviewed", "meeting", f"meeting/{number}", f"applications/{number}")
    before = {path: _told(reader.get(path)) for path in paths}
    judged(committee, FIRST, number, points="3")
    after = {path: _told(reader.get(path)) for path in paths}
    assert {path: after[path] for path in ("", f"applications/{number}")} == {
        path: before[path] for path in ("", f"applications/{number}")
    }
    for path in paths:
        assert ("Негіз 1" in after[path], FIRST.name in after[path] and ">3<" in after[path]) == (False, False)


def _told(page: Page) -> str:
    """Without what is anew in every answer: the state a form was made from, and who is still awaited."""
    import re

    body = re.sub(r'name="_seen" value="\d+"', "", page.body)
    return re.sub(r"<div><dt>Балы күтіледі</dt><dd>[^<]*</dd></div>", "", body)


def test_two_secretaries_publish_the_same_at_once_and_it_is_published_once(committee: Committee) -> None:
    committee.people.add(CALL, OTHER)
    number = ready(committee)
    mine, theirs = at_meeting(), at_meeting(OTHER)
    pages = [(each, each.get("meeting")) for each in (mine, theirs)]
    assert [each.submit(page, "publish").status for each, page in pages] == [200, 200]
    orders = committee.reviews.orders(CALL)
    assert len(orders) == 2
    confirming = at_meeting(SECOND)
    confirming.submit(confirming.get(f"applications/{number}"), "conflict", button="no")
    told = [confirming.submit(confirming.get(f"orders/{order.id}"), "confirm").body for order in orders]
    assert [event.act for event in application(committee, number).events].count("admit") == 1
    assert ["Жарияланды" in body for body in told].count(True) == 1
    assert ["осы арада өзгерді" in body for body in told].count(True) == 1


def test_a_secretary_who_was_ended_after_ordering_is_told_of_and_what_was_agreed_by_two_stands(
    committee: Committee,
) -> None:
    """The order is the act of whoever was a secretary then; the one who confirms it is here now."""
    committee.people.add(CALL, OTHER)
    number = ready(committee)
    theirs = at_meeting(OTHER)
    theirs.submit(theirs.get("meeting"), "publish")
    end_member(current_call(), committee.people, OTHER.id, LATER)
    assert theirs.get("meeting").status == 401
    confirming = at_meeting(SECOND)
    confirming.submit(confirming.get(f"applications/{number}"), "conflict", button="no")
    order = committee.reviews.orders(CALL)[0]
    done = confirming.submit(confirming.get(f"orders/{order.id}"), "confirm")
    assert ("Жарияланды" in done.body, OTHER.name in done.body) == (True, True)


def test_an_applicant_who_withdraws_while_it_is_published_is_not_decided_upon_and_the_others_are(
    committee: Committee,
) -> None:
    number, other = ready(committee), ready(committee, "Талғар")
    secretary = at_meeting()
    secretary.submit(secretary.get("meeting"), "publish")
    confirming = at_meeting(SECOND)
    for each in (number, other):
        confirming.submit(confirming.get(f"applications/{each}"), "conflict", button="no")
    order = confirming.get(f"orders/{committee.reviews.orders(CALL)[0].id}")
    append(committee.store, application(committee, number), Change("withdraw", "applicant", LATER))
    done = confirming.submit(order, "confirm")
    assert (application(committee, number).status, application(committee, other).status) == ("withdrawn", "admitted")
    assert ("Жарияланды" in done.body, "осы арада өзгерді" in done.body) == (True, True)


@pytest.mark.parametrize("role", ROLES)
def test_everybody_has_a_help_that_speaks_of_their_own_role(committee: Committee, role: str) -> None:
    who = next((each for each in committee.people.members(CALL) if each.role == role), member(role))
    for base in ("/desk/", "/ru/desk/"):
        page = signed_in(who, LATER, base=base).get("help")
        told = {topic: f'id="{topic}"' in page.body for topic in ("points", "interviews", "publish", "observer")}
        assert page.status == 200 and told == {
            "points": role in ("member", "expert"), "interviews": role == "secretary",
            "publish": role in ("secretary", "member"), "observer": role == "observer",
        }  # fmt: skip


def test_a_photograph_opens_beside_the_answers_from_where_documents_lie_and_from_nowhere_else(
    committee: Committee, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each opening is on record: the picture's address is the document's own."""
    number = received(committee)
    secretary = at_meeting()
    assert "img-src 'self';" in secretary.get(f"applications/{number}").headers["Content-Security-Policy"]
    detail = {"document": "d1", "kind": "leader_id", "filename": "а.png", "size": 9, "sha256": "0" * 64,
              "content_type": "image/png"}  # fmt: skip
    append(
        committee.store, application(committee, number), Change("receive_document", "applicant", OPEN, detail=detail)
    )
    desk_wiring.desk_service.cache_clear()
    monkeypatch.setenv("DOCUMENTS_BUCKET", "documents")
    page = secretary.get(f"applications/{number}")
    policy = page.headers["Content-Security-Policy"]
    sources = policy.partition("img-src ")[2].partition(";")[0].split()
    link = secretary.get(f"applications/{number}/documents/d1")
    assert (sources[0], link.headers["Location"].startswith(f"{sources[1]}/"), len(sources)) == ("'self'", True, 2)
    assert f'loading="lazy" referrerpolicy="no-referrer" src="/desk/applications/{number}/documents/d1"' in page.body
    assert "құжатты ашты" in secretary.get("journal?day=2021-09-18").body


def test_a_line_that_a_rule_forbids_says_by_which_words_and_until_when(committee: Committee) -> None:
    """Ordered from a page as it stood before: the rule is asked when it is carried out."""
    number = interviewed(committee)
    secretary, confirming = at_meeting(), at_meeting(SECOND)
    page = secretary.get(f"applications/{number}")
    seen = secretary.submit(page, "propose", decision="decline:incomplete", text="Құжат жоқ").form("propose")
    line = f"{number}@{dict(seen.fields)['_proposal']}"
    form = secretary.get("meeting").form("publish")
    assert secretary.post(form.action, [*form.fields, ("line", line)]).status == 303
    confirming.submit(confirming.get(f"applications/{number}"), "conflict", button="no")
    order = committee.reviews.orders(CALL)[0]
    done = confirming.submit(confirming.get(f"orders/{order.id}"), "confirm")
    told = keyboard_text(done.body.partition('<p class="bq-status">')[2].partition("</p>")[0])
    assert told.startswith("Жарияланған жоқ: Өтініш беруші өтінімді 2021 жылғы ")
    assert "{" not in told and application(committee, number).status == "interviewed"
