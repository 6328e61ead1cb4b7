"""The tables of a call one by one: what each becomes, and what it is refused for."""

from __future__ import annotations

import struct
import zoneinfo
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from chalicelib.call import Call
from chalicelib.call.call_tables import call_of
from chalicelib.call.compound_values import DefinitionReader
from chalicelib.call.contact import Contact, Phone
from chalicelib.call.definition import RULES, Amendment, Consent, Criterion
from chalicelib.call.definition_error import DefinitionError
from chalicelib.call.form_definition import Option
from chalicelib.call.form_definition import Test as Clause
from chalicelib.call.languages import LANGUAGES
from chalicelib.call.languages_and_zone import zone_of
from tests.call.small_form import Refusal, refusals
from tests.call.test_text_facts import small_table

Table = dict[str, Any]
WORDS = {"kk": "сөз", "ru": "слово"}
LONG = {"kk": "x" * 301, "ru": "x"}
LONG_FAULT = {"length": 301, "most": 300}


def read(table: Table) -> tuple[Call, list[Refusal]]:
    faults: list[DefinitionError] = []
    reader = DefinitionReader(table, "call", LANGUAGES, faults.append)
    call = call_of(reader)
    reader.refuse_rest()
    return call, refusals(faults)


def faults_with(**changed: Any) -> list[Refusal]:
    """Of the small call with these values; None leaves a key out."""
    return read({key: value for key, value in small_table(**changed).items() if value is not None})[1]


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def text(kk: str, ru: str) -> dict[str, str]:
    return {"kk": f"{kk} (қаз.)", "ru": f"{ru} (рус.)"}


def both(word: str) -> dict[str, str]:
    return text(word, word)


def test_the_small_call_is_what_its_file_says() -> None:
    call, faults = read(small_table())
    assert faults == []
    assert (call.id, call.timezone, call.languages) == ("small-call", "Asia/Almaty", ("kk", "ru"))
    assert (call.opens_at, call.announced_closes_at, call.closes_at) == tuple(
        moment(f"2026-04-{at}:00+05:00") for at in ("01T00:00", "20T18:00", "25T18:00")
    )
    assert (call.rules_clause, call.appendix, call.supplement_days, call.explanation_days) == (2, 1, 3, 5)
    assert (call.missed_tasks_for_exclusion, call.score_min, call.score_max) == (4, 0, 10)
    assert call.supplement_rolls_to_working_day is True
    assert call.non_working_days == {date(2026, 5, 1), date(2026, 5, 7)}
    assert (call.draft_reminder_hours, call.window_reminder_hours) == ((48, 24, 3), (24, 3))
    assert call.registration_url == "https://example.kz/register"
    assert (call.title, call.short_title, call.region) == (both("Байқау"), both("Қысқа"), both("Қала"))
    assert (call.timezone_name, call.no_grant) == (both("Астана уақыты"), both("Ескерту"))


def test_the_small_calls_people_lists_and_amendments_are_what_its_file_says() -> None:
    call, _ = read(small_table())
    phones = (Phone("8 (727) 000-00-00", "+77270000000"),)
    assert call.contact == Contact(both("Аты"), both("Рөл"), both("рөл"), phones, "call@example.kz")
    words = {name: {"kk": f"{start} (қаз.)", "ru": f"{start} (рус.)"}
             for name, start in (("text", "«{operator}» {valid_until}"), ("publication", "Жариялау"))}  # fmt: skip
    until = moment("2027-01-01T00:00:00+05:00")
    assert call.consent == Consent("2026-04-01.1", both("Оператор"), until, **words)
    assert call.applicant_types == (Option("ngo", both("ҮЕҰ")), Option("person", both("Адам")))
    assert call.directions == (Option("music", both("Музыка"), both("ән")), Option("theatre", both("Театр")))
    assert call.districts == (Option("north", both("Солтүстік")),)
    assert call.criteria == (
        Criterion(1, both("Пайда"), both("пайда")),
        Criterion(2, both("Тәжірибе"), both("тәжірибе"), (Clause("stage", frozenset(["idea"])),), "experience"),
        Criterion(3, both("Әзірлік"), both("әзірлік"), (), "readiness"),
    )
    assert call.amendments == (
        Amendment(moment("2026-04-10T10:00:00+05:00"), both("Не"), both("Неге"), moment("2026-04-22T18:00:00+05:00")),
        Amendment(moment("2026-04-12T10:00:00+05:00"), both("Тағы"), both("Себеп"),
                  moment("2026-04-25T18:00:00+05:00")),
    )  # fmt: skip
    assert [rule.id for rule in call.rules] == [
        "window", "deadline", "language", "applicant", "region", "direction", "complete", "experience", "readiness",
        "interview", "supplement", "admission", "exclusion",
    ]  # fmt: skip
    assert (call.rules[0].title, call.rules[0].text) == (both("window ереже"), both("window мәтін"))


