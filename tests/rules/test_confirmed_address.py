"""Where an application's mail goes, who has shown that they read it, and how long a link to it lives."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.call import Call
from chalicelib.rules.confirmed_address import (
    address_mark,
    address_of,
    canonical_address,
    first_address,
    is_confirmed,
)
from chalicelib.rules.lost_key_link import KeyLink
from tests.building import MS
from tests.rules.test_guards import application
from tests.small_building import OPEN, answers, small_call

ADDRESS = "aigerim@example.kz"


@pytest.fixture(scope="session")
def call() -> Call:
    return small_call()


def reissued(**said: Any) -> tuple[str, dict[str, Any]]:
    return "reissue_key", said


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        (ADDRESS, ADDRESS), (" Aigerim@EXAMPLE.kz\u200b", "Aigerim@example.kz"),
        ("aigerim@қазақ.қаз", "aigerim@xn--80aau21bd.xn--80ao21a"),
        ("aigerim", ""), ("", ""), (None, ""), ("a@" + ".".join(["ә" * 60] * 3) + ".қаз", ""),
    ],
)  # fmt: skip
def test_mail_goes_to_an_address_of_latin_letters_or_nowhere(call: Call, typed: object, address: str) -> None:
    assert canonical_address(call, typed) == address


def test_the_address_is_that_of_the_answers_in_force_by_their_own_form(call: Call) -> None:
    assert address_of(call, application()) == ADDRESS
    assert address_of(call, application(answers=answers(mail=None))) == ""
    renamed = tuple(
        section._replace(
            fields=tuple(replace(each, id="post") if each.role == "email" else each for each in section.fields)
        )
        for section in call.form.sections
    )
    second = replace(call, form=replace(call.form, version=2, sections=renamed), other_forms=(call.form,))
    assert address_of(second, application()) == ADDRESS
    assert address_of(second, application(form=2, answers=answers(post="b@example.kz"))) == "b@example.kz"


def test_a_form_that_asks_for_no_address_has_none(call: Call) -> None:
    unasked = tuple(section._replace(fields=tuple(field for field in section.fields if field.role != "email"))
                    for section in call.form.sections)  # fmt: skip
    silent = replace(call, form=replace(call.form, sections=unasked))
    assert (address_of(silent, application()), canonical_address(silent, ADDRESS)) == ("", "")


def test_only_the_first_address_to_write_to_is_noted(call: Call) -> None:
    silent, written = application(answers=answers(mail=None)), application()
    noted = [first_address(call, before, answers()) for before in (None, silent, written)]
    assert noted == [{"first_address": True}, {"first_address": True}, {}]
    assert [first_address(call, None, answers(mail=typed)) for typed in (None, "aigerim")] == [{}, {}]


def test_an_address_is_confirmed_when_a_link_sent_to_it_was_used(call: Call) -> None:
    found = application()
    mark = address_mark(found.number, ADDRESS)
    assert is_confirmed(call, application(reissued(confirmed=mark)))
    assert is_confirmed(call, application(reissued(confirmed=mark), reissued(why="Жоғалтты")))
    assert not is_confirmed(call, found)
    assert not is_confirmed(call, application(reissued(why="Жоғалтты")))
    assert not is_confirmed(call, application(("score", {"confirmed": mark})))
    changed = answers(mail="basqa@example.kz")
    assert not is_confirmed(call, application(reissued(confirmed=mark), answers=changed))


def test_one_address_has_no_mark_of_its_own() -> None:
    """Marks of two applications do not tell that one person sent both; letters' case is nobody's."""
    marks = {address_mark(number, ADDRESS) for number in ("2345-DFGJ", "2345-DFGK")}
    assert len(marks) == 2
    assert address_mark("2345-DFGJ", ADDRESS.upper()) in marks
    assert {len(mark) for mark in marks} == {64}


def test_a_link_is_open_until_its_end_and_once() -> None:
    """Whoever pressed twice within two minutes, or lost the answer, has used it once."""
    until, used = OPEN + timedelta(minutes=15), OPEN + timedelta(minutes=14)
    link = KeyLink("2345-DFGJ", "mark", until)
    spent = link._replace(used_at=used)
    assert [link.is_open(at) for at in (OPEN, until - MS, until)] == [True, True, False]
    assert [link.is_repeated(at) for at in (OPEN, until)] == [False, False]
    assert [spent.is_open(at) for at in (used, until - MS)] == [False, False]
    two_minutes = used + timedelta(minutes=2)
    assert [spent.is_repeated(at) for at in (used, two_minutes - MS, two_minutes)] == [True, True, False]
