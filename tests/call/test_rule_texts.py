"""No rule types a number, and both languages name the same facts; amendments and numbers make sense."""

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.call import DefinitionError
from chalicelib.call.definition import RULES
from chalicelib.call.loading import build_call
from chalicelib.call.number_words import number_beside_unit
from chalicelib.call.range_checks import BOUNDS
from chalicelib.call.text_templates import fill
from tests.call.test_loading import Table, amend, first_field, rule, tables

BESIDE = {
    "kk": [
        "үш күн", "үш күннен кешіктірмей", "үш жұмыс күні", "екі міндет", "екі міндеттің орындалмауы", "бес критерий",
        "алты бағыттың бірі", "он бес күн ішінде", "он күн", "жиырма төрт сағат", "екінші күні", "бір күн",
        "бір жұмыс күні", "бірінші күннен", "бір аптада", "бір сағаттан", "қырық минут", "жарты сағат", "екі айдан",
        "үшкүндік мерзім", "үш-күндік", "күн саны: үш", "жүз теңге", "отыз секунд", "төртеуі үш құжат", "жиырма аудан",
        "екі тәулік", "бес жыл", "екі рет", "он-күн", "үш толық апта", "жеті күнтізбелік күн", "екі балл",
        "ЕКІ КҮН", "сегіз таңба",
    ],
    "ru": [
        "три дня", "трёх дней", "трех дней", "не позднее трёх рабочих дней", "в двух районах", "двумя задачами",
        "невыполнение двух и более задач", "пять критериев", "шести направлений", "в течение двадцати четырёх часов",
        "трёхдневный срок", "двухнедельный", "пятидневного", "один день", "одного рабочего дня", "в первый день",
        "на третий день", "дня три", "сорок минут", "полчаса", "полтора часа", "двое суток", "сто тенге",
        "две недели", "пара дней", "десять лет", "три (календарных) дня", "четверо суток", "одиннадцати дней",
        "семь баллов", "восьми часов", "двадцать районов", "девяносто дней", "ДВА ДНЯ", "два раза",
    ],
}  # fmt: skip
ORDINARY = {
    "kk": [
        "Бір тіл жеткілікті.", "бағыттардың біріне", "бірнеше күн", "оның күні", "онда сағат көрсетіледі",
        "іске асырудың сәті", "жүзеге асырылған күні", "бірге өткізілген күні", "соңғы күні", "айтылған күні",
        "әрқашан көрсетіледі", "бірақ күні", "екінші жағынан", "мәні бір", "нөл деп есептелмейді", "кез келген күні",
        "жетімдерге арналған жоба", "онлайн өткен күні", "бір жоба", "алтын күн",
    ],
    "ru": [
        "Одного языка достаточно.", "одному из направлений", "семья и дети до срока", "дважды", "несколько дней",
        "последний день", "нулём не считается", "сторона в проекте", "трудный день", "третья сторона", "в один проект",
        "первой стадии", "часть заявки", "четверть", "стать участником", "каждый день", "пятница, день приёма",
        "ровно в этот час", "восьмая часть", "семейный день", "раздел заявки",
    ],
}  # fmt: skip
Spoil = Callable[[Table, Table], object]


@pytest.mark.parametrize(("language", "text"), [(lang, text) for lang, texts in BESIDE.items() for text in texts])
def test_a_number_word_beside_a_unit_is_noticed(language: str, text: str) -> None:
    assert number_beside_unit(f"Мәтін {text} текст", language) != ""


@pytest.mark.parametrize(("language", "text"), [(lang, text) for lang, texts in ORDINARY.items() for text in texts])
def test_an_ordinary_word_is_no_number(language: str, text: str) -> None:
    assert number_beside_unit(text, language) == ""


def test_a_language_that_nobody_wrote_number_words_of_has_none() -> None:
    assert number_beside_unit("три дня, үш күн, drei Tage", "de") == ""


@pytest.mark.parametrize("part", ["title", "text"])
@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("rule_id", RULES)
def test_no_rule_may_type_a_number_in_any_language(rule_id: str, language: str, part: str) -> None:
    for number, code in [("3", "digit_in_rule"), (BESIDE[language][0], "number_word_in_rule")]:
        call, form = tables()
        rule(call, rule_id)[part][language] += f" {number}"
        index = call["rule"].index(rule(call, rule_id))
        assert refusal(call, form) == (code, f"call.rule[{index}].{part}.{language}")


@pytest.mark.parametrize("digit", ["3", "٣", "३", "³", "½", "Ⅲ", "III", "三", "①", "\uff13"])
def test_a_digit_of_any_script_is_a_digit(digit: str) -> None:
    call, form = tables()
    rule(call, "language")["text"]["kk"] += f" ({digit})"
    assert refusal(call, form) == ("digit_in_rule", f"call.rule[{RULES.index('language')}].text.kk")


