"""What can be asked of a form, of its questions and of its documents."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.call.form_definition import Document, Field
from chalicelib.call.typed_words import month_names, powers, vocabulary
from chalicelib.call.wording import keyboard_text
from tests.call.small_form import form_with, small_call

WORDS = {"kk": "сөз", "ru": "слово"}


def test_questions_are_in_the_order_of_the_form_and_found_by_their_ids() -> None:
    form = small_call().form
    ids = [field.id for section in form.sections for field in section.fields]
    assert [field.id for field in form] == ids == list(form.by_id)
    assert all(form.by_id[field.id] is field for field in form)


def test_a_role_is_played_by_the_first_of_its_questions_and_by_all_of_them() -> None:
    form = form_with("organisation", role="name")
    assert [field.id for field in form.with_role("name")] == ["surname", "organisation"]
    first = form.role("name")
    assert first and first.id == "surname"
    assert (form.role("mascot"), form.with_role("mascot")) == (None, ())


@pytest.mark.parametrize(
    ("role", "key", "words"),
    [("consent", "", "personal_data"), ("publication", "", "publication"), ("", "publication", "publication"),
     ("consent", "publication", "personal_data"), ("title", "", ""), ("", "", "")],
)  # fmt: skip
def test_a_role_says_what_a_yes_agrees_to_before_a_key_does(role: str, key: str, words: str) -> None:
    assert Field("x", "accept", WORDS, role=role, consent=key).consents_to == words


def test_every_question_whose_yes_agrees_to_something_is_known() -> None:
    assert [field.id for field in small_call().form.consenting] == ["agreed", "public"]


def test_a_code_is_shown_by_its_label_and_one_that_is_gone_by_itself() -> None:
    stage = small_call().form.by_id["stage"]
    assert [stage.label_of("running", language) for language in ("kk", "ru")] == [
        "Жүріп жатыр (қаз.)", "Жүріп жатыр (рус.)",
    ]  # fmt: skip
    assert stage.label_of("dream", "kk") == "dream"
    assert stage.codes == {"idea", "running"}


def test_an_example_is_shown_as_people_write_it() -> None:
    starts = small_call().form.by_id["starts"]
    assert {language: keyboard_text(words) for language, words in starts.example_words.items()} == {
        "kk": "мамыр 2026", "ru": "май 2026",
    }  # fmt: skip
    assert replace(starts, example=None).example_words == {}


@pytest.mark.parametrize(
    ("document", "several", "optional"),
    [
        (Document("x", WORDS), False, True), (Document("x", WORDS, most=2), True, True),
        (Document("x", WORDS, required=True), False, False),
        (small_call().form.package.documents[1], False, False),
    ],
)  # fmt: skip
def test_a_document_is_optional_where_nobody_is_ever_asked_for_it(
    document: Document, several: bool, optional: bool
) -> None:
    assert (document.may_have_several, document.is_optional) == (several, optional)


def test_words_that_people_type_are_known_in_both_languages_together() -> None:
    assert {"жоқ", "нет"} <= vocabulary("no_answer")
    assert {powers()[word] for word in vocabulary("thousand")} == {3}
    assert {powers()[word] for word in vocabulary("million")} == {6}
    assert {powers()[word] for word in vocabulary("billion")} == {9}
    assert set(powers()) == vocabulary("thousand") | vocabulary("million") | vocabulary("billion")


def test_a_month_has_its_number_under_every_name_it_goes_by() -> None:
    names = month_names()
    assert [names[name] for name in ("қаңтар", "января", "мамыр", "мая", "желтоқсан", "декабря")] == [
        "1", "1", "5", "5", "12", "12",
    ]  # fmt: skip
    assert set(names.values()) == {str(number) for number in range(1, 13)}
    assert all(names[word] == "5" for word in vocabulary("month.05"))
