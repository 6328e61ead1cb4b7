"""Every kind of mail in both languages: words, facts, the rule, the way to the page, and never the key."""

import re
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from chalicelib.call import Call, words
from chalicelib.call.wording import keyboard_text
from chalicelib.intake.submit_application import submit
from chalicelib.notices import KINDS, plan
from chalicelib.notices.mail_composition import compose
from chalicelib.rules.application import Application
from chalicelib.rules.decline_guards import REASONS
from tests.building import OPEN, PEPPER, FakeStore, answers
from tests.notices.building import MAKERS, SITE, confirmed, mail, told

GOLDEN = Path(__file__).parent / "golden"
CITES = {
    "interview_scheduled": "interview", "interview_rescheduled": "interview", "window_opened": "supplement",
    "interview_recorded": "supplement", "interview_corrected": "supplement",
    "window_reminder": "supplement", "draft_reminder": "deadline", "draft_closed": "deadline", "admitted": "admission",
    "declined": "admission", "completed": "admission", "excluded": "exclusion", "task_assigned": "exclusion",
    "task_due": "exclusion", "task_missed": "exclusion", "submit_reopened": "deadline",
    "supplement_reopened": "supplement",
}  # fmt: skip


class Visible(HTMLParser):
    """The text a reader sees, and every element with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.elements = "", list[tuple[str, dict[str, str | None]]]()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def squeezed(text: str) -> str:
    return " ".join(text.replace("> ", " ").split())


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_mail_speaks_the_applicants_language_first_and_the_other_below(
    call: Call, kind: str, language: str
) -> None:
    other = {"kk": "ru", "ru": "kk"}[language]
    made = mail(call, kind, language)
    sentences = [words("mail")["frame.greeting"][each] for each in (language, other)]
    assert [made.text.index(sentence) for sentence in sentences] == sorted(map(made.text.index, sentences))
    assert made.text.startswith(sentences[0])
    assert made.subject == words("mail")[f"{kind}.subject"][language].format(number=made.subject.split(": ")[1])
    assert re.fullmatch(r"[2-9DFGJNRSUVW]{4}-[2-9DFGJNRSUVW]{4}", made.subject.split(": ")[1])
    assert f'<html lang="{language}">' in made.html


@pytest.mark.parametrize("kind", KINDS)
def test_no_brace_of_a_sentence_is_left_unfilled(call: Call, kind: str) -> None:
    made = mail(call, kind)
    assert re.findall(r"[{}]", made.subject + made.text) == []


@pytest.mark.parametrize("kind", KINDS)
def test_plain_text_and_html_say_the_same(call: Call, kind: str) -> None:
    made = mail(call, kind)
    seen = squeezed(Visible(made.html).text)
    missing = [line for line in made.text.splitlines() if squeezed(line).strip("-– ") and not said(line, seen)]
    assert missing == []


def said(line: str, seen: str) -> bool:
    """A fact is a row of a table in HTML, a link stands behind its rule's title."""
    words_ = squeezed(line).removeprefix("- ")
    if words_.startswith("http") or words_ in seen:
        return True
    label, _, value = words_.partition(": ")
    return label in seen and value in seen


@pytest.mark.parametrize(("kind", "rule"), CITES.items())
def test_the_rule_is_cited_with_its_text_and_its_anchor_in_each_language(call: Call, kind: str, rule: str) -> None:
    text = mail(call, kind).text
    assert call.rule(rule).text["kk"] in text and call.rule(rule).text["ru"] in text
    assert f"{SITE}/rules/#{rule}" in text and f"{SITE}/ru/rules/#{rule}" in text


@pytest.mark.parametrize("kind", KINDS)
def test_every_mail_leads_to_the_page_of_my_application(call: Call, kind: str) -> None:
    made = mail(call, kind)
    links = {attrs["href"] for tag, attrs in Visible(made.html).elements if tag == "a"}
    assert {f"{SITE}/my/", f"{SITE}/ru/my/"} <= links
    assert f"{SITE}/my/\n" in made.text and f"{SITE}/ru/my/\n" in made.text


def test_the_receipt_never_names_the_key(call: Call) -> None:
    store = FakeStore()
    receipt = submit(call, store, PEPPER, answers(), OPEN)
    application = Application(store.events(receipt.event.number))
    (notice,) = plan(call, application, application.events[0])
    made = compose(call, application, notice, SITE, OPEN)
    everything = f"{made.subject}{made.text}{made.html}"
    assert receipt.event.number in everything and receipt.event.answers_sha256 in everything
    assert receipt.key not in everything
    assert receipt.event.key_sha256 not in everything


