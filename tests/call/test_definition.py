"""What can be asked of a call: the version of its form in use, the rules it has, and what stands for those it lacks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from chalicelib.call import Call
from chalicelib.call.definition import RULES, STANDS_FOR
from chalicelib.call.languages import LANGUAGE, LANGUAGES, other_language
from chalicelib.call.loading import load_call
from chalicelib.call.roles import options_of_role, role_text, role_value, written_language

SMALL = Path(__file__).parent / "small-call"


@pytest.fixture(scope="module")
def small() -> Call:
    return load_call(SMALL)


@pytest.fixture(scope="module")
def third(small: Call) -> Call:
    """The same in its third version, the earlier ones out of order."""
    first, second, third = (replace(small.form, version=version) for version in (1, 2, 3))
    return replace(small, form=third, other_forms=(second, first))


def test_versions_of_a_form_are_told_in_order_and_the_newest_is_the_current_one(third: Call) -> None:
    assert [form.version for form in third.forms] == [1, 2, 3]
    assert third.current_form.version == 3


@pytest.mark.parametrize("version", [1, 2, 3])
def test_a_chosen_version_is_in_use_and_none_is_lost(third: Call, version: int) -> None:
    chosen = third.with_form(version)
    assert (chosen.form.version, [form.version for form in chosen.forms]) == (version, [1, 2, 3])
    assert chosen.current_form.version == 3
    assert (chosen is third) == (version == 3)


def test_a_version_that_nobody_knows_is_taken_for_the_current_one_and_not_for_the_one_in_use(third: Call) -> None:
    assert third.with_form(1).with_form(9).form.version == 3


@pytest.mark.parametrize("rule_id", RULES)
def test_a_rule_is_itself_or_in_a_call_without_it_the_one_that_stands_for_it(small: Call, rule_id: str) -> None:
    assert (small.has(rule_id), small.rule(rule_id).id) == (True, rule_id)
    without = replace(small, rules=tuple(rule for rule in small.rules if rule.id != rule_id))
    assert without.has(rule_id) is False
    if rule_id in STANDS_FOR:
        assert without.rule(rule_id).id == STANDS_FOR[rule_id]


def test_what_a_call_may_do_without_is_told_by_a_rule_that_it_may_not(small: Call) -> None:
    """Written out: another rule cited to an applicant would be a refusal by a rule that says something else."""
    assert STANDS_FOR == {
        "region": "applicant", "direction": "complete", "experience": "complete", "readiness": "complete",
        "interview": "admission", "supplement": "deadline", "exclusion": "admission",
    }  # fmt: skip


def test_an_application_is_in_the_language_it_says_if_the_call_has_it_and_else_in_the_calls_first(small: Call) -> None:
    said = [written_language(small, answers) for answers in ({"language": "ru"}, {"language": "kk"})]
    assert said == ["ru", "kk"]
    unsaid: list[dict[str, object] | None] = [{"language": "de"}, {"language": ["ru"]}, {"language": None}, {}, None]
    assert {written_language(small, answers) for answers in unsaid} == {"kk"}


def test_a_role_that_no_question_plays_has_no_answer(small: Call) -> None:
    assert role_value(small.form, "phone", {"phone": "+77470000000"}) is None
    assert role_text(small.form, "phone", {"phone": "+77470000000"}) == ""


def test_options_of_a_role_are_those_of_every_version_each_once_with_its_newest_words(small: Call) -> None:
    field = small.form.by_id["topic"]
    older = field.options[0]._replace(label={"kk": "бұрынғы", "ru": "прежнее"})
    gone = field.options[1]._replace(code="circus")

    def form_with(version: int, *options: object) -> object:
        sections = tuple(
            section._replace(
                fields=tuple(replace(each, options=options) if each is field else each for each in section.fields)
            )
            for section in small.form.sections
        )
        return replace(small.form, version=version, sections=sections)

    both = replace(small, form=form_with(2, *field.options), other_forms=(form_with(1, gone, older),))
    assert options_of_role(both, "group") == (*field.options, gone)
    assert options_of_role(both.with_form(1), "group") == (*field.options, gone)
    assert options_of_role(both, "phone") == ()


def test_a_page_offers_the_other_language_and_the_last_one_leads_to_the_first() -> None:
    assert [other_language(code) for code in LANGUAGES] == [*LANGUAGES[1:], LANGUAGES[0]]
    assert [LANGUAGE[code].home for code in ("kk", "ru")] == ["/", "/ru/"]


def test_months_have_their_names_in_both_languages_beside_a_day_and_alone() -> None:
    kk = "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан"
    ru = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
    alone = "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь"
    assert [" ".join(LANGUAGE[code].months) for code in ("kk", "ru")] == [kk, ru]
    assert [" ".join(LANGUAGE[code].lone_months) for code in ("kk", "ru")] == [kk, alone]
