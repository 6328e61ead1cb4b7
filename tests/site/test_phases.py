"""Every page in every phase of the call, as the build leaves it: read without a script."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import translation_check
from playwright.sync_api import Browser, Page, Route, expect

from chalicelib.call.page_phase import PagePhase
from chalicelib.pages.phase_parts import in_phase, phase_file, when
from tests.site.conftest import CLOCK
from tests.site.reading import HOMES, PAGES, text_of, words_of

pytestmark = pytest.mark.call_of_2021

BY_HOME = pytest.mark.parametrize("language", HOMES)
BY_PHASE = pytest.mark.parametrize("phase", PagePhase)
AT = {
    "upcoming": "2021-09-01T10:00:00.000+06:00", "open": "2021-09-15T10:00:00.000+06:00",
    "last_day": "2021-09-30T10:00:00.000+06:00", "closed": "2021-10-01T10:00:00.000+06:00",
}  # fmt: skip
HIDDEN = re.compile(r"<(\w+)\b[^>]*\shidden(?=[\s>])[^>]*>.*?</\1>", re.DOTALL)


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


def html_in(site: Path, language: str, name: str, phase: PagePhase) -> str:
    return (site / HOMES[language] / name / phase_file("index.html", phase)).read_text("utf-8")


def shown(html: str) -> str:
    """Without what is hidden: nothing hidden by a phase holds an element of its own name."""
    return HIDDEN.sub("", html.partition("<body")[2])


@BY_HOME
@BY_PHASE
@pytest.mark.parametrize("name", PAGES)
def test_a_button_to_apply_stands_on_a_page_only_while_one_can(
    built_site: Path, language: str, phase: PagePhase, name: str
) -> None:
    page = shown(html_in(built_site, language, name, phase))
    links = re.findall(rf'<a class="button"[^>]* href="/{HOMES[language]}apply/"', page)
    expected = 2 if name == "" and phase in ("open", "last_day") else 0

    assert len(links) == expected


@BY_HOME
@pytest.mark.parametrize("name", PAGES)
def test_no_link_of_a_closed_call_leads_to_its_form(built_site: Path, language: str, name: str) -> None:
    """But for the way to one's own unfinished words, and for the switch of languages on that page itself."""
    page = shown(html_in(built_site, language, name, PagePhase.CLOSED))
    rest = re.sub(r'<p class="unfinished-link">.*?</p>|<nav class="languages".*?</nav>', "", page, flags=re.DOTALL)

    assert 'class="bar"' in rest and "<footer" in rest
    assert f'href="/{HOMES[language]}apply/"' not in rest


@BY_HOME
@BY_PHASE
def test_the_announcement_says_that_applications_are_taken_only_while_they_are(
    built_site: Path, language: str, phase: PagePhase
) -> None:
    page = html_in(built_site, language, "", phase)
    main = words_of(text_of(shown(page).partition("<main")[2].partition("</main")[0]))
    taken = {"kk": "тіркеуден өту қажет", "ru": "пройти регистрацию по ссылке"}
    over = {"kk": "Өтінім 2021 жылғы 30 қыркүйек сағат 18.00-ге дейін", "ru": "Заявки принимались до 18.00 30 сентября"}
    heading = {"kk": "Өтінімдерді қабылдау аяқталды", "ru": "Приём заявок завершён"}[language]
    is_closed = phase is PagePhase.CLOSED

    assert (words_of(taken[language]) in main, words_of(over[language]) in main, words_of(heading) in main) == (
        not is_closed,
        is_closed,
        is_closed,
    )


@BY_HOME
def test_search_knows_the_announcement_as_it_is_while_the_call_is_open(built_site: Path, language: str) -> None:
    index = json.loads((built_site / HOMES[language] / "search" / "search_index.json").read_text("utf-8"))
    told = [entry for entry in index["docs"] if entry["location"].endswith("#how")]

    assert [entry["title"] for entry in told] == [{"kk": "Өтінім қалай беріледі", "ru": "Как подать заявку"}[language]]
    assert not any(word in told[0]["text"] for word in ("принимались", "қабылданды.", "Приём заявок завершён"))


@BY_HOME
@BY_PHASE
def test_the_form_stands_on_its_page_only_while_it_can_be_sent(
    built_site: Path, language: str, phase: PagePhase
) -> None:
    page = html_in(built_site, language, "apply/", phase)

    assert ("<form" in page.partition("<main")[2].partition("</main")[0]) == (phase in ("open", "last_day"))