def test_what_a_call_does_without_is_empty() -> None:
    absent = ["rules_clause", "appendix", "supplement_days", "supplement_rolls_to_working_day", "supplement_rolls",
              "explanation_days", "missed_tasks_for_exclusion", "score_min", "score_max", "window_reminder_hours",
              "non_working_days", "registration_url", "region", "no_grant", "applicant_type", "direction", "district",
              "criterion", "amendment", "languages"]  # fmt: skip
    call, faults = read({key: value for key, value in small_table().items() if key not in absent})
    assert faults == []
    numbers = (call.rules_clause, call.appendix, call.supplement_days, call.explanation_days, call.score_max)
    assert (numbers, call.missed_tasks_for_exclusion, call.supplement_rolls_to_working_day) == ((0,) * 5, 0, False)
    assert (call.window_reminder_hours, call.non_working_days, call.registration_url) == ((), frozenset(), "")
    assert (call.region, call.no_grant) == ({}, {})
    assert (call.applicant_types, call.directions, call.districts, call.criteria, call.amendments) == ((),) * 5
    assert (call.languages, call.closes_at) == (("kk", "ru"), call.announced_closes_at)


NEEDED = ("id", "timezone", "opens_at", "closes_at", "draft_reminder_hours", "title", "short_title", "timezone_name",
          "contact", "consent", "rule", "supplement_rolls")  # fmt: skip


@pytest.mark.parametrize("key", NEEDED)
def test_what_no_call_does_without_is_missed_once(key: str) -> None:
    assert faults_with(**{key: None}) == [("missing", f"call.{key}", {})]


def without(table: str, key: str) -> Table:
    return {name: value for name, value in small_table()[table].items() if name != key}


@pytest.mark.parametrize("key", ["version", "operator", "valid_until", "text", "publication"])
def test_a_consent_has_all_its_parts(key: str) -> None:
    assert faults_with(consent=without("consent", key)) == [("missing", f"call.consent.{key}", {})]


@pytest.mark.parametrize("key", ["name", "role", "role_in_text"])
def test_whoever_answers_has_a_name_and_a_role(key: str) -> None:
    assert faults_with(contact=without("contact", key)) == [("missing", f"call.contact.{key}", {})]


def test_whoever_answers_is_reached_by_a_phone_or_by_mail() -> None:
    assert faults_with(contact=without("contact", "email")) == []
    assert faults_with(contact=without("contact", "phones")) == []
    call, _ = read(small_table(contact=without("contact", "email")))
    assert call.contact.email == ""
    for phones in ({}, {"phones": []}):
        unreachable = {key: value for key, value in without("contact", "email").items() if key != "phones"} | phones
        assert faults_with(contact=unreachable) == [("contact_unreachable", "call.contact", {})]


