"""The versions of one form together: each as its fingerprint says, each there once, and what later ones ask no more."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.call.definition_error import DefinitionError
from chalicelib.call.fingerprint import fingerprint
from chalicelib.call.form_definition import Form
from chalicelib.call.form_versions import checked_versions
from tests.call.small_form import form_with, form_with_column, form_with_document, small_call


def version(number: int, form: Form | None = None, **changes: Any) -> Form:
    form = form or small_call().form
    return replace(form, version=number, fingerprint=fingerprint(form), **changes)


def refused(form: Form, *earlier: Form) -> tuple[str, str, dict[str, object]]:
    with pytest.raises(DefinitionError) as error:
        checked_versions(form, earlier)
    return error.value.code, error.value.place, error.value.params


def test_earlier_versions_are_given_back_in_order_with_the_current_one_apart() -> None:
    form, earlier = checked_versions(version(4), [version(3), version(1), version(2)])
    assert (form.version, [kept.version for kept in earlier]) == (4, [1, 2, 3])
    assert checked_versions(version(1), [])[1] == ()


@pytest.mark.parametrize("number", [0, -1])
def test_versions_are_counted_from_one(number: int) -> None:
    assert refused(version(number)) == ("form_version", "form.version", {"version": number})


def test_a_form_that_is_not_what_its_fingerprint_says_is_told_its_version_the_next_and_what_it_is() -> None:
    form = version(3)
    params = {"version": 3, "next": 4, "fingerprint": form.fingerprint}
    changed = replace(form, fingerprint="0123456789abcdef")
    assert refused(changed, version(1), version(2)) == ("form_changed", "form.fingerprint", params)


def test_a_kept_form_that_is_not_what_its_fingerprint_says_is_told_what_it_is_now() -> None:
    kept = version(2)
    params = {"version": 2, "fingerprint": kept.fingerprint}
    changed = replace(kept, fingerprint="")
    assert refused(version(3), version(1), changed) == ("kept_form_changed", "forms/2.fingerprint", params)


@pytest.mark.parametrize(
    ("current", "earlier", "missing"),
    [(2, [], 1), (3, [2], 1), (3, [1], 2), (4, [1, 3], 2), (3, [1, 1, 2], 1), (3, [1, 2, 2], 2)],
)
def test_every_version_before_the_current_one_is_there_once(current: int, earlier: list[int], missing: int) -> None:
    params = {"version": missing, "current": current}
    assert refused(version(current), *map(version, earlier)) == ("form_version_missing", f"forms/{missing}", params)


@pytest.mark.parametrize(("current", "earlier", "stray"), [(2, [1, 2], 2), (2, [1, 5, 3], 3), (1, [0], 0), (1, [1], 1)])
def test_no_earlier_version_is_as_late_as_the_current_one_or_before_the_first(
    current: int, earlier: list[int], stray: int
) -> None:
    params = {"version": stray, "current": current}
    assert refused(version(current), *map(version, earlier)) == ("form_version_stray", f"forms/{stray}.version", params)


def test_what_a_version_asks_no_more_is_known_to_it_by_the_last_words_it_had() -> None:
    """Questions and columns by their places; what comes back is asked again."""
    first = version(1, form_with("people", id="crowd", label={"kk": "бір", "ru": "один"}))
    second = version(2, form_with("people", id="crowd", label={"kk": "екі", "ru": "два"}))
    third = version(3, form_with_column("reason", id="cause"))
    form, (one, two, three) = checked_versions(version(4), [first, second, third])
    assert (one.retired, two.retired) == ({}, {})
    assert three.retired == {
        "crowd": {"kk": "екі", "ru": "два"},
        "costs.reason": small_call().form.by_id["costs"].columns[2].label,
    }
    assert form.retired == {
        "crowd": {"kk": "екі", "ru": "два"},
        "costs.cause": small_call().form.by_id["costs"].columns[2].label,
    }


OTHER = {
    "an id": form_with("people", id="persons"),
    "a kind": form_with("people", kind="number"),
    "required": form_with("people", required=True),
    "a limit": form_with("people", max=999),
    "no limit": form_with("people", max=None),
    "a condition": form_with("summary", required_when=()),
    "options": form_with("stage", options=small_call().form.by_id["stage"].options[:1]),
    "the order of options": form_with("stage", options=small_call().form.by_id["stage"].options[::-1]),
    "a column's limit": form_with_column("item", max=9),
    "rows": form_with("costs", max_rows=21),
    "a document": form_with_document(1, most=3),
    "an order": form_with("ends", not_before=""),
    "a sum": form_with("costs", adds_up=None),
    "what is left of options": form_with("category", only_with=()),
    "the order of sections": replace(small_call().form, sections=small_call().form.sections[::-1]),
    "what a yes agrees to": form_with("public", consent="personal_data"),
}
SAME = {
    "a label": form_with("people", label={"kk": "а", "ru": "б"}),
    "a hint": form_with("people", hint={"kk": "а", "ru": "б"}),
    "an example": form_with("starts", example={"kk": "2026-06", "ru": "2026-06"}),
    "a row's name": form_with("costs", row={"kk": "а", "ru": "б"}),
    "criteria": form_with("people", criteria=(1,)),
    "a rule": form_with("people", rule="complete"),
    "a role": form_with("people", role="phone"),
    "what a browser fills in": form_with("surname", autocomplete=""),
    "what is masked": form_with("surname", personal=False),
    "a version": replace(small_call().form, version=7),
    "a fingerprint": replace(small_call().form, fingerprint=""),
    "what was asked before": replace(small_call().form, retired={"x": {"kk": "а", "ru": "б"}}),
    "a title": replace(small_call().form, title={"kk": "а", "ru": "б"}),
    "a section's label": replace(
        small_call().form,
        sections=tuple(each._replace(label={"kk": "а", "ru": "б"}, note=None) for each in small_call().form.sections),
    ),
    "a document's label": form_with_document(1, label={"kk": "а", "ru": "б"}),
    "an option's label": form_with(
        "stage",
        options=tuple(
            option._replace(label={"kk": "а", "ru": "б"}, about={"kk": "а", "ru": "б"})
            for option in small_call().form.by_id["stage"].options
        ),
    ),
}


@pytest.mark.parametrize("name", OTHER)
def test_what_answers_are_judged_by_makes_another_form(name: str) -> None:
    assert fingerprint(OTHER[name]) != small_call().form.fingerprint


@pytest.mark.parametrize("name", SAME)
def test_words_and_what_only_directs_a_reader_do_not(name: str) -> None:
    assert SAME[name] != small_call().form
    assert fingerprint(SAME[name]) == small_call().form.fingerprint
