"""Ways about the desk: from a page's head to what is done on it, from the first page to a day of interviews."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from chalicelib.desk.committee import Committee
from chalicelib.projection.light_item import LightItem
from chalicelib.rules.instant_format import write_instant
from chalicelib.web.desk import agenda
from tests.building import OPEN
from tests.desk.building import CALL
from tests.web import test_desk
from tests.web.desk_browser import Browser
from tests.web.test_desk import DAY, EXPERT, FIRST, SECRETARY, received, signed_in

committee = test_desk.committee
PLACES = ("Есік", "Түрген", "Шелек")


def jumps(body: str) -> list[str]:
    return re.findall(r'<li><a href="#(\w+)">', body)


def test_the_head_of_an_application_leads_to_every_place_where_something_is_done(committee: Committee) -> None:
    number = received(committee)
    secretary = signed_in(SECRETARY)
    assert jumps(secretary.get(f"applications/{number}").body) == ["answers", "schedule", "decision"]
    test_desk.appointed(secretary, number)
    test_desk.recorded(signed_in(SECRETARY, OPEN + 1.1 * DAY), number)
    for who, expected in ((SECRETARY, ["answers", "record", "decision"]), (FIRST, ["answers", "points", "decision"])):
        browser = signed_in(who, OPEN + 1.2 * DAY)
        page = browser.get(f"applications/{number}")
        if who is FIRST:
            assert jumps(page.body) == []
            page = browser.submit(page, "conflict", button="no")
        assert jumps(page.body) == expected
        assert [place for place in expected if page.body.count(f'<h2 id="{place}">') != 1] == []


def test_whoever_has_several_to_appoint_is_shown_the_way_to_a_day_of_interviews(committee: Committee) -> None:
    received(committee)
    assert "interviews#plan" not in signed_in(SECRETARY).get("").body
    received(committee, settlement="Есік")
    assert 'href="/desk/interviews#plan"' in signed_in(SECRETARY).get("").body
    assert 'id="plan"' in signed_in(SECRETARY).get("interviews").body
    assert "interviews#plan" not in signed_in(FIRST).get("").body


def test_what_was_appointed_is_told_by_its_title(committee: Committee) -> None:
    titles = [f"«{place}» орталығы" for place in PLACES]
    for place, title in zip(PLACES, titles, strict=True):
        received(committee, settlement=place, project_title=title)
    secretary = signed_in(SECRETARY)
    asked = secretary.submit(
        secretary.get("interviews"), "interviews/plan", when__day="2021-09-16", when__time="10:00", place="Талдықорған",
        format="offline", count="2",
    )  # fmt: skip
    told = secretary.submit(asked, "interviews/appoint")
    assert sum(title in told.body for title in titles) == 2


def test_people_stand_by_role_and_name(committee: Committee) -> None:
    for name, key in (("Мүше Ақан", "zz"), ("Мүше Әділ", "aa")):
        committee.people.add(CALL, replace(FIRST, id=key, name=name, email=f"{key}@example.kz"))
    names = re.findall(
        r'name="(?:committee|expert)" value="\w+"[^>]*> ([^<]+)</label>', signed_in(SECRETARY).get("interviews").body
    )
    assert names == [
        "Хатшы Сәуле",
        "Мүше Ақан",
        "Мүше Әділ",
        "Мүше Болат",
        "Мүше Ерлан",
        "Сарапшы Гүлнар",
        "Сарапшы Нұр",
    ]


def scheduled(committee: Committee, whens: Sequence[datetime]) -> None:
    for place, when in enumerate(whens):
        number = f"{place:04}".translate(str.maketrans("01", "GJ"))
        item = LightItem(
            f"2345-{number}", 3, "interview_scheduled", 1, "Ұзақ атауы бар жоба " * 5, received=write_instant(OPEN),
            when=write_instant(when), place="Талдықорған, Тәуелсіздік даңғылы, 38", minutes=5,
            expected=(FIRST.name, EXPERT.name),
        )  # fmt: skip
        committee.projection.keep(CALL, item)


@pytest.mark.parametrize("base", ["/desk/", "/ru/desk/"])
def test_a_crowded_agenda_stays_light_and_says_what_it_leaves_out(committee: Committee, base: str) -> None:
    today = [OPEN + 2 * DAY + timedelta(minutes=5 * n) for n in range(agenda.MOST_A_DAY + 7)]
    scheduled(committee, [OPEN + timedelta(minutes=5 * n) for n in range(agenda.MOST_WAITING + 9)] + today)
    browser: Browser = signed_in(SECRETARY, OPEN + 2 * DAY - timedelta(hours=1), base)
    body = browser.get("interviews").body
    assert len(body.encode()) < 50_000
    left_out = {
        "/desk/": ("тағы 7 сұхбат", "бұдан да көп"),
        "/ru/desk/": ("Ещё 7 интервью", "без внесённого итога больше"),
    }
    assert [words for words in left_out[base] if words not in body] == []