Change = Callable[[Table], object]
SAYS: list[tuple[Change, list[Refusal]]] = [
    (lambda call: call.update(id="Small"), [("bad_call_id", "call.id", {"name": "Small", "most": 60})]),
    (lambda call: call.update(registration_url="http://example.kz"),
     [("bad_url", "call.registration_url", {"name": "http://example.kz", "most": 500})]),
    (lambda call: call.update(title=LONG), [("text_too_long", "call.title.kk", LONG_FAULT)]),
    (lambda call: call["contact"].update(name=LONG), [("text_too_long", "call.contact.name.kk", LONG_FAULT)]),
    (lambda call: call["contact"].update(role={"kk": "x" * 501, "ru": "x"}),
     [("text_too_long", "call.contact.role.kk", {"length": 501, "most": 500})]),
    (lambda call: call["contact"].update(role_in_text={"kk": "x" * 501, "ru": "x"}),
     [("text_too_long", "call.contact.role_in_text.kk", {"length": 501, "most": 500})]),
    (lambda call: call["contact"].update(phones=call["contact"]["phones"] * 21),
     [("too_many_rows", "call.contact.phones", {"count": 21, "most": 20})]),
    (lambda call: call["contact"]["phones"][0].pop("shown"), [("missing", "call.contact.phones[0].shown", {})]),
    (lambda call: call["contact"]["phones"][0].update(dial="8 727"),
     [("bad_dial", "call.contact.phones[0].dial", {"name": "8 727", "most": 16})]),
    (lambda call: call["contact"].update(email="call"), [("bad_mail", "call.contact.email",
                                                          {"name": "call", "most": 254})]),
    (lambda call: call["consent"].update(operator=LONG), [("text_too_long", "call.consent.operator.kk", LONG_FAULT)]),
    (lambda call: call["consent"].update(version="v 1"), [("bad_version", "call.consent.version",
                                                           {"name": "v 1", "most": 40})]),
    (lambda call: call["amendment"][0].pop("at"), [("missing", "call.amendment[0].at", {})]),
    (lambda call: call["amendment"][0].pop("what"), [("missing", "call.amendment[0].what", {})]),
    # It may move nothing.
    (lambda call: call["amendment"][0].pop("closes_at"), []),
    (lambda call: call["amendment"][0].pop("why"), [("missing", "call.amendment[0].why", {})]),
    (lambda call: call.update(amendment=call["amendment"] * 26),
     [("too_many_rows", "call.amendment", {"count": 52, "most": 50})]),
    (lambda call: call["criterion"][0].pop("number"), [("missing", "call.criterion[0].number", {})]),
    (lambda call: call["criterion"][0].update(number=100),
     [("number_out_of_range", "call.criterion[0].number", {"value": 100, "low": 1, "high": 99})]),
    (lambda call: call["criterion"][0].update(number=0),
     [("number_out_of_range", "call.criterion[0].number", {"value": 0, "low": 1, "high": 99})]),
    (lambda call: call["criterion"][0].update(short=LONG),
     [("text_too_long", "call.criterion[0].short.kk", LONG_FAULT)]),
    (lambda call: call["criterion"][0].pop("text"), [("missing", "call.criterion[0].text", {})]),
    (lambda call: call["criterion"][0].update(rule="l" * 70),
     [("unknown_rule", "call.criterion[0].rule", {"rule": "l" * 60, "known": ", ".join(RULES)})]),
    (lambda call: call["rule"][0].update(title=LONG), [("text_too_long", "call.rule[0].title.kk", LONG_FAULT)]),
    (lambda call: call["rule"][0].pop("text"), [("missing", "call.rule[0].text", {})]),
    # Of a rule under another's name, or of an id that is none, one refusal is enough.
    (lambda call: call["rule"][0].update(id="l" * 70),
     [("unknown_rule", "call.rule[0].id", {"rule": "l" * 60, "known": ", ".join(RULES)})]),
    (lambda call: call["rule"][0].pop("id"), [("missing", "call.rule[0].id", {})]),
    (lambda call: call["rule"][0].update(id="deadline"), []),
    (lambda call: call["rule"].pop(0), [("rule_missing", "call.rule", {"rule": "window"})]),
    (lambda call: call.update(rule=[row for row in call["rule"] if row["id"] not in ("complete", "admission")]),
     [("rule_missing", "call.rule", {"rule": rule}) for rule in ("complete", "admission")]),
    (lambda call: call.update(rule=[row for row in call["rule"] if row["id"] not in ("region", "exclusion")]), []),
    # Nothing is missed of a list that is empty or none: that it is, is told elsewhere.
    (lambda call: call.update(rule=5), [("wrong_type", "call.rule", {"expected": "list"})]),
    # The zone and the languages
    (lambda call: call.update(timezone="asia/almaty"), [("unknown_zone", "call.timezone", {"zone": "asia/almaty"})]),
    (lambda call: call.update(timezone="Z" * 70), [("unknown_zone", "call.timezone", {"zone": "Z" * 60})]),
    (lambda call: call.update(timezone="Азия"), [("unknown_zone", "call.timezone", {"zone": "Азия"})]),
    (lambda call: call.update(timezone=""), [("unknown_zone", "call.timezone", {"zone": ""})]),
    (lambda call: call.update(timezone=5), [("wrong_type", "call.timezone", {"expected": "str"})]),
    (lambda call: call.update(timezone="Europe/Paris", amendment=[]), [
        ("offset_not_of_zone", f"call.{place}", {"value": value, "zone": "Europe/Paris", "proper": proper})
        for place, value, proper in (
            ("opens_at", "2026-04-01T00:00:00+05:00", "2026-03-31T21:00:00+02:00"),
            ("closes_at", "2026-04-20T18:00:00+05:00", "2026-04-20T15:00:00+02:00"),
            ("consent.valid_until", "2027-01-01T00:00:00+05:00", "2026-12-31T20:00:00+01:00"),
        )
    ]),
    (lambda call: call.update(languages=["kk", "d" * 70]),
     [("unknown_language", "call.languages[1]", {"language": "d" * 60, "known": "kk, ru"})]),
    (lambda call: call.update(languages=["de", "en"]), [
        ("unknown_language", f"call.languages[{at}]", {"language": language, "known": "kk, ru"})
        for at, language in enumerate(["de", "en"])
    ]),
    (lambda call: call.update(languages=["ru", "kk"]), [("languages_of_call", "call.languages", {"known": "kk, ru"})]),
    (lambda call: call.update(languages=["kk"]), [("languages_of_call", "call.languages", {"known": "kk, ru"})]),
    (lambda call: call.update(languages=["kk", "kk"]), [("twin_code", "call.languages[1]", {"code": "kk"})]),
    (lambda call: call.update(languages="kk"), [("wrong_type", "call.languages", {"expected": "list"})]),
    (lambda call: call.update(languages=["ru", 5]), [("wrong_type", "call.languages[1]", {"expected": "str"})]),
]  # fmt: skip


