"""The form as HTML: every question in both languages, every word kept, every problem linked."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import scripts

from chalicelib.call import Call, words
from chalicelib.pages import result_pages as pages
from chalicelib.pages import site_fragments
from chalicelib.pages.form_data import data_file
from chalicelib.rules import lifecycle
from chalicelib.rules.completeness import judge
from chalicelib.web import problem_sentences, request_parsing
from tests.building import answers
from tests.pages.reading import read

pytestmark = pytest.mark.call_of_2021

LANGUAGES = ("kk", "ru")
# Rooms of words/page.toml whose keys are put together from a code.
COMPOSED = ["exception", "window", "status", "act", "package_state", "interview", "criteria", "my", "task_state",
            "outcome", "offer_state", "stands", "next", "work", "receipt", "abandon", "withdraw",
            "section"]  # fmt: skip
TITLE = {"title": "Т", "detail": "Д"}
SCRIPT = '"><script>alert(1)</script>'


def problem(field: str) -> dict[str, str]:
    return {"field": field, "code": "required", "message": f"m {field}"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_stands_in_the_form_with_its_label_hint_and_options(call: Call, language: str) -> None:
    html = site_fragments.application_form(call, language)
    page = read(html)
    for field in call.form:
        assert field.id in page.ids
        for each in (field, *field.columns):
            assert each.label[language] in page.text
            assert not each.hint or each.hint[language] in page.text
            assert all(option.label[language] in page.text for option in each.options)
    assert all(section.label[language] in page.text for section in call.form.sections)
    assert call.consent.text[language] in page.text and call.no_grant[language] in page.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_ids_are_unique_and_every_description_exists(call: Call, language: str) -> None:
    page = read(pages.incomplete_page(call, language, answers(), [problem(f.id) for f in call.form], "Т"))
    assert len(page.ids) == len(set(page.ids))
    assert set(page.described) <= set(page.ids)


def test_both_languages_have_the_same_questions_and_links(call: Call) -> None:
    kk, ru = (read(site_fragments.application_form(call, language)) for language in LANGUAGES)
    assert kk.ids == ru.ids and kk.names == ru.names
    assert [link.replace("/ru/", "/") for link in ru.links] == kk.links


def test_no_answer_is_cut_and_nothing_blocks_an_incomplete_post(call: Call) -> None:
    html = site_fragments.application_form(call, "kk")
    assert "maxlength" not in html and " required" not in html and "novalidate" in html


@pytest.mark.parametrize("made", [answers(), answers(stage="idea", team_experience="a\nb", geography="whole_region")])
def test_a_posted_page_sends_back_what_it_was_made_of(call: Call, made: dict[str, Any]) -> None:
    page = read(pages.refusal_page(call, "ru", TITLE | {"rule": "deadline"}, made))
    sent = request_parsing.read(call.form, {"content-type": request_parsing.FORM}, urlencode(page.pairs).encode())
    assert sent.page_language == "ru" and sent.idempotency_key == ""
    assert judge(call.form, sent.answers).answers == judge(call.form, made).answers


def test_every_name_is_one_the_server_knows(call: Call) -> None:
    known = {field.id for field in call.form}
    cells = {f"{f.id}-0-{c.id}" for f in call.form for c in f.columns}
    found = {re.sub(r"-\d+-", "-0-", name) for name in read(site_fragments.application_form(call, "kk")).names}
    assert found == (known - {f.id for f in call.form if f.columns}) | cells | {"_language", "idempotency_key"}


def test_every_problem_leads_to_its_question(call: Call) -> None:
    places = [
        place
        for f in call.form
        for place in (
            f.id,
            *(f"{f.id}[{i}]" for i in (0, 1) if f.columns),
            *(f"{f.id}[{i}].{c.id}" for c in f.columns for i in (0, 1)),
        )
    ]
    html = pages.incomplete_page(call, "kk", answers(), [problem(place) for place in places], "Т")
    page = read(html)
    targets = [link[1:] for link in page.links if link.startswith("#")]
    assert set(targets) <= set(page.ids) | {"content"}
    assert [re.sub(r"\[(\d+)\]\.?", r"-\1-", place).rstrip("-") for place in places] == targets[1 : len(places) + 1]
    assert all(f"m {place}" in page.text for place in places)


def test_a_problem_with_no_question_is_told_without_a_link(call: Call) -> None:
    page = read(pages.incomplete_page(call, "kk", {"x\ud800": 1}, [problem("x\ud800"), problem("bin[0].z")], "Т"))
    assert "x\ufffd: m x\ufffd" in page.text and not any(link.startswith("#x") for link in page.links)


ODD = [None, True, False, 0, 1.5, float("nan"), 10**40, "", "\ud800", "a\0b", SCRIPT, [], [None], [[1]], {}, {"a": [1]},
       ["\udfff", {"b": None}], [{"full_name": [1], "role": {"x": 1}, "z": 2}, 7, None, "s"], [{}] * 5000]  # fmt: skip


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: repr(odd)[:30])
def test_no_answer_of_any_type_can_break_a_page(call: Call, odd: Any) -> None:
    sent = {field.id: odd for field in call.form} | {"unknown\ud800\0": odd}
    found = problem_sentences.problems_in_words(judge(call.form, sent).problems, "ru")
    for html in (
        pages.incomplete_page(call, "ru", sent, found, "Т"),
        pages.page_for_problem(call, "kk", TITLE | {"status": 409}, sent),
        pages.receipt_page(call, "kk", {"number": "n", "key": "k", "dropped": ["bin", "?"]}, sent),
        pages.application_page(call, "ru", {"answers": sent}),
    ):
        html.encode("utf-8")
        assert "<script>alert" not in html and "\0" not in html


@pytest.mark.parametrize("words_sent", ["<b>", '"quoted"', "\u202eleft", "  two  spaces", "line\nline", "\n\nlead"])
def test_words_come_back_exactly_as_they_were_sent(call: Call, words_sent: str) -> None:
    made = answers(team_experience=words_sent, project_title=words_sent.replace("\n", " "))
    made["team_members"] = [{"full_name": words_sent.replace("\n", " "), "experience": words_sent}]
    pairs = dict(read(pages.refusal_page(call, "kk", TITLE, made)).pairs)
    assert pairs["team_experience"] == pairs["team_members-0-experience"] == words_sent
    assert pairs["team_members-0-full_name"] == pairs["project_title"] == words_sent.replace("\n", " ")


def test_what_no_question_can_hold_is_handed_back_beside_the_form(call: Call) -> None:
    sent = {"stage": "мүлдем жаңа", "geography": ["191000000", "moon"], "team_members": [{"nick": "Әже"}, "жол"],
            "declare_truth": "иә", "other_question": {"a": "Ә"}}  # fmt: skip
    page = read(pages.refusal_page(call, "kk", TITLE, sent))
    pairs = page.pairs
    assert ("stage", "мүлдем жаңа") in pairs and ("geography", "moon") in pairs and ("geography", "191000000") in pairs
    assert all(part in page.text for part in ("Әже", "жол", "иә", '{"a": "Ә"}', "team_members[0].nick"))


def test_rows_flooding_a_table_are_handed_back_as_text(call: Call) -> None:
    sent = {"budget_items": [{"item": f"зат {i}"} for i in range(3000)]}
    page = read(pages.refusal_page(call, "kk", TITLE, sent))
    assert "зат 2999" in page.text and len(page.names) < 600


def test_the_browser_gets_the_same_definition_and_cannot_be_left(call: Call) -> None:
    file = data_file(call, "ru")
    assert f'src="/assets/{file.name}"' in site_fragments.application_form(call, "ru")
    blob = file.text.removeprefix("window.baiqauForm=").removesuffix(";\n")
    data = json.loads(blob)
    assert "<" not in blob and [f["id"] for f in data["fields"]] == [f.id for f in call.form]
    assert data["problems"] == {code: text["ru"] for code, text in words("problems").items()}
    limits = {f["id"]: (f.get("min"), f.get("max")) for f in data["fields"]}
    assert limits == {f.id: (f.min, f.max) for f in call.form}


def test_conditions_are_told_in_words_of_the_form(call: Call) -> None:
    text = read(site_fragments.application_form(call, "ru")).text
    assert "Заполняйте, только если «Правовой статус» — «Юридическое лицо»." in text
    assert "Заполняйте, только если «Общий бюджет проекта, тенге» больше 0." in text
    assert "обязательно, если «Стадия проекта» — «Идея» или «Ранняя стадия в пилотном режиме»" in text


def test_a_receipt_shows_its_proof_and_all_answers(call: Call) -> None:
    receipt = {"number": "2DFG-7JNR", "key": "SECRET-KEY", "received_at": "2021-09-30T17:59:59.999+06:00", "version": 1,
               "answers_sha256": "ab" * 32, "dropped": ["conflict_details"]}  # fmt: skip
    text = read(pages.receipt_page(call, "ru", receipt, answers())).text
    for part in ("2DFG-7JNR", "SECRET-KEY", "30 сентября 2021 года в 17:59:59,999 (по времени Нур-Султана)", "ab" * 32,
                 "Укажите подробнее", "Ахметов Нұрлан", "Талгарский район", "Мұғалімдер"):  # fmt: skip
        assert part in text


def test_a_refusal_cites_its_rule_and_links_to_it_in_the_readers_language(call: Call) -> None:
    page = read(pages.refusal_page(call, "ru", TITLE | {"rule": "deadline"}, answers()))
    assert "/ru/rules/#deadline" in page.links and call.rule("deadline").text["ru"] in page.text
    assert all(f"tel:{phone.dial}" in page.links for phone in call.contact.phones)


def test_an_application_is_told_in_words_and_its_key_is_nowhere_in_an_address(call: Call) -> None:
    view = {"number": "2DFG-7JNR", "status": "not_admitted", "version": 1, "answers": answers(),
            "received_at": "2021-09-15T10:00:00.000+06:00",
            "windows": {"edit_until": None, "supplement_until": "2021-10-05T00:00:00.000+06:00"},
            "package": {"state": "to_be_supplemented", "missing": ["leader_id"]}, "documents": [],
            "interview": {"when": "2021-10-01T10:00:00.000+06:00", "place": "Талғар", "format": "phone",
                          "held": "2021-10-01", "outcome": "failed"},
            "decision": {"act": "decline", "reason": "criteria", "text": "Себебі <b>"}, "exception": True,
            "tasks": [{"title": "Қаржы моделі", "due": "2021-11-01", "state": "missed"}],
            "history": [{"at": "2021-09-15T10:00:00.000+06:00", "act": "submit"}]}  # fmt: skip
    text = read(pages.application_page(call, "kk", view)).text
    for part in ("2DFG-7JNR", "құжаттар пакеті енді өзгермейді",
                 "Ұйымдастыру комитеті жобаны акселераторға жібермеу туралы шешім шығарды.",
                 "критерийлерге сәйкес келмейді",
                 "Өтінім жіберілді", "2021 жылғы 15 қыркүйек сағат 10.00", "4 қазан сағат 24.00-ге дейін", "Себебі <b>",
                 "Телефон арқылы", "Сұхбаттан өтпеді", "Қаржы моделі. Мерзімі: 2021 жылғы 1 қараша. Күйі: орындалмады",
                 "ашық ерекшелік"):  # fmt: skip
        assert part in text
    assert "қатысуға жіберілмеді" in text
    look_up = site_fragments.my_application(call, "kk")
    assert 'method="post"' in look_up and 'action="/api/applications/look-up"' in look_up


def test_not_found_is_the_same_page_whatever_was_typed(call: Call) -> None:
    assert pages.not_found_page(call, "kk") == pages.not_found_page(call, "kk")
    assert {pair for pair in read(pages.not_found_page(call, "kk")).pairs if pair[1]} == {("_language", "kk")}


def test_every_word_of_the_pages_is_used() -> None:
    root = Path(pages.__file__).parent
    texts = "".join(p.read_text("utf-8") for p in (*root.glob("*.py"), *root.glob("templates/*.html")))
    assets = Path(__file__).parents[2] / "docs" / "assets"
    script = scripts.join_modules(assets / "form.js")
    for key in words("page"):
        room, _, name = key.rpartition(".")
        if room == "browser":
            assert re.search(rf'"{name}"|"{name.split("_")[0]}_" \+', script), key
        elif room not in COMPOSED:
            assert f'"{key}"' in texts, key


def test_every_act_and_status_of_an_application_has_its_words() -> None:
    assert {f"act.{act}" for act in lifecycle.ACTS if act not in ("score", "announce_document")} <= set(words("page"))
    assert {f"{room}.{status}" for status in lifecycle.STATUSES for room in ("status", "stands")} <= set(words("page"))


def test_the_sheet_has_every_colour_it_uses() -> None:
    """The built site.css drops variables it does not read itself, so those of forms alone live in form.css."""
    assets = Path(__file__).parents[2] / "docs" / "assets"
    own, common = ((assets / name).read_text("utf-8") for name in ("form.css", "site.css"))
    for name in set(re.findall(r"var\((--bq-[\w-]+)", own)):
        assert f"{name}:" in own or common.count(f"var({name})") > 0, name
