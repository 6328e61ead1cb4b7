"""Numbers about reviewers at the desk: counted from what the person may see already, so that they tell nothing else."""

from __future__ import annotations

import csv
import re
from io import StringIO

import pytest

from chalicelib.call import current_call
from chalicelib.desk import reviewer_sheets
from chalicelib.desk.committee import Committee
from chalicelib.rules.committee_rights import Member
from chalicelib.rules.csv_format import BOM
from chalicelib.rules.reviews import Declaration
from chalicelib.selection import interviews
from chalicelib.selection.committee_act import CommitteeAct
from chalicelib.web.desk import reviewer_routes
from chalicelib.web.desk.xlsx_file import TYPE
from tests.building import OPEN
from tests.desk.building import CALL
from tests.selection import building
from tests.web import test_desk
from tests.web.desk_browser import Page
from tests.web.test_desk import DAY, EXPERT, FIRST, SECOND, SECRETARY, project, signed_in

committee = test_desk.committee
PANEL = (FIRST, SECOND, EXPERT)
PLACES = ("Есік", "Түрген", "Шелек", "Қаскелең", "Талғар", "Текелі", "Үштөбе", "Жаркент")


def numbers(who: Member, base: str = "/desk/") -> Page:
    return signed_in(who, OPEN + 2 * DAY, base).get("progress/reviewers")


def lines(page: Page) -> dict[str, str]:
    """What stands beside each name."""
    rows = re.findall(r'<li class="desk-row"><strong dir="auto">(.*?)</strong>\s*<p>(.*?)</p>', page.body, re.DOTALL)
    return {name: re.sub(r"<[^>]+>", "", words) for name, words in rows}


def held(committee: Committee, place: str) -> str:
    """An interview held by three, and nobody has given points yet."""
    call, store = current_call(), committee.store
    number = building.scheduled(call, store, settlement=place)  # type: ignore[arg-type]
    panel = ([FIRST.name, SECOND.name], [EXPERT.name])
    interviews.record(building.desk(call, store), number, building.HELD, *panel, "passed")  # type: ignore[arg-type]
    project(committee, number)
    return number


def given(committee: Committee, number: str, *points: tuple[Member, int]) -> None:
    for who, count in points:
        desk = CommitteeAct(current_call(), committee.store, who.actor, OPEN + 1.2 * DAY)
        sheet = {str(n): count for n in range(1, 6)}
        interviews.score(desk, number, who.name, sheet, dict.fromkeys(sheet, "Негіз"))
        if who.role == "member":
            committee.reviews.declare(CALL, number, who.id, Declaration("no", "", OPEN))
    project(committee, number)


def test_progress_mean_severity_and_agreement_stand_beside_the_names(committee: Committee) -> None:
    for n, place in enumerate(PLACES):
        given(committee, held(committee, place), (FIRST, 4), (SECOND, 7 + n % 2), (EXPERT, 6))
    held(committee, "Алтынемел")
    told = {
        "/desk/": ("Орындалғаны: 8, барлығы: 9", "Орташа: 7,5", "айырмасы: +1,67", "назар аударыңыз", "Келісім"),
        "/ru/desk/": ("Сделано: 8 из 9", "Среднее: 7,5", "от других: +1,67", "обратите внимание", "Согласие"),
    }
    for base, words in told.items():
        page = numbers(SECRETARY, base)
        assert [each for each in words if each not in page.body] == []
        assert list(lines(page)) == sorted(person.name for person in PANEL)
        progress = signed_in(SECRETARY, OPEN + 2 * DAY, base).get("progress")
        assert f'href="{base}progress/reviewers"' in progress.body


@pytest.mark.parametrize("viewer", [SECRETARY, SECOND], ids=lambda who: who.id)
def test_while_the_round_is_open_the_page_is_the_same_whatever_others_gave(
    committee: Committee, viewer: Member
) -> None:
    pages = set()
    for place, points in zip(PLACES, (0, 5, 10), strict=False):
        number = held(committee, place)
        given(committee, number, (FIRST, points))
        # Only the counts of who has given points may move, and they do so alike.
        page = numbers(viewer)
        assert page.status == 200
        pages.add(re.sub(r"\d+", "", page.body.partition("<main")[2].partition("<form")[0]))
    assert len(pages) == 1 and "Орташа" not in pages.pop()