@pytest.mark.parametrize(("spoil", "place"), [
    (lambda call, form: rule(call, "supplement")["text"].update(kk="Мерзім {day_end} бітеді."), "call.rule[10].text"),
    (lambda call, form: rule(call, "window")["title"].update(ru="Срок {closes}"), "call.rule[0].title"),
    (lambda call, form: call["no_grant"].update(kk="{appendix}"), "call.no_grant"),
    (lambda call, form: call["consent"]["text"].update(ru="{operator}"), "call.consent.text"),
    (lambda call, form: call["criterion"][1]["short"].update(ru="{score_max}"), "call.criterion[1].short"),
    (lambda call, form: first_field(form)["hint"].update(kk="{region}"), "form.section[0].field[0].hint.kk"),
    (lambda call, form: first_field(form)["hint"].update(ru="{rules_clause}"), "form.section[0].field[0].hint"),
    (lambda call, form: form["section"][0]["label"].update(ru="{appendix}"), "form.section[0].label"),
    (lambda call, form: form["options"]["stages"][0]["label"].update(ru="{appendix}"), "form.options.stages[0].label"),
    (lambda call, form: form["package"]["document"][0]["label"].update(ru="{opens}"), "form.package.document[0].label"),
    (lambda call, form: call["timezone_name"].update(kk="{opens}", ru="{opens}"), "call.timezone_name.kk"),
    (lambda call, form: call["region"].update(kk="{", ru="{"), "call.region.kk"),
    (lambda call, form: call["region"].update(kk="{a b}", ru="{a b}"), "call.region.kk"),
    (lambda call, form: call["title"].update(kk="x }", ru="x }"), "call.title.kk"),
])  # fmt: skip
def test_braces_name_known_facts_and_the_same_in_each_language(spoil: Spoil, place: str) -> None:
    call, form = tables()
    spoil(call, form)
    code, where = refusal(call, form)
    assert (code in ("unequal_facts", "unknown_fact"), where) == (True, place)


@pytest.mark.parametrize("key", BOUNDS)
def test_a_number_outside_its_bounds_is_refused_with_its_place(key: str) -> None:
    for value in (BOUNDS[key][0] - 1, BOUNDS[key][1] + 1):
        call, form = tables()
        call[key] = value
        assert refusal(call, form) == ("number_out_of_range", f"call.{key}")


@pytest.mark.parametrize(("hours", "problem"), [
    ([0], ("number_out_of_range", "[0]")), ([24, -3], ("number_out_of_range", "[1]")),
    ([24, 24], ("twin_code", "[1]")), ([3, 24], ("hours_in_disorder", "[1]")),
    ([24.5], ("wrong_type", "[0]")), (["24"], ("wrong_type", "[0]")), ([True], ("wrong_type", "[0]")),
    ([10_000], ("number_out_of_range", "[0]")),
])  # fmt: skip
@pytest.mark.parametrize("key", ["draft_reminder_hours", "window_reminder_hours"])
def test_reminders_come_at_positive_hours_the_farthest_first(key: str, hours: list[Any], problem: Any) -> None:
    call, form = tables()
    call[key] = hours
    assert refusal(call, form) == (problem[0], f"call.{key}{problem[1]}")


@pytest.mark.parametrize(("entries", "problem"), [
    # Days after 31 August; the announced closing is on day 30 at 18:00, an amendment is made at 10:00.
    ([(20, 30)], ("amendment_shortens", "[0].closes_at")),
    ([(20, 29)], ("amendment_shortens", "[0].closes_at")),
    ([(31, 40)], ("amendment_too_late", "[0].at")),
    ([(29, 35), (34, 35)], ("amendment_shortens", "[1].closes_at")),
    ([(29, 35), (36, 40)], ("amendment_too_late", "[1].at")),
    ([(29, 35), (28, 40)], ("amendments_in_disorder", "[1].at")),
    ([(29, None), (29, 40)], ("amendments_in_disorder", "[1].at")),
    ([(9, 40)], ("amendment_too_early", "[0].at")),
])  # fmt: skip
def test_an_amendment_that_takes_something_away_is_refused(entries: Any, problem: tuple[str, str]) -> None:
    call, form = tables()
    amend(call, *entries)
    assert refusal(call, form) == (problem[0], f"call.amendment{problem[1]}")


@pytest.mark.parametrize("entries", [[(20, 31)], [(29, 35), (34, 40)], [(11, None), (20, 35), (50, None)]])
def test_amendments_that_only_lengthen_stand(entries: Any) -> None:
    call, form = tables()
    amend(call, *entries)
    extended = build_call(call, form)
    assert extended.closes_at == max(a.closes_at for a in extended.amendments if a.closes_at)


def test_a_question_feeds_only_criteria_there_are() -> None:
    call, form = tables()
    first_field(form).update(criteria=[1, 6])
    assert refusal(call, form) == ("unknown_criterion", "form.section[0].field[0].criteria[1]")


def refusal(call: Table, form: Table) -> tuple[str, str]:
    with pytest.raises(DefinitionError) as error:
        build_call(call, form)
    return error.value.code, error.value.place


def test_a_name_between_quotes_keeps_its_own_as_inner_ones() -> None:
    facts = {"ru": {"operator": "Отдел программы «Рухани жаңғыру»"}}
    text = {"ru": "Организации «{operator}» и (отделу) {operator}"}

    assert fill(text, facts) == {
        "ru": "Организации «Отдел программы „Рухани жаңғыру“» и (отделу) Отдел программы «Рухани жаңғыру»"
    }