@BY_HOME
@pytest.mark.parametrize("phase", [PagePhase.OPEN, PagePhase.LAST_DAY])
def test_nobody_is_told_on_the_last_day_that_there_are_evenings_left(
    built_site: Path, language: str, phase: PagePhase
) -> None:
    pages = [words_of(text_of(shown(html_in(built_site, language, name, phase)))) for name in ("", "apply/")]
    evenings = {"kk": ("бірнеше кеш бойы", "бірнеше күнге бөліп"), "ru": ("несколько вечеров", "несколько дней")}[
        language
    ]
    until = {"kk": "Бұл — қабылдаудың соңғы тәулігі", "ru": "Идут последние сутки приёма"}[language]
    is_last = phase is PagePhase.LAST_DAY

    assert [words_of(words) in page for words, page in zip(evenings, pages, strict=True)] == [not is_last] * 2
    assert (words_of(until) in pages[1]) == is_last


@BY_HOME
@BY_PHASE
def test_a_date_to_remember_is_offered_while_it_is_ahead(built_site: Path, language: str, phase: PagePhase) -> None:
    links = [shown(html_in(built_site, language, name, phase)).count("call.ics") for name in ("", "rules/")]

    assert links == ([0, 0] if phase is PagePhase.CLOSED else [2, 1])


@BY_HOME
def test_a_closed_page_says_so_and_leads_to_results_contacts_and_ones_application(
    built_site: Path, language: str
) -> None:
    page = html_in(built_site, language, "apply/", PagePhase.CLOSED)
    over = {"kk": "Өтінім қабылдау аяқталды", "ru": "Приём заявок завершён"}[language]
    main = page.partition("<main")[2]

    assert re.search(r"<title>([^·<]+) ·", page)[1] == over
    assert re.search(r"<h1[^>]*>(.*?)</h1>", page)[1] == over
    assert all(f'href="/{HOMES[language]}{to}/"' in main for to in ("results", "my"))
    assert "tel:+77282411581" in main
    assert "<noscript>" in main


@BY_HOME
def test_before_opening_the_page_says_when_and_leads_to_the_questions(built_site: Path, language: str) -> None:
    page = html_in(built_site, language, "apply/", PagePhase.UPCOMING)
    opens = {"kk": "2021 жылғы 10 қыркүйек сағат 00.00", "ru": "10 сентября 2021 года в 00.00"}[language]

    assert opens in " ".join(text_of(page).split())
    assert f'href="/{HOMES[language]}checklist/"' in page.partition("<main")[2]


@BY_HOME
@BY_PHASE
def test_both_languages_have_the_same_pages_in_each_phase(built_site: Path, language: str, phase: PagePhase) -> None:
    assert translation_check.problems(built_site, list(HOMES)) == []
    for name in PAGES:
        assert "<!--when" not in html_in(built_site, language, name, phase)
        assert "<!--end when" not in html_in(built_site, language, name, phase)


def test_the_form_that_words_are_rescued_with_is_the_forms_own(built_site: Path) -> None:
    for home in HOMES.values():
        apart = (built_site / home / "apply" / "form.txt").read_text("utf-8")
        assert apart in (built_site / home / "apply" / "index.html").read_text("utf-8")


def test_a_page_of_a_closed_call_weighs_no_more_than_it_says(built_site: Path) -> None:
    closed = html_in(built_site, "kk", "apply/", PagePhase.CLOSED)

    assert len(closed.encode()) < 15_000, "the form is not in it"


def test_a_piece_of_a_phase_that_there_is_not_is_an_error() -> None:
    with pytest.raises(ValueError, match="later"):
        when("open later", "x")
    with pytest.raises(ValueError, match="later"):
        in_phase('<p data-when="later">x</p>', PagePhase.OPEN)
    with pytest.raises(ValueError, match="Open"):
        in_phase("<!--when Open-->x<!--end when-->", PagePhase.OPEN)


@pytest.mark.parametrize("phases", ["open last_day", " open  last_day ", "\tlast_day\topen"])
@pytest.mark.parametrize("begins", ["<!--when", "<!-- when", "<!--\twhen"])
@pytest.mark.parametrize("ends", ["<!--end when-->", "<!-- end when -->", "<!--  end  when-->\n"])
def test_a_piece_is_shown_in_its_phases_alone_however_its_marks_are_spaced(phases: str, begins: str, ends: str) -> None:
    page = f"a{begins} {phases}-->b{ends}c<!--whenever-->"

    assert {phase: in_phase(page, phase) for phase in PagePhase} == {
        "upcoming": "ac<!--whenever-->", "open": "abc<!--whenever-->", "last_day": "abc<!--whenever-->",
        "closed": "ac<!--whenever-->",
    }  # fmt: skip