def test_missing_documents_are_named_in_words(call: Call) -> None:
    text = keyboard_text(mail(call, "window_opened").text)
    assert "Жетіспейтін құжаттар:\n- Жоба көшбасшысының жеке куәлігінің көшірмесі\n" in text
    assert "Не хватает документов:\n- Копия удостоверения личности лидера\n" in text
    assert "2021 жылғы 20 қыркүйек сағат 24.00-ге дейін (Нұр-Сұлтан қ. уақыты бойынша)" in text
    assert "до 24.00 20 сентября 2021 года (по времени Нур-Султана)" in text


def test_a_mail_tells_what_its_event_did_whatever_happened_since(call: Call) -> None:
    late = told(call, "interview_rescheduled").application
    first, second = (notice for event in late.events[1:] for notice in plan(call, late, event))
    made = [compose(call, late, notice, SITE, OPEN) for notice in (first, second)]
    assert ["Қабанбай батыр" in each.text for each in made] == [True, False]
    assert ["SEQUENCE:0" in each.attachments[0].content.decode() for each in made] == [True, False]


def test_a_refusal_names_its_reason_and_what_the_committee_wrote(call: Call) -> None:
    text = mail(call, "declined").text
    assert "Негіздеме: сұхбаттан өткен жоқ\n" in text and "Основание: интервью не пройдено\n" in text
    assert text.count("> Жоспар айқын емес.\n") == 2


def test_every_reason_of_a_refusal_has_words() -> None:
    assert {key.removeprefix("reason.") for key in words("mail") if key.startswith("reason.")} == set(REASONS)


def test_a_draft_comes_back_whole_but_for_the_personal_number(call: Call) -> None:
    """To an address whose reader has shown that they read it; the others have it on the page (test_bounds)."""
    store = FakeStore()
    found = MAKERS["draft_closed"](call, store, later_field={"a": ["б"]})
    known = Application(store.events(confirmed(call, store, found.notice.number)))
    text = keyboard_text(compose(call, known, found.notice, SITE, found.notice.at).text)
    assert "Ауыл балаларына цифрлық сауаттылық" in text
    assert "> 1. Санат: Еңбекақы; Атауы: Мұғалімдер; Сомасы, теңге: 900 000" in text
    assert 'later_field\n> {"a": ["б"]}' in text
    assert "••••••••0014" in text and "900101100014" not in text


@pytest.mark.parametrize(
    "strange", [{"team_members": "мен"}, {"team_members": ["мен", {"x": 1}]}, {"stage": ["idea", 7]}, {"leader_iin": 5},
                {"beneficiaries": {"a": None}}, {"project_title": True}, {"application_language": ["kk"]}],
)  # fmt: skip
def test_a_draft_with_answers_of_any_kind_comes_back(call: Call, strange: dict[str, Any]) -> None:
    found = told(call, "draft_closed", **strange)
    assert compose(call, found.application, found.notice, SITE, found.notice.at).text


@pytest.mark.parametrize(("seconds", "minutes"), [(1, 1), (59, 1), (60, 1), (119, 1), (120, 2), (180, 3)])
def test_the_time_left_is_in_whole_minutes_and_never_none(call: Call, seconds: int, minutes: int) -> None:
    found = told(call, "draft_reminder")
    made = compose(call, found.application, found.notice, SITE, call.closes_at - timedelta(seconds=seconds))
    assert re.findall(r"Қалған уақыт: (.*)\.", made.text) == [f"{minutes}\u00a0минут"]


@pytest.mark.parametrize(("kind", "language"), [("received", "kk"), ("window_opened", "ru")])
def test_two_mails_to_the_mail(call: Call, kind: str, language: str) -> None:
    """When the words change on purpose, write the new ones there and read them once."""
    found = told(call, kind, application_language=language)
    made = compose(call, found.application, found.notice, SITE, found.notice.at)
    shown = f"{made.to}\n{made.subject}\n\n{made.text}".replace(found.notice.number, "2345-DFGJ")
    assert shown == (GOLDEN / f"{kind}.{language}.txt").read_text("utf-8")
