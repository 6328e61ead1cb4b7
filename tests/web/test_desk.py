"""The committee's desk over HTTP, by forms alone: one secretary, two members and an expert take an application from
received to admitted; what a role, a session or a conflict does not grant is not in the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

from chalicelib import desk_wiring
from chalicelib.call import current_call
from chalicelib.call.wording import keyboard_text, phone
from chalicelib.desk.committee import Committee
from chalicelib.desk.people import end_member
from chalicelib.projection.light_item import LightItem
from chalicelib.rules.application import Application
from chalicelib.rules.committee_rights import Member
from chalicelib.rules.sign_in import FRESH, LINK_LIFETIME, SESSION_LIFETIME
from rehearsal.html_forms import Forms
from tests.building import OPEN, answers
from tests.desk.building import CALL, member
from tests.desk.function_rights import watch
from tests.selection import building
from tests.web.desk_browser import Browser, Page

SECRETARY, FIRST, SECOND = member(), member("member"), member("member", id="member2", name="Мүше Ерлан",
                                                             email="erlan@example.kz")  # fmt: skip
EXPERT = member("expert")
PEOPLE = (SECRETARY, FIRST, SECOND, EXPERT, member("expert", id="expert2", name="Сарапшы Нұр", email="nur@example.kz"),
          member("observer"))  # fmt: skip
DAY = timedelta(days=1)
SECRET_WORDS = answers()["summary"][:40]


@pytest.fixture
def committee(table: Any) -> Iterator[Committee]:
    desk_wiring.desk_service.cache_clear()
    made = desk_wiring.desk_service().committee
    # Whatever a test here asks for, the role of the desk's function must grant.
    watch(made.people._client)  # type: ignore[attr-defined]
    for person in PEOPLE:
        made.people.add(CALL, person)
    made.projection.mark_whole(CALL)  # type: ignore[attr-defined]
    yield made
    desk_wiring.desk_service.cache_clear()


def signed_in(who: Member, at: datetime = OPEN, base: str = "/desk/") -> Browser:
    browser, sign_ins = Browser(at, base=base), desk_wiring.desk_service().sign_ins
    secret, _ = sign_ins.issue(CALL, who.id, at + LINK_LIFETIME)  # type: ignore[attr-defined]
    page = browser.get(f"sign-in/{secret}")
    assert (page.status, browser.cookie) == (200, "")
    assert browser.submit(page, secret).status == 200
    return browser


def received(committee: Committee, **changes: object) -> str:
    number = building.submitted(current_call(), committee.store, **changes)  # type: ignore[arg-type]
    project(committee, number)
    return number


def project(committee: Committee, number: str) -> None:
    from chalicelib.projection.projection_upkeep import refresh

    refresh(committee.call, committee.store.events, committee.projection, number)


def interviewed(committee: Committee) -> str:
    number = received(committee)
    secretary = signed_in(SECRETARY)
    appointed(secretary, number)
    recorded(signed_in(SECRETARY, OPEN + 1.1 * DAY), number)
    return number


def appointed(secretary: Browser, number: str) -> Page:
    page = secretary.get(f"applications/{number}")
    return secretary.submit(page, "schedule", when__day="2021-09-16", when__time="10:00", place="Талдықорған",
                            format="offline")  # fmt: skip


def recorded(secretary: Browser, number: str, **changes: Any) -> Page:
    page = secretary.get(f"applications/{number}")
    ticked: dict[str, Any] = {"held": "2021-09-16", "committee": ["member1", "member2"], "expert": ["expert1"],
                              "outcome": "passed"}  # fmt: skip
    return secretary.submit(page, "record", **(ticked | changes))


def judged(committee: Committee, who: Member, number: str, points: str = "7") -> Page:
    browser = signed_in(who, OPEN + 1.2 * DAY)
    if who.role == "expert":
        committee.reviews.assign(CALL, number, who.id, assigned=True)
    page = browser.get(f"applications/{number}")
    if any(action.endswith("conflict") for action in page.forms()):
        page = browser.submit(page, "conflict", button="no")
    values = {f"points__{n}": points for n in range(1, 6)} | {f"reason__{n}": f"Негіз {n}" for n in range(1, 6)}
    return browser.submit(page, "points", button="stay", **values)


def application(committee: Committee, number: str) -> Application:
    return Application(committee.store.events(number))


def test_a_committee_takes_an_application_from_received_to_admitted(committee: Committee) -> None:
    number = interviewed(committee)
    for who in (FIRST, SECOND, EXPERT):
        assert "7" in judged(committee, who, number).body
    building.with_documents(committee.store, number, *building.PACKAGE)  # type: ignore[arg-type]
    later = OPEN + 3 * DAY
    proposer = signed_in(FIRST, later)
    page = proposer.submit(proposer.get(f"applications/{number}"), "propose", decision="admit", text="Мықты жоба")
    assert page.status == 200
    secretary = signed_in(SECRETARY, later)
    meeting = secretary.get("meeting")
    assert ("Мықты жоба" in meeting.body, "7, 7, 7" in meeting.body) == (True, True)
    order = secretary.submit(meeting, "publish")
    assert ("•••@example.kz" in order.body, "/confirm" in str(order.forms())) == (True, False)
    confirming = signed_in(SECOND, later)
    waiting = confirming.get("")
    assert "orders/" in waiting.body
    done = confirming.submit(confirming.get(waiting.body.partition("/desk/orders/")[2].partition('"')[0].join(
        ["orders/", ""])), "confirm")  # fmt: skip
    assert (done.status, "Жарияланды" in done.body) == (200, True)
    last = application(committee, number).events[-1]
    assert (last.act, last.actor, last.detail) == ("admit", SECRETARY.actor, {"text": "Мықты жоба"})
    actors = {event.actor for event in application(committee, number).events}
    assert actors == {"applicant", SECRETARY.actor, FIRST.actor, SECOND.actor, EXPERT.actor}
    journal = signed_in(SECRETARY, later).get("journal")
    assert all(words in journal.body for words in (SECOND.name, "жариялауды растады", "өтінімді оқыды"))


def test_the_text_is_not_in_the_answer_before_the_conflict_of_interest_is_settled(committee: Committee) -> None:
    number = interviewed(committee)
    browser = signed_in(FIRST, OPEN + 1.2 * DAY)
    before = browser.get(f"applications/{number}")
    assert (SECRET_WORDS in before.body, answers()["org_name"][1:9] in before.body) == (False, True)
    assert [form.rpartition("/")[2] for form in before.forms()] == ["conflict", "conflict", "sign-out"]
    fields = before.form("conflict").fields
    for pairs in ([], [("answer", "maybe")], [("answer", "yes"), ("why", " ")]):
        assert browser.post(f"applications/{number}/conflict", [*fields, *pairs]).status == 422
    yes = [*fields, ("answer", "yes"), ("why", "Туысым")]
    declared = browser.follow(browser.post(f"applications/{number}/conflict", yes))
    assert (declared.status, SECRET_WORDS in declared.body, "points" in str(declared.forms())) == (200, False, False)
    for path in ("points", "note", "propose"):
        assert browser.post(f"applications/{number}/{path}", []).status == 403


def test_points_of_others_are_absent_until_ones_own_are_given(committee: Committee) -> None:
    number = interviewed(committee)
    judged(committee, FIRST, number, points="3")
    reader = signed_in(SECOND, OPEN + 1.3 * DAY)
    sealed = reader.submit(reader.get(f"applications/{number}"), "conflict", button="no")
    assert ("Негіз 1" in sealed.body, "Негіз 1" in reader.get("meeting").body) == (False, False)
    assert "Негіз 1" in judged(committee, SECOND, number).body
    secretary = signed_in(SECRETARY, OPEN + 1.3 * DAY).get(f"applications/{number}")
    assert ("Негіз 1" in secretary.body, EXPERT.name in secretary.body) == (False, True)
    judged(committee, EXPERT, number)
    assert "Негіз 1" in signed_in(SECRETARY, OPEN + 1.3 * DAY).get(f"applications/{number}").body


def test_scores_of_two_at_once_do_not_collide_but_another_version_is_told_and_keeps_the_words(
    committee: Committee,
) -> None:
    number = interviewed(committee)
    browser = signed_in(FIRST, OPEN + 1.2 * DAY)
    page = browser.submit(browser.get(f"applications/{number}"), "conflict", button="no")
    judged(committee, SECOND, number)
    values = {f"points__{n}": "5" for n in range(1, 6)} | {f"reason__{n}": f"Ойым {n}" for n in range(1, 6)}
    assert browser.submit(page, "points", button="stay", **values).status == 200
    from chalicelib.intake.append_event import Change, append

    append(committee.store, application(committee, number),
           Change("supplement", "applicant", OPEN + 1.3 * DAY, answers(summary="Жаңа мәтін. " * 20)))  # fmt: skip
    stale = browser.submit(page, "points", button="stay", **values)
    assert (stale.status, "Ойым 3" in stale.body, "өтінім толықтырылды" in stale.body) == (409, True, True)
    again = browser.submit(stale, "points", button="stay")
    assert again.status == 200


def test_a_stale_act_says_what_changed_and_may_be_sent_again(committee: Committee) -> None:
    number = received(committee)
    first, second = signed_in(SECRETARY), signed_in(SECRETARY)
    page = first.get(f"applications/{number}")
    appointed(second, number)
    stale = first.submit(page, "schedule", when__day="2021-09-17", when__time="11:00", place="Қапшағай қаласы",
                         format="online")  # fmt: skip
    assert (stale.status, "Қапшағай қаласы" in stale.body, "сұхбат тағайындалды" in stale.body) == (409, True, True)
    asked = first.submit(stale, "schedule")
    assert (asked.status, "неге ауысқаны жазылмаған" in asked.body) == (422, True)
    assert first.submit(asked, "schedule", why="Жол жабық").status == 200
    detail = application(committee, number).events[-1].detail
    assert (detail["place"], detail["why"]) == ("Қапшағай қаласы", "Жол жабық")


def test_a_session_that_ended_mid_text_keeps_every_word(committee: Committee) -> None:
    number = interviewed(committee)
    browser = signed_in(FIRST, OPEN + 1.2 * DAY)
    page = browser.submit(browser.get(f"applications/{number}"), "conflict", button="no")
    browser.at += SESSION_LIFETIME
    asked = browser.submit(page, "points", button="stay", reason__1="Ұзақ ойланып жазғаным", points__1="8")
    assert (asked.status, "Ұзақ ойланып жазғаным" in asked.body, SECRET_WORDS in asked.body) == (401, True, False)
    typing = browser.submit(asked, "points", _email=FIRST.email)
    _, code = desk_wiring.desk_service().sign_ins.issue(CALL, FIRST.id, browser.at + LINK_LIFETIME)  # type: ignore[attr-defined]
    wrong = browser.submit(typing, "points", _code="000000" if code != "000000" else "111111")
    assert (wrong.status, "Ұзақ ойланып жазғаным" in wrong.body) == (401, True)
    back = browser.submit(wrong, "points", _code=code)
    assert (back.status, "Ұзақ ойланып жазғаным" in back.body) == (200, True)
    values = {f"points__{n}": "5" for n in range(1, 6)}
    assert back.form("points")
    sent = browser.submit(back, "points")
    assert (sent.status, "Ұзақ ойланып жазғаным" in sent.body, len(values)) == (
        409,
        True,
        5,
    )  # four reasons are missing


def test_publishing_asks_who_is_there_once_more_when_the_sign_in_is_old(committee: Committee) -> None:
    number = ready(committee)
    secretary = signed_in(SECRETARY, OPEN + 3 * DAY)
    secretary.at += FRESH
    asked = secretary.submit(secretary.get("meeting"), "publish")
    assert (asked.status, committee.reviews.orders(CALL)) == (403, ())
    _, code = desk_wiring.desk_service().sign_ins.issue(CALL, SECRETARY.id, secretary.at + LINK_LIFETIME)  # type: ignore[attr-defined]
    assert secretary.submit(asked, "publish", _code="12").status == 403
    confirm = secretary.submit(asked, "publish", _code=code)
    assert (confirm.status, committee.reviews.orders(CALL)) == (200, ())
    assert secretary.submit(confirm, "publish").status == 200
    assert [line.number for order in committee.reviews.orders(CALL) for line in order.lines] == [number]


def test_a_stranger_who_knows_the_address_keeps_nobody_from_signing_in_or_from_a_grave_act(
    committee: Committee,
) -> None:
    ready(committee)
    secretary = signed_in(SECRETARY, OPEN + 3 * DAY)
    secretary.at += FRESH
    asked = secretary.submit(secretary.get("meeting"), "publish")
    stranger = Browser(secretary.at, client="198.51.100.9")
    asking = [stranger.post("sign-in", [("email", SECRETARY.email)]).status for _ in range(12)]
    typing = [stranger.post("code", [("email", SECRETARY.email), ("code", "1")]).status for _ in range(32)]
    assert (asking[-1], typing[-1]) == (429, 429)

    again = Browser(secretary.at)
    assert again.post("sign-in", [("email", SECRETARY.email)]).status == 202
    _, code = desk_wiring.desk_service().sign_ins.issue(CALL, SECRETARY.id, secretary.at + LINK_LIFETIME)  # type: ignore[attr-defined]
    assert secretary.submit(asked, "publish", _code=code).status == 200


def ready(committee: Committee) -> str:
    """Interviewed, scored by nobody, its package complete, and proposed to be admitted."""
    number = interviewed(committee)
    building.with_documents(committee.store, number, *building.PACKAGE)  # type: ignore[arg-type]
    project(committee, number)
    secretary = signed_in(SECRETARY, OPEN + 3 * DAY)
    page = secretary.submit(secretary.get(f"applications/{number}"), "propose", decision="admit", text="Жақсы")
    assert page.status == 200
    return number


def ordered(committee: Committee) -> tuple[str, str]:
    number = ready(committee)
    secretary = signed_in(SECRETARY, OPEN + 3 * DAY)
    assert secretary.submit(secretary.get("meeting"), "publish").status == 200
    return number, committee.reviews.orders(CALL)[-1].id


def confirming(number: str) -> Browser:
    browser = signed_in(SECOND, OPEN + 3 * DAY)
    browser.submit(browser.get(f"applications/{number}"), "conflict", button="no")
    return browser


def test_a_publication_needs_a_second_person_who_may_read_every_line(committee: Committee) -> None:
    number, order = ordered(committee)
    secretary = signed_in(SECRETARY, OPEN + 3 * DAY)
    assert "confirm" not in str(secretary.get(f"orders/{order}").forms())
    token = secretary.get("").form("sign-out").fields
    assert secretary.post(f"orders/{order}/confirm", token).status == 403
    unread = signed_in(SECOND, OPEN + 3 * DAY).get(f"orders/{order}")
    assert ("Жақсы" in unread.body, "confirm" in str(unread.forms())) == (False, False)
    browser = confirming(number)
    assert "Жарияланды" in browser.submit(browser.get(f"orders/{order}"), "confirm").body
    assert application(committee, number).status == "admitted"


def test_what_changed_since_it_was_ordered_is_told_and_left(committee: Committee) -> None:
    number, order = ordered(committee)
    browser = confirming(number)
    page = browser.get(f"orders/{order}")
    from chalicelib.intake.append_event import Change, append

    append(committee.store, application(committee, number), Change("withdraw", "applicant", OPEN + 3 * DAY))
    done = browser.submit(page, "confirm")
    assert ("осы арада өзгерді" in done.body, application(committee, number).status) == (True, "withdrawn")


def test_two_confirm_at_once_and_nothing_is_doubled(committee: Committee) -> None:
    number, order = ordered(committee)
    first = confirming(number)
    second = signed_in(FIRST, OPEN + 3 * DAY)
    second.submit(second.get(f"applications/{number}"), "conflict", button="no")
    other = second.get(f"orders/{order}")
    mine = first.get(f"orders/{order}")
    assert first.submit(mine, "confirm").status == 200
    assert "Жарияланды" in second.submit(other, "confirm").body
    assert [event.act for event in application(committee, number).events].count("admit") == 1


def test_a_member_who_was_ended_at_work_is_nobody_and_keeps_the_words(committee: Committee) -> None:
    number = interviewed(committee)
    browser = signed_in(FIRST, OPEN + 1.2 * DAY)
    page = browser.submit(browser.get(f"applications/{number}"), "conflict", button="no")
    end_member(current_call(), committee.people, FIRST.id, OPEN + 1.2 * DAY)
    assert browser.get(f"applications/{number}").status == 401
    sent = browser.submit(page, "points", button="stay", reason__1="Менің сөзім")
    assert (sent.status, "Менің сөзім" in sent.body, SECRET_WORDS in sent.body) == (401, True, False)


def test_a_form_of_another_session_is_shown_again_and_not_done(committee: Committee) -> None:
    number = received(committee)
    page, thief = signed_in(SECRETARY).get(f"applications/{number}"), signed_in(SECRETARY)
    asked = thief.submit(page, "schedule", when__day="2021-09-16", when__time="10:00", place="Қапшағай", format="phone")
    assert (asked.status, "Қапшағай" in asked.body) == (403, True)
    assert application(committee, number).status == "submitted"
    assert thief.submit(asked, "schedule").status == 200


@pytest.mark.parametrize("base", ["/desk/", "/ru/desk/"])
def test_asking_for_a_mail_looks_alike_for_every_address(committee: Committee, base: str, table: Any) -> None:
    pages = []
    for address in (SECRETARY.email, "stranger@example.kz"):
        browser = Browser(base=base)
        page = browser.submit(browser.get("sign-in"), "sign-in", email=address)
        pages.append((page.status, page.body.replace(address, "")))
    assert (pages[0], pages[0][0]) == (pages[1], 202)


def test_the_session_lies_in_a_cookie_that_no_script_and_no_other_site_gets(committee: Committee) -> None:
    secret, _ = desk_wiring.desk_service().sign_ins.issue(CALL, SECRETARY.id, OPEN + LINK_LIFETIME)  # type: ignore[attr-defined]
    page = Browser().post(f"sign-in/{secret}", [])
    cookie = page.headers["Set-Cookie"]
    name, _, rest = cookie.partition("=")
    assert (page.status, name) == (303, "__Host-desk")
    assert rest.split("; ")[1:] == ["Path=/", "Max-Age=43200", "HttpOnly", "Secure", "SameSite=Lax"]
    out = signed_in(SECRETARY)
    token = out.cookie
    assert out.submit(out.get(""), "sign-out").status == 200
    assert Browser(cookie=token).get("").status == 401


def test_every_answer_forbids_caches_frames_and_scripts_of_others(committee: Committee) -> None:
    browser, nobody = signed_in(SECRETARY), Browser()
    pages = [browser.get(""), nobody.get(""), nobody.get("nowhere"), browser.get("people"), nobody.get("sign-in")]
    for page in pages:
        policy = page.headers["Content-Security-Policy"]
        assert page.headers["Cache-Control"] == "no-store"
        assert ("default-src 'none'" in policy, "unsafe" in policy, "script-src 'self'" in policy) == (
            True,
            False,
            True,
        )
        scripts = re.findall(r"<script([^>]*)>(.*?)</script>", page.body, re.S)
        assert all(re.search(r' src="[^":]+"', attributes) and not words for attributes, words in scripts)


def test_the_secretary_lets_people_in_and_takes_them_out(committee: Committee) -> None:
    browser = signed_in(SECRETARY)
    page = browser.submit(browser.get("people"), "people/add", name="Жаңа Адам", email="jana@example.kz", role="expert",
                          language="ru", until="2021-12-31")  # fmt: skip
    assert "Жаңа Адам" in page.body
    added = next(each for each in committee.people.members(CALL) if each.name == "Жаңа Адам")
    assert (added.added_by, added.role, added.language) == (SECRETARY.actor, "expert", "ru")
    assert browser.submit(page, f"{added.id}/end").status == 200
    refused = browser.submit(page, "people/add", name="Жаңа Екінші", email="no address", role="expert", language="ru")
    assert (refused.status, "Жаңа Екінші" in refused.body) == (422, True)


def test_a_document_is_opened_by_a_short_link_on_record(committee: Committee, monkeypatch: pytest.MonkeyPatch) -> None:
    number = received(committee)
    from chalicelib.intake.append_event import Change, append

    detail = {"document": "d1", "kind": "presentation", "filename": "a.pdf", "size": 9, "sha256": "0" * 64,
              "content_type": "application/pdf"}  # fmt: skip
    append(
        committee.store, application(committee, number), Change("receive_document", "applicant", OPEN, detail=detail)
    )
    monkeypatch.setenv("DOCUMENTS_BUCKET", "documents")
    desk_wiring.desk_service.cache_clear()
    browser = signed_in(SECRETARY)
    page = browser.get(f"applications/{number}/documents/d1")
    assert (page.status, "X-Amz-Expires=60" in page.headers["Location"]) == (303, True)
    assert browser.get(f"applications/{number}/documents/d2").status == 404
    assert "құжатты ашты" in browser.get("journal").body
    assert signed_in(FIRST).get(f"applications/{number}/documents/d1").status == 403


@pytest.mark.parametrize(
    ("verdict", "said"), [("", "антивирус тексеруде"), ("infected", "антивирус қауіп тапты"), ("clean", "")]
)
def test_a_document_that_the_scanner_has_not_passed_is_called_so_and_leads_nowhere(
    committee: Committee, monkeypatch: pytest.MonkeyPatch, verdict: str, said: str
) -> None:
    number = received(committee)
    from chalicelib.intake.append_event import Change, append

    detail = {"document": "d1", "kind": "presentation", "filename": "a.jpg", "size": 9, "sha256": "0" * 64,
              "content_type": "image/jpeg", "checking": True}  # fmt: skip
    one = append(
        committee.store, application(committee, number), Change("receive_document", "applicant", OPEN, detail=detail)
    )
    if verdict:
        checked = {"document": "d1", "verdict": verdict}
        append(committee.store, one, Change("check_document", "scanner", OPEN, detail=checked))
    monkeypatch.setenv("DOCUMENTS_BUCKET", "documents")
    desk_wiring.desk_service.cache_clear()
    browser = signed_in(SECRETARY)
    page = browser.get(f"applications/{number}").body
    address = f"/desk/applications/{number}/documents/d1"
    assert "a.jpg" in page and "бұрынғы файл" not in page
    assert (said in page, page.count(address)) == (True, 0 if said else 2)
    assert browser.get(f"applications/{number}/documents/d1").status == (404 if said else 303)


def test_tasks_are_given_and_marked_and_exclusion_takes_two(committee: Committee) -> None:
    number, order = ordered(committee)
    browser = confirming(number)
    browser.submit(browser.get(f"orders/{order}"), "confirm")
    secretary = signed_in(SECRETARY, OPEN + 4 * DAY)
    page = secretary.submit(secretary.get(f"applications/{number}"), "task", title="Есеп беру", due="2021-09-25")
    assert "Есеп беру" in page.body
    page = secretary.submit(page, "task-done", note="Дайын")
    assert application(committee, number).events[-1].act == "finish_task"
    assert number in secretary.get("tasks").body
    order_page = secretary.submit(page, "/order", button="complete", text="Бағдарлама бітті")
    assert (order_page.status, application(committee, number).status) == (200, "admitted")


def test_an_exception_and_the_end_of_a_conflict_take_two(committee: Committee) -> None:
    number = interviewed(committee)
    late = OPEN + 9 * DAY
    declaring = signed_in(FIRST, late)
    fields = declaring.get(f"applications/{number}").form("conflict").fields
    declaring.post(f"applications/{number}/conflict", [*fields, ("answer", "yes"), ("why", "Туысым екен")])
    secretary = signed_in(SECRETARY, late)
    page = secretary.get(f"applications/{number}")
    assert "Туысым екен" in page.body
    forms = [form for form in Forms(page.body).found if form.action.endswith("/order")]
    exception, conflict = forms[0], forms[1]
    day = [("until-day", "2021-09-28"), ("until-time", "18:00"), ("text", "Ауырып қалған")]
    for form, typed in ((exception, day), (conflict, [("member", FIRST.id), ("text", "Аттас адам екен")])):
        kept = [pair for pair in form.fields if pair[0] not in dict(typed)]
        assert secretary.follow(secretary.post(form.action, [*kept, *typed])).status == 200
    kept = [pair for pair in conflict.fields if pair[0] != "text"]
    assert secretary.post(conflict.action, [*kept, ("member", SECOND.id), ("text", "Жоқ")]).status == 422
    browser = signed_in(SECOND, late)
    browser.submit(browser.get(f"applications/{number}"), "conflict", button="no")
    for order in committee.reviews.orders(CALL):
        assert "Жарияланды" in browser.submit(browser.get(f"orders/{order.id}"), "confirm").body
    last = application(committee, number).events[-1]
    assert (last.act, last.actor, last.detail["why"]) == ("make_exception", SECRETARY.actor, "Ауырып қалған")
    assert committee.reviews.review(CALL, number).conflict(FIRST.id) == ""


def test_a_place_is_not_given_twice_at_one_time(committee: Committee) -> None:
    first, second = received(committee), received(committee, settlement="Есік")
    secretary = signed_in(SECRETARY)
    assert appointed(secretary, first).status == 200
    taken = appointed(secretary, second)
    assert (taken.status, "Орын бұл уақытта бос емес" in taken.body, "Талдықорған" in taken.body) == (422, True, True)
    assert secretary.submit(taken, "schedule", place="Қапшағай").status == 200
    assert appointed(secretary, first).status == 200, "one's own place may be given again"


@pytest.mark.parametrize("sign", ["=", "＝", "＠", "\t=", "-"])
def test_no_sign_that_a_spreadsheet_starts_a_formula_with_stands_first_in_a_cell(
    committee: Committee, sign: str
) -> None:
    light = LightItem("2222-2222", 1, "submitted", 1, title=f"{sign}1+1", received="2021-09-15T04:00:00.000Z")
    committee.projection.keep(CALL, light)
    page = signed_in(SECRETARY).get("progress.csv?status=submitted")
    assert f"'{sign}1+1;" in page.body.replace('"', "")


def test_a_meeting_asks_once_who_is_who_however_many_lines_it_has(
    committee: Committee, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = [received(committee, settlement=settlement) for settlement in ("Есік", "Талғар", "Қаскелең")]
    browser, asked, members = signed_in(SECRETARY), [], type(committee.people).members
    monkeypatch.setattr(type(committee.people), "members", lambda self, call: asked.append(call) or members(self, call))
    page = browser.get("meeting?status=submitted")
    assert ([number in page.body for number in numbers], asked) == ([True] * 3, [CALL])


def test_a_list_goes_to_a_file_that_excel_opens_and_that_runs_nothing(committee: Committee) -> None:
    number = received(committee, project_title="=1+1 Жоба; «екі»")
    page = signed_in(SECRETARY).get("progress.csv?status=submitted")
    assert page.headers["Content-Disposition"] == 'attachment; filename="submitted.csv"'
    head, row, end = page.body.removeprefix("\ufeff").split("\r\n")
    assert (page.body[0], head.split(";")[0], end) == ("\ufeff", "Нөмірі", "")
    assert row.startswith(f'{number};"\'=1+1 Жоба; «екі»";тапсырылды;')
    assert "2021 жылғы 15 қыркүйек сағат 10.00" in keyboard_text(row)
    assert signed_in(member("observer")).get("progress.csv?status=submitted").status == 403


def test_the_same_list_goes_to_an_excel_file_whose_texts_stay_texts(committee: Committee) -> None:
    number = received(committee, project_title="=1+1 Жоба")
    for base, heading in (("/desk/", "Нөмірі"), ("/ru/desk/", "Номер")):
        browser = signed_in(SECRETARY, base=base)
        assert "progress.xlsx?status=submitted" in browser.get("progress?status=submitted").body
        page = browser.get("progress.xlsx?status=submitted")
        assert page.headers["Content-Disposition"] == 'attachment; filename="submitted.xlsx"'
        head, row = load_workbook(BytesIO(page.file)).active.iter_rows()  # type: ignore[union-attr]
        assert (head[0].value, row[0].value) == (heading, number)
        assert (row[1].value, row[1].data_type) == ("=1+1 Жоба", "s")
        (time,) = (cell.value for cell in row if cell.is_date)
        assert time == OPEN.astimezone(ZoneInfo(committee.call.timezone)).replace(tzinfo=None)
    assert signed_in(member("observer")).get("progress.xlsx?status=submitted").status == 403
    assert "list" in str(committee.journal.day(OPEN))


def test_numbers_and_addresses_are_masked_until_somebody_asks_on_record_after_a_fresh_sign_in(
    committee: Committee,
) -> None:
    number = received(committee)
    secret = [*(answers()[name] for name in ("leader_iin", "leader_email")), phone(answers()["leader_phone"])]
    secretary = signed_in(SECRETARY)
    page = secretary.get(f"applications/{number}")
    assert [words in page.body for words in (*secret, "•••14")] == [False, False, False, True]
    shown = secretary.submit(page, "unmask")
    assert (shown.status, [words in shown.body for words in secret]) == (200, [True] * 3)
    assert "жасырын деректерді ашты" in secretary.get("journal").body
    secretary.at += FRESH
    asked = secretary.submit(page, "unmask")
    assert (asked.status, any(words in asked.body for words in secret)) == (403, False)