def test_what_one_has_judged_is_counted_for_oneself_alone_and_for_all_when_the_round_is_closed(
    committee: Committee,
) -> None:
    number = held(committee, PLACES[0])
    given(committee, number, (FIRST, 3), (SECOND, 8))
    assert "Орташа: 3" in lines(numbers(SECOND))[FIRST.name]
    assert "Орташа" not in "".join(lines(numbers(SECRETARY)).values())
    given(committee, number, (EXPERT, 6))
    assert "Орташа: 6" in lines(numbers(SECRETARY))[EXPERT.name]


def test_a_conflict_takes_an_application_out_of_the_numbers(committee: Committee) -> None:
    number = held(committee, PLACES[0])
    given(committee, number, (SECOND, 8), (EXPERT, 6))
    committee.reviews.declare(CALL, number, FIRST.id, Declaration("yes", "туыс", OPEN))
    assert "Орташа: 8" in lines(numbers(SECRETARY))[SECOND.name]
    assert "Орташа" not in "".join(lines(numbers(FIRST)).values())


def test_of_too_little_it_says_so_and_an_expert_has_no_such_page(committee: Committee) -> None:
    number = held(committee, PLACES[0])
    given(committee, number, (FIRST, 3), (SECOND, 8), (EXPERT, 6))
    page = numbers(SECRETARY)
    assert page.body.count("айтуға тым аз") == 4
    assert numbers(EXPERT).status == 403
    assert "progress/reviewers" not in signed_in(EXPERT, OPEN + 2 * DAY).get("progress").body


def test_more_than_one_page_opens_is_said(committee: Committee, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reviewer_sheets, "MOST_OPENED", 1)
    monkeypatch.setattr(reviewer_routes, "MOST_OPENED", 1)
    for place in PLACES[:2]:
        given(committee, held(committee, place), (FIRST, 3), (SECOND, 8), (EXPERT, 6))
    page = numbers(SECRETARY)
    assert "балл қойылған алғашқы 1 өтінім" in page.body and "саны: 1." in page.body


def test_more_than_are_read_is_said_and_what_stands_there_goes_to_files(
    committee: Committee, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in PLACES:
        given(committee, held(committee, place), (FIRST, 4), (SECOND, 7), (EXPERT, 6))
    secretary = signed_in(SECRETARY, OPEN + 2 * DAY)
    whole = secretary.get("progress/reviewers.csv").body
    lines = list(csv.reader(StringIO(whole.removeprefix(BOM)), delimiter=";"))
    assert lines[0] == ["Аты-жөні", "Бағалады", "Орташа", "Шашырауы", "Басқалардан айырмасы", "Ескертпе"]
    by_name = {line[0]: line[1:5] for line in lines[1:4]}
    assert (list(by_name), by_name[FIRST.name]) == (sorted(who.name for who in PANEL), ["8/8", "4", "0,0", "−1,67"])
    assert "Мұнда бәрі емес" not in whole
    assert secretary.get("progress/reviewers.xlsx").headers["Content-Type"] == TYPE
    told = [line["act"] for line in committee.journal.day(OPEN + 2 * DAY) if line.get("about") == "reviewers"]
    assert told == ["desk list", "desk list"]
    monkeypatch.setattr(reviewer_routes, "MOST_LISTED", 3)
    page = numbers(SECRETARY)
    assert "Сделано: 3 из 3" in numbers(SECRETARY, "/ru/desk/").body and "алғашқы 3 өтінім" in page.body
    assert "Мұнда бәрі емес" in secretary.get("progress/reviewers.csv").body
    assert signed_in(EXPERT, OPEN + 2 * DAY).get("progress/reviewers.csv").status == 403
