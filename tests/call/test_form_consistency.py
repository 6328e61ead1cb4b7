"""What must hold between the questions of a form, and of a form and its roles: each broken once, each told once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.call.condition_consistency import MOST_NAMED, condition_faults
from chalicelib.call.form_consistency import form_faults
from chalicelib.call.form_definition import Form, OnlyWith, Option
from chalicelib.call.form_definition import Test as Clause
from chalicelib.call.page_ids import FORM_PROPERTIES, PAGE_IDS, SENT_BESIDE, is_of_page
from chalicelib.call.range_checks import fed_criterion_faults
from chalicelib.call.roles import ROLES, role_faults
from tests.call.small_form import Refusal, form_with, form_with_column, form_with_document, refusals, small_call

WORDS = {"kk": "сөз", "ru": "слово"}
# Where the questions of the small form stand.
LANGUAGE, SURNAME, CATEGORY, ORGANISATION = (f"form.section[0].field[{at}]" for at in (0, 1, 4, 5))
PROJECT, STAGE, SUMMARY = (f"form.section[1].field[{at}]" for at in (0, 2, 3))
STARTS, ENDS, PEOPLE, SHARE, TOTAL, COSTS, AGREED, PUBLIC = (f"form.section[1].field[{at}]" for at in range(5, 13))
LETTER = "form.package.document[1]"


def of(*codes: str, field: str = "stage") -> tuple[Clause, ...]:
    return (Clause(field, frozenset(codes)),)


def above(field: str) -> tuple[Clause, ...]:
    return (Clause(field, above=0),)


def younger(field: str) -> tuple[Clause, ...]:
    return (Clause(field, younger_than=18),)


def on_kind(place: str, field: str, kind: str, kinds: str) -> Refusal:
    return "condition_not_on_kind", place, {"field": field, "kind": kind, "kinds": kinds}


def unknown_code(place: str, code: str, known: str) -> Refusal:
    return "unknown_code", place, {"code": code, "known": known}


def sections_renamed(second: str) -> Form:
    form = small_call().form
    return replace(form, sections=(form.sections[0], form.sections[1]._replace(id=second)))


BROKEN: dict[str, tuple[Form, list[Refusal]]] = {
    "two sections of one id": (sections_renamed("applicant"),
                               [("twin_code", "form.section[1].id", {"code": "applicant"})]),
    "two questions of one id": (form_with("surname", id="language"),
                                [("twin_code", f"{SURNAME}.id", {"code": "language"})]),
    "a question of the page's own name": (form_with("surname", id="theme"),
                                          [("id_of_page", f"{SURNAME}.id", {"name": "theme"})]),
    "two columns of one id": (form_with_column("reason", id="item"),
                              [("twin_code", f"{COSTS}.column[2].id", {"code": "item"})]),
    # Conditions: of being asked, required, more rows, fewer options, of a column and of a document.
    "asked by a later answer": (
        form_with("organisation", asked_when=of("idea")),
        [("condition_on_later", f"{ORGANISATION}.asked_when.stage", {"field": "stage"})]),
    "asked by its own answer": (
        form_with("category", asked_when=of("ngo", field="category")),
        [("condition_on_itself", f"{CATEGORY}.asked_when.category", {"field": "category"})]),
    "asked by no question": (
        form_with("organisation", asked_when=of("x", field="mood")),
        [("unknown_field", f"{ORGANISATION}.asked_when.mood", {"field": "mood"})]),
    "asked first of all by no question": (
        form_with("language", asked_when=of("x", field="mood")),
        [("unknown_field", f"{LANGUAGE}.asked_when.mood", {"field": "mood"})]),
    "asked by two answers, one of no question": (
        form_with("organisation", asked_when=(*of("x", field="mood"), *of("crowd", field="category"))),
        [("unknown_field", f"{ORGANISATION}.asked_when.mood", {"field": "mood"}),
         unknown_code(f"{ORGANISATION}.asked_when.category", "crowd", "ngo, person")]),
    "required by its own answer": (
        form_with("stage", required_when=of("idea")),
        [("condition_on_itself", f"{STAGE}.required_when.stage", {"field": "stage"})]),
    "required by the first of the codes that is unknown": (
        form_with("summary", required_when=of("idea", "z", "dream")),
        [unknown_code(f"{SUMMARY}.required_when.stage", "dream", "idea, running")]),
    "required by codes of a text": (
        form_with("summary", required_when=of("x", field="surname")),
        [on_kind(f"{SUMMARY}.required_when.surname", "surname", "text", "choice")]),
    "required by a sum of a choice": (
        form_with("summary", required_when=above("stage")),
        [on_kind(f"{SUMMARY}.required_when.stage", "stage", "choice", "integer, number")]),
    "required by an age": (
        form_with("summary", required_when=younger("iin")),
        [("age_of_documents_only", f"{SUMMARY}.required_when.iin", {"field": "iin"})]),
    "more rows by its own answer": (
        form_with("costs", more_rows=(above("costs"), 2)),
        [("condition_on_itself", f"{COSTS}.more_rows.when.costs", {"field": "costs"})]),
    "fewer rows than the least": (
        form_with("costs", min_rows=3, more_rows=(of("running"), 2)),
        [("number_out_of_range", f"{COSTS}.more_rows.min_rows", {"value": 2, "low": 3, "high": 20})]),
    "more rows than the most": (
        form_with("costs", more_rows=(of("running"), 21)),
        [("number_out_of_range", f"{COSTS}.more_rows.min_rows", {"value": 21, "low": 1, "high": 20})]),
    "fewer options by a sum": (
        form_with("category", only_with=(OnlyWith(above("people"), ("ngo",)),)),
        [on_kind(f"{CATEGORY}.only_with[0].when.people", "people", "integer", "choice")]),
    # A sum of what is no number is one mistake.
    "fewer options by a sum of a choice": (
        form_with("category", only_with=(OnlyWith(above("stage"), ("ngo",)),)),
        [on_kind(f"{CATEGORY}.only_with[0].when.stage", "stage", "choice", "integer, number")]),
    "fewer options by codes of a number": (
        form_with("category", only_with=(OnlyWith(of("x", field="people"), ("ngo",)),)),
        [on_kind(f"{CATEGORY}.only_with[0].when.people", "people", "integer", "choice")]),
    "fewer options by a sum of no question": (
        form_with("category", only_with=(OnlyWith(above("mood"), ("ngo",)),)),
        [("unknown_field", f"{CATEGORY}.only_with[0].when.mood", {"field": "mood"})]),
    "fewer options by its own answer": (
        form_with("category", only_with=(OnlyWith(of("ngo", field="category"), ("ngo",)),)),
        [("condition_on_itself", f"{CATEGORY}.only_with[0].when.category", {"field": "category"})]),
    "an option left that is none": (
        form_with("category", only_with=(OnlyWith(of("idea"), ("ngo",)), OnlyWith(of("running"), ("ngo", "crowd")))),
        [unknown_code(f"{CATEGORY}.only_with[1].codes[1]", "crowd", "ngo, person")]),
    "a cell required by no question": (
        form_with_column("reason", required_when=of("x", field="item")),
        [("unknown_field", f"{COSTS}.column[2].required_when.item", {"field": "item"})]),
    "a cell required by an age": (
        form_with_column("reason", required_when=younger("iin")),
        [("age_of_documents_only", f"{COSTS}.column[2].required_when.iin", {"field": "iin"})]),
    "a document required by no question": (
        form_with_document(1, required_when=of("x", field="mood")),
        [("unknown_field", f"{LETTER}.required_when.mood", {"field": "mood"})]),
    "a document required by an age of a text": (
        form_with_document(1, required_when=younger("surname")),
        [on_kind(f"{LETTER}.required_when.surname", "surname", "text", "iin")]),
    # Orders
    "not before no question": (
        form_with("ends", not_before="begins"), [("unknown_field", f"{ENDS}.not_before", {"field": "begins"})]),
    "not before a number": (
        form_with("ends", not_before="people"), [("not_comparable", f"{ENDS}.not_before", {"field": "people"})]),
    "not before itself": (
        form_with("ends", not_before="ends"), [("order_in_circle", f"{ENDS}.not_before", {"field": "ends"})]),
    "each not before the other": (
        form_with("starts", not_before="ends"),
        [("order_in_circle", f"{STARTS}.not_before", {"field": "ends"}),
         ("order_in_circle", f"{ENDS}.not_before", {"field": "starts"})]),
    "a circle of three": (
        form_with("people", not_before="share",
                  form=form_with("share", not_before="total", form=form_with("total", not_before="people"))),
        [("order_in_circle", f"{PEOPLE}.not_before", {"field": "share"}),
         ("order_in_circle", f"{SHARE}.not_before", {"field": "total"}),
         ("order_in_circle", f"{TOTAL}.not_before", {"field": "people"})]),
    # Sums
    "a sum of no column": (
        form_with("costs", adds_up=("price", "total")),
        [("unknown_field", f"{COSTS}.adds_up.column", {"field": "price"})]),
    "a sum of texts": (
        form_with("costs", adds_up=("item", "total")),
        [("no_summand", f"{COSTS}.adds_up.column", {"field": "item"})]),
    "a sum of decimals": (
        form_with_column("amount", kind="number"), [("no_summand", f"{COSTS}.adds_up.column", {"field": "amount"})]),
    "a sum of what may be absent": (
        form_with_column("amount", required=False), [("no_summand", f"{COSTS}.adds_up.column", {"field": "amount"})]),
    "a sum to no question": (
        form_with("costs", adds_up=("amount", "sum")), [("unknown_field", f"{COSTS}.adds_up.to", {"field": "sum"})]),
    "a sum to a decimal": (
        form_with("costs", adds_up=("amount", "share")), [("no_total", f"{COSTS}.adds_up.to", {"field": "share"})]),
    "a sum of nothing to nothing": (
        form_with("costs", adds_up=("price", "sum")),
        [("unknown_field", f"{COSTS}.adds_up.column", {"field": "price"}),
         ("unknown_field", f"{COSTS}.adds_up.to", {"field": "sum"})]),
    # Documents
    "two documents of one kind": (
        form_with_document(1, kind="passport"), [("twin_code", f"{LETTER}.kind", {"code": "passport"})]),
    "two documents that read alike in one language": (
        form_with_document(1, label={"kk": "Басқа", "ru": " КУӘЛІК  (рус.)"}),
        [("labels_alike", f"{LETTER}.label", {"label": " КУӘЛІК  (рус.)"})]),
    "a document required always and at times": (
        form_with_document(1, required=True), [("required_twice", f"{LETTER}.required_when", {})]),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_what_does_not_hold_between_questions_is_told_once_at_its_place(name: str) -> None:
    form, faults = BROKEN[name]
    assert refusals(form_faults(form)) == faults


SOUND: dict[str, Form] = {
    "as it is": form_with(),
    "asked by the answer just before": form_with("organisation", asked_when=of("person", field="category")),
    "required by a later answer": form_with("surname", required_when=of("idea")),
    "required by a sum": form_with("summary", required_when=above("share")),
    "more rows, as many as the least": form_with("costs", more_rows=(of("running"), 1)),
    "more rows, as many as the most": form_with("costs", more_rows=(of("running"), 20)),
    "no sum and no order": form_with("costs", adds_up=None, form=form_with("ends", not_before="")),
    "a cell required by an answer": form_with_column("item", required_when=of("idea")),
    "a document by a choice": form_with_document(1, required_when=of("idea")),
    "labels that are alike in different languages": form_with_document(1, label={"kk": "б", "ru": "Куәлік (қаз.)"}),
    "two not before one": form_with("total", not_before="people", form=form_with("share", not_before="people")),
    "not before what waits for another": form_with(
        "share", not_before="people", form=form_with("people", not_before="total")
    ),
}


@pytest.mark.parametrize("name", SOUND)
def test_what_holds_is_not_refused(name: str) -> None:
    assert refusals(form_faults(SOUND[name])) == []


def test_a_label_is_told_apart_from_every_document_before_it() -> None:
    form = small_call().form
    first, second = form.package.documents
    documents = (first, second, second._replace(kind="letter", label=first.label))
    three = replace(form, package=form.package._replace(documents=documents))
    assert refusals(form_faults(three)) == [
        ("labels_alike", "form.package.document[2].label", {"label": first.label["kk"]})
    ]


def test_of_two_questions_of_one_id_the_first_is_meant() -> None:
    """Its own twin is then a later question, and not asked too early."""
    form = form_with("stage", id="category", asked_when=of("ngo", field="category"))
    told = {code for code, place, _ in refusals(form_faults(form)) if place.startswith(STAGE)}
    assert told == {"twin_code", "condition_on_itself"}
    asked = form_with("organisation", asked_when=of("ngo", field="category"), form=form_with("stage", id="category"))
    assert "condition_on_later" not in {code for code, _, _ in refusals(form_faults(asked))}


def test_places_of_a_kept_form_begin_with_its_own_file() -> None:
    faults = refusals(form_faults(form_with("surname", id="language"), "forms/1"))
    assert faults == [("twin_code", "forms/1.section[0].field[1].id", {"code": "language"})]


def test_of_a_long_list_only_so_many_codes_are_named() -> None:
    options = tuple(Option(f"c{at:02}", WORDS) for at in range(MOST_NAMED + 1))
    form = form_with("stage", options=options)
    ((_, _, params),) = refusals(condition_faults(form, of("x"), "here"))
    assert params["known"] == ", ".join(f"c{at:02}" for at in range(MOST_NAMED))


def test_an_age_is_asked_of_a_document_and_of_nothing_else() -> None:
    form = form_with()
    assert refusals(condition_faults(form, younger("iin"), "here", by_age=True)) == []
    assert refusals(condition_faults(form, younger("iin"), "here")) == [
        ("age_of_documents_only", "here.iin", {"field": "iin"})
    ]


@pytest.mark.parametrize("name", sorted(PAGE_IDS | FORM_PROPERTIES | SENT_BESIDE))
def test_a_name_that_the_page_bears_is_refused_a_question(name: str) -> None:
    assert is_of_page(name) and not is_of_page(f"{name}_answer")


@pytest.mark.parametrize(("number", "is_known"), [(0, False), (1, True), (3, True), (4, False)])
def test_a_question_feeds_a_criterion_there_is(number: int, is_known: bool) -> None:
    faults = refusals(fed_criterion_faults(form_with("project", criteria=(1, number)), 3, "forms/2"))
    place = "forms/2.section[1].field[0].criteria[1]"
    assert faults == ([] if is_known else [("unknown_criterion", place, {"number": number, "count": 3})])


# Roles


ROLE_FAULTS: dict[str, tuple[Form, list[Refusal]]] = {
    "a form without a needed one": (
        form_with("mail", role=""), [("role_missing", "form", {"role": "email", "kinds": "email"})]),
    "one that nobody knows": (
        form_with("people", role="mascot"),
        [("unknown_role", f"{PEOPLE}.role", {"role": "mascot", "known": ", ".join(sorted(ROLES))})]),
    "two questions of one that nobody knows": (
        form_with("people", role="mascot", form=form_with("share", role="mascot")),
        [("unknown_role", f"{place}.role", {"role": "mascot", "known": ", ".join(sorted(ROLES))})
         for place in (PEOPLE, SHARE)]),
    "one of another kind": (
        form_with("people", role="territory"),
        [("role_of_kind", f"{PEOPLE}.role", {"role": "territory", "kind": "integer", "kinds": "choice"})]),
    "one of several kinds": (
        form_with("people", role="interview_format"),
        [("role_of_kind", f"{PEOPLE}.role",
          {"role": "interview_format", "kind": "integer", "kinds": "choice, multi"})]),
    "two questions of one": (
        form_with("stage", role="group"),
        [("role_twice", f"{STAGE}.role", {"role": "group", "first": "topic", "second": "stage"})]),
    "three questions of one": (
        form_with("stage", role="group", form=form_with("category", role="group")),
        [("role_twice", "form.section[1].field[1].role", {"role": "group", "first": "category", "second": "topic"}),
         ("role_twice", f"{STAGE}.role", {"role": "group", "first": "category", "second": "stage"})]),
    "languages that are not the call's": (
        form_with("language", options=small_call().form.by_id["language"].options[:1]),
        [("role_language_codes", f"{LANGUAGE}.role", {"codes": "kk", "languages": "kk, ru"})]),
    "a column's": (
        form_with_column("amount", role="title"),
        [("role_of_column", f"{COSTS}.column[1].role", {"role": "title"})]),
    "a misplaced one is there all the same": (
        form_with("mail", kind="text"),
        [("role_of_kind", "form.section[0].field[2].role", {"role": "email", "kind": "text", "kinds": "email"})]),
}  # fmt: skip


@pytest.mark.parametrize("name", ROLE_FAULTS)
def test_a_role_that_cannot_be_played_is_told_once_at_its_place(name: str) -> None:
    form, faults = ROLE_FAULTS[name]
    assert refusals(role_faults(form, "form", ("kk", "ru"))) == faults


def test_roles_as_they_are_and_a_name_in_two_questions_are_no_faults() -> None:
    for form in (form_with(), form_with("organisation", role="name")):
        assert refusals(role_faults(form, "form", ("ru", "kk"))) == []