def at(tab: Page, address: str, phase: str, now: str = "") -> None:
    """The page as a front of that phase gives it, and a server's clock that agrees."""

    def page(route: Route) -> None:
        route.continue_(url=route.request.url + phase_file("index.html", PagePhase(phase)))

    tab.route(re.compile(r"/$"), page)
    told = {**CLOCK, "phase": phase, "now": now or AT[phase], "rehearsal": False}
    tab.route("**/api/call", lambda route: route.fulfill(json=told))
    tab.goto(f"{address}/apply/")


WORDS = {"answers": {"settlement": "Талғар"}, "unsaved": True}


def keep(tab: Page, address: str, place: str, value: object) -> None:
    tab.goto(f"{address}/my/")
    key = f"baiqau:{CLOCK['id']}{place}"
    tab.evaluate("([key, value]) => localStorage.setItem(key, value)", [key, json.dumps(value)])


def test_a_closed_call_shows_an_empty_device_no_form_and_asks_for_none(tab: Page, address: str) -> None:
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    at(tab, address, "closed")
    tab.wait_for_load_state("networkidle")

    expect(tab.locator("form#application")).to_have_count(0)
    assert not any("form" in url.rpartition("/")[2] and not url.endswith(".css") for url in asked)


def test_words_left_on_the_device_are_shown_after_closing_and_can_be_taken_but_not_sent(
    tab: Page, address: str
) -> None:
    keep(tab, address, "", WORDS)
    at(tab, address, "closed")

    expect(tab.locator("#words-here")).to_be_visible()
    expect(tab.locator("[name=settlement]")).to_have_value("Талғар")
    expect(tab.locator("#form-place [type=submit]").filter(visible=True)).to_have_count(0)
    with tab.expect_download() as download:
        tab.get_by_role("button", name="Жауаптарымды жүктеп алу").first.click()
    assert "Талғар" in Path(download.value.path()).read_text("utf-8")


def test_a_window_of_ones_own_opens_the_form_after_closing(tab: Page, address: str) -> None:
    work = {"number": "2DFG-7JNR", "key": "k", "version": 1, "mode": "supplement"}
    work["until"] = "2021-10-04T00:00:00.000+06:00"
    keep(tab, address, ":2DFG-7JNR", {"answers": {}, "work": work, "unsaved": False})
    keep(tab, address, ":slot", f"baiqau:{CLOCK['id']}:2DFG-7JNR")
    at(tab, address, "closed")
    tab.locator("#form-place a[href='#check-answers']").first.click()

    expect(tab.locator("#form-place .bq-button[type=submit]").filter(visible=True)).to_have_count(1)
    expect(tab.locator("#words-here")).to_be_hidden()


def test_a_form_that_does_not_come_is_told_and_nothing_is_lost(tab: Page, address: str) -> None:
    keep(tab, address, "", WORDS)
    tab.route("**/form.txt", lambda route: route.abort())
    at(tab, address, "closed")

    expect(tab.locator("#words-unread")).to_be_visible()
    assert json.loads(tab.evaluate(f"localStorage.getItem('baiqau:{CLOCK['id']}')")) == WORDS


def test_a_page_that_waits_for_the_opening_offers_the_form_when_it_comes(tab: Page, address: str) -> None:
    link = tab.locator("main .bq-button[href='/apply/']")

    def waits(now: str) -> bool:
        at(tab, address, "upcoming", now=now)
        return link.is_hidden()

    # A busy machine that is late for the opening has more time the next time.
    assert any(waits(f"2021-09-09T23:59:{second}+06:00") for second in ("58.500", "45.000", "15.000"))
    expect(link).to_be_visible()


@pytest.mark.parametrize("phase", PagePhase)
def test_without_scripts_the_page_of_the_phase_is_whole(browser: Browser, address: str, phase: PagePhase) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 800})
    tab = context.new_page()
    tab.goto(f"{address}/ru/apply/{phase_file('index.html', phase)}")
    wide = tab.evaluate("document.documentElement.scrollWidth")
    # One section stands in sight at a time: the form is sent from its last one.
    for last in tab.locator(".bq-toc a[href='#check-answers']").all():
        last.click()

    buttons = tab.locator("main button[type=submit], main .bq-button").filter(visible=True)
    said = {"upcoming": "Все вопросы формы", "closed": "Моя заявка"}.get(phase, "Отправить заявку")
    expect(buttons.filter(has_text=said).first).to_be_visible()
    assert wide <= 320
    context.close()