@pytest.mark.parametrize(("change", "faults"), SAYS)
def test_a_table_is_refused_for_each_thing_once(change: Change, faults: list[Refusal]) -> None:
    table = small_table()
    change(table)
    assert read(table)[1] == faults


# The least that is a zone in the database's own format: five hours from Greenwich, always.
FIVE_HOURS = b"TZif" + bytes(16) + struct.pack(">6l", 0, 0, 0, 0, 1, 4) + struct.pack(">lbb", 5 * 3600, 0, 0) + b"+05\0"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Path]:
    """A folder of zones in the place of the machine's own."""
    before = zoneinfo.TZPATH
    zoneinfo.reset_tzpath(to=[str(tmp_path)])
    yield tmp_path
    zoneinfo.reset_tzpath(to=before)


@pytest.mark.parametrize(("name", "is_zone"), [("Baiqau", True), ("baiqau", False), ("Байқау", False)])
def test_a_zone_has_a_name_that_every_machine_knows_it_by(database: Path, name: str, is_zone: bool) -> None:
    """The database has other files too, and a machine may know more names than another."""
    (database / name).write_bytes(FIVE_HOURS)
    faults: list[DefinitionError] = []
    zone = zone_of(DefinitionReader({"timezone": name}, "call", LANGUAGES, faults.append))
    assert (zone is not None, [fault.code for fault in faults]) == (is_zone, [] if is_zone else ["unknown_zone"])
