"""What a refusal of an answer says besides its code: the sentence, the numbers in it, and where each limit falls."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.call import Call, Field
from chalicelib.call import form_definition as form
from chalicelib.call.form_definition import Document, DocumentPackage, OnlyWith, Option
from chalicelib.rules import document_limits, mail_and_web_addresses
from chalicelib.rules.announced_document import AnnouncedDocument
from chalicelib.rules.announcement_checks import announcement, blind_announcement
from chalicelib.rules.application import Application
from chalicelib.rules.completeness import judge
from chalicelib.rules.field_conditions import holds
from chalicelib.rules.field_parsers import PARSERS, has_no_answer
from chalicelib.rules.problems import Fault, Problem
from chalicelib.rules.upload import upload_lifetime
from tests.small_building import answers, event, small_call

LABEL = {"kk": "Сұрақ", "ru": "Вопрос"}


@pytest.fixture
def call() -> Call:
    return small_call()


def read(kind: str, typed: Any, **limits: Any) -> tuple[Any, Fault | None]:
    return PARSERS[kind](Field("question", kind, LABEL, **limits), typed)


def faults(call: Call, **changes: Any) -> list[tuple[str, Fault]]:
    return [(problem.field, problem.fault) for problem in judge(call.form, answers(**changes)).problems]


def too_long(limit: int, length: int) -> Fault:
    return Fault("too_long", params={"limit": limit, "length": length})


# Text


def test_a_text_is_judged_by_its_length_without_the_space_around_it() -> None:
    assert read("text", "а" * 100, max=100) == ("а" * 100, None)
    assert read("text", "а" * 101, max=100) == ("а" * 101, too_long(100, 101))
    assert read("text", " " * 1300 + "а" * 100, max=100) == ("а" * 100, None)
    assert read("text", " " * 1301 + "а" * 100, max=100) == (None, too_long(100, 1401))
    assert read("textarea", "а" * 9, min=10) == ("а" * 9, Fault("too_short", params={"limit": 10, "length": 9}))
    assert read("textarea", "а" * 10, min=10) == ("а" * 10, None)
    assert read("text", "а" * 9, min=10) == ("а" * 9, Fault("too_short", params={"limit": 10, "length": 9}))
    assert read("text", "а" * 9000) == ("а" * 9000, None)


def test_marks_are_counted_on_one_letter_whatever_stands_before_it() -> None:
    """Thirty at most; letters of other scripts are letters, and a short run hides no long one."""
    for right in ("中" * 40, "中" + "\u0301" * 30, "а\u0301б" + "\u0301" * 29, ("中" + "\u0301" * 20) * 3):
        assert read("text", right)[1] is None
    long_run = "а\u0301 б" + "\u0301" * 31
    assert read("text", long_run) == (None, Fault("forbidden_characters", "too_many_marks", {"where": len(long_run)}))


def test_a_forbidden_sign_is_counted_from_one() -> None:
    assert read("text", "аб\x07") == (None, Fault("forbidden_characters", params={"where": 3}))
    assert read("integer", "12\x07") == (None, Fault("forbidden_characters", params={"where": 3}))
    assert read("email", "a\x07@example.kz") == (None, Fault("forbidden_characters", params={"where": 2}))


def test_an_answer_that_names_one_thing_is_read_before_its_length_is_judged() -> None:
    address = "https://example.kz/" + "a" * 40
    assert read("url", address, max=59) == (address, None)
    assert read("url", address, max=58) == (None, too_long(58, 59))
    assert read("url", address, min=60) == (None, Fault("too_short", params={"limit": 60, "length": 59}))
    # The length that counts is that of what is stored.
    assert read("url", address.removeprefix("https://"), max=58) == (None, too_long(58, 59))
    assert read("url", "«" * 400) == (None, Fault("invalid_url"))
    assert read("url", "«" * 401) == (None, too_long(400, 401))
    assert read("url", " " * 2600 + "«") == (None, too_long(400, 2601))
    assert read("url", " " * 2599 + "«") == (None, Fault("invalid_url"))


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("90010110001", Fault("invalid_iin", params={"length": 11, "digits": 12})),
        ("9001011000145", Fault("invalid_iin", params={"length": 13, "digits": 12})),
        ("900101100014ж", Fault("invalid_iin", "only_digits")), ("900101100015", Fault("invalid_iin",
        "invalid_iin_checksum")), ("ЖСН: 900101100015", Fault("invalid_iin", "invalid_iin_checksum")),
    ],
)  # fmt: skip
def test_an_iin_is_told_how_many_digits_it_has(typed: str, fault: Fault) -> None:
    assert read("iin", typed) == (None, fault)


def test_a_bin_is_told_how_many_digits_it_has() -> None:
    assert read("bin", "2109") == (None, Fault("invalid_bin", params={"length": 4, "digits": 12}))
    assert read("bin", "БСН 210940000015") == ("210940000015", None)


@pytest.mark.parametrize(
    ("typed", "words"), [("8747900264", ""), ("8747900264087479002", ""), ("87479002640874790026", "one_phone")]
)
def test_twice_ten_digits_are_two_numbers(typed: str, words: str) -> None:
    assert read("phone", typed) == (None, Fault("invalid_phone", words))


# Numbers


@pytest.mark.parametrize(
    ("limits", "typed", "expected"),
    [
        ({"min": 1, "max": 60}, 1, (1, None)), ({"min": 1, "max": 60}, 60, (60, None)),
        ({"min": 1, "max": 60}, 0, (None, Fault("out_of_range", "out_of_range_both", {"min": 1, "max": 60}))),
        ({"min": 1, "max": 60}, 61, (None, Fault("out_of_range", "out_of_range_both", {"min": 1, "max": 60}))),
        ({"min": 0}, -1, (None, Fault("out_of_range", "out_of_range_min", {"min": 0, "max": 10**15}))),
        ({"min": 0}, 10**15 + 1, (None, Fault("out_of_range", "out_of_range_both", {"min": 0, "max": 10**15}))),
        ({"max": 9}, 10, (None, Fault("out_of_range", "out_of_range_max", {"min": -(10**15), "max": 9}))),
        ({"max": 9}, -(10**15) - 1, (None, Fault("out_of_range", "out_of_range_both", {"min": -(10**15), "max": 9}))),
        ({}, 10**15, (10**15, None)), ({}, -(10**15), (-(10**15), None)),
        ({}, 10**15 + 1, (None, Fault("out_of_range", "out_of_range_both", {"min": -(10**15), "max": 10**15}))),
        ({}, "7" + " " * 1399, (7, None)), ({}, "7" + " " * 1400, (None, too_long(100, 1401))),
        ({}, 2.5, (None, Fault("not_a_number", "whole_number"))), ({}, 2.0, (2, None)),
        ({}, float("inf"), (None, Fault("not_a_number"))), ({}, float("nan"), (None, Fault("not_a_number"))),
        ({}, True, (None, Fault("wrong_type"))), ({}, [7], (None, Fault("wrong_type"))),
    ],
)  # fmt: skip
def test_a_whole_number_keeps_its_range(limits: dict[str, int], typed: Any, expected: tuple[Any, Fault | None]) -> None:
    assert read("integer", typed, **limits) == expected


def test_a_decimal_may_have_a_fraction_and_no_infinity() -> None:
    assert read("number", 2.5) == (2.5, None)
    assert read("number", float("inf")) == (None, Fault("not_a_number"))
    assert read("number", "1,500") == (
        None, Fault("not_a_number", "two_readings", {"thousands": "1500", "fraction": "1,5"})
    )  # fmt: skip
    assert read("number", "-1 500,250") == (
        None,
        Fault("not_a_number", "two_readings", {"thousands": "-1\u00a0500\u00a0250", "fraction": "-1500,25"}),
    )


@pytest.mark.parametrize(("typed", "value"), [(".500", 0.5), (",5", 0.5), (".0", 0), ("-.0", 0), ("-.25", -0.25)])
def test_a_fraction_needs_no_nought_before_it(typed: str, value: float) -> None:
    assert read("number", typed) == (value, None)


def test_a_fraction_too_small_for_the_machine_is_a_fraction_all_the_same() -> None:
    assert read("integer", "1,00000000000000000001") == (None, Fault("not_a_number", "whole_number"))


# Addresses


def test_that_there_is_none_is_no_answer_only_where_none_is_ever_needed() -> None:
    never, sometimes = Field("q", "url", LABEL), Field("q", "url", LABEL, required_when=(form.Test("x"),))
    always = Field("q", "url", LABEL, required=True)
    assert [has_no_answer(field, "жоқ") for field in (never, sometimes, always)] == [True, False, False]
    assert [has_no_answer(never, odd) for odd in (["жоқ"], {"a": "жоқ"}, 7)] == [False, False, False]
    assert not has_no_answer(Field("q", "text", LABEL), "жоқ")


def test_only_the_name_of_the_number_may_stand_before_it() -> None:
    assert read("iin", "ЖСН: 900101100014") == ("900101100014", None)
    assert read("iin", "паспорт: 900101100014") == (None, Fault("invalid_iin", "only_digits"))


def test_only_stops_and_commas_after_an_address_are_the_sentences() -> None:
    assert read("url", "HTTPS://EXAMPLE.TAX.,;") == ("HTTPS://EXAMPLE.TAX", None)
    assert read("email", "a@EXAMPLE.TAX.,;: ") == ("a@example.tax", None)
    assert read("url", "https://a.kz, https://b.kz;") == (None, Fault("invalid_url", "one_url"))
    assert read("url", ",") == (None, Fault("invalid_url"))


# Choices and boxes


def test_codes_come_in_the_definitions_order_and_each_once() -> None:
    options = tuple(Option(code, LABEL) for code in ("a", "b", "c"))
    assert read("multi", ["c", " a ", "c", ""], options=options) == (["a", "c"], None)
    assert read("multi", "b", options=options) == (["b"], None)
    assert read("multi", ["a", "d"], options=options) == (None, Fault("invalid_choice"))
    assert read("multi", ["a", 1], options=options) == (None, Fault("wrong_type"))
    assert read("choice", " b ", options=options) == ("b", None)
    assert read("choice", "B", options=options) == (None, Fault("invalid_choice"))
    assert read("choice", 1, options=options) == (None, Fault("wrong_type"))


@pytest.mark.parametrize(
    ("sent", "value"),
    [(True, True), (False, False), ("on", True), (" TRUE ", True), ("off", False), ("false", False), ("", False),
     (None, False)],
)  # fmt: skip
def test_a_box_is_ticked_or_not(sent: Any, value: bool) -> None:
    assert read("bool", sent) == (value, None)
    assert read("accept", sent) == ((True, None) if value else (None, Fault("must_accept")))


@pytest.mark.parametrize("sent", ["yes", "1", 1, 0, []])
def test_anything_else_is_no_box(sent: Any) -> None:
    assert read("bool", sent) == read("accept", sent) == (None, Fault("wrong_type"))


# The whole form


def test_problems_between_questions_name_the_other_question(call: Call) -> None:
    labels = {field.id: field.label for field in call.form}
    assert faults(call, ends="2026-04") == [("ends", Fault("wrong_order", params={"other": labels["starts"]}))]
    assert faults(call, total=1501) == [
        ("costs", Fault("sum_mismatch", params={"sum": 1500, "total": 1501, "other": labels["total"]})),
    ]


def test_a_choice_that_another_one_excludes_is_told_which_and_what_goes_with_it(call: Call) -> None:
    place = tuple(Option(code, {"kk": f"{code} қаз.", "ru": f"{code} рус."}) for code in ("hall", "street", "school"))
    topic = tuple(Option(code, {"kk": f"{code} қаз.", "ru": f"{code} рус."}) for code in ("music", "theatre"))
    only = OnlyWith((form.Test("topic", frozenset({"theatre"})),), ("hall", "school"))
    fields = (Field("topic", "choice", LABEL, options=topic),
              Field("place", "choice", LABEL, options=place, only_with=(only,)))  # fmt: skip
    asked = replace(call.form, sections=(call.form.sections[0]._replace(fields=fields),))
    told = Fault("wrong_combination", params={
        "because": {"kk": "theatre қаз.", "ru": "theatre рус."},
        "allowed": {"kk": "«hall қаз.», «school қаз.»", "ru": "«hall рус.», «school рус.»"},
    })  # fmt: skip
    assert [problem.fault for problem in judge(asked, {"topic": "theatre", "place": "street"}).problems] == [told]
    for right in ({"topic": "theatre", "place": "school"}, {"topic": "music", "place": "street"}, {"place": "street"}):
        assert judge(asked, right).problems == ()


def test_rows_are_counted_as_sent(call: Call) -> None:
    row = answers()["costs"][0]
    assert faults(call, costs=[row] * 20, total=18000) == []
    assert faults(call, costs=[row] * 21, total=18900) == [
        ("costs", Fault("too_many_rows", params={"limit": 20, "length": 21}))
    ]
    assert faults(call, stage="running", costs=[row], total=900) == [
        ("costs", Fault("too_few_rows", params={"limit": 2, "length": 1}))
    ]
    # Of an idea one will do, and a row left blank is no row.
    assert faults(call, costs=[{"item": " "}, row], total=900) == []


def test_what_is_missing_is_asked_for_in_words_of_its_kind(call: Call) -> None:
    missing = {problem.field: problem.fault for problem in judge(call.form, {}).problems}
    assert missing["topic"] == Fault("required", "required_choice")
    assert missing["project"] == Fault("required", "required_text")
    assert missing["iin"] == Fault("required", "required_iin", {"digits": 12})
    assert missing["agreed"] == Fault("must_accept")
    assert faults(call, costs=None)[0] == ("costs", Fault("required", "required_table", {"limit": 1}))


def test_of_a_foreign_document_a_hundred_names_are_told(call: Call) -> None:
    strange = {f"name_{n}": "x" for n in range(101)}
    assert [field for field, _ in faults(call, **strange)] == [f"name_{n}" for n in range(100)]


ABOVE = (form.Test("budget", above=0),)
ADULT = (form.Test("iin", younger_than=18),)
STAGE = (form.Test("stage", frozenset(["idea", "pilot"])),)


@pytest.mark.parametrize(
    ("condition", "given", "on", "expected"),
    [
        (ABOVE, {"budget": 1}, None, True), (ABOVE, {"budget": 0}, None, False), (ABOVE, {}, None, False),
        (ABOVE, {"budget": True}, None, False), (ABOVE, {"budget": "1"}, None, False),
        (STAGE, {"stage": "idea"}, None, True), (STAGE, {"stage": "running"}, None, False),
        (STAGE, {"stage": ["idea"]}, None, False), ((*STAGE, *ABOVE), {"stage": "idea", "budget": 0}, None, False),
        ((*STAGE, *ABOVE), {"stage": "idea", "budget": 1}, None, True), ((), {"stage": "idea"}, None, False),
        # Born on 1 January 1890: the seventh digit says which century.
        (ADULT, {"iin": "900101100014"}, date(1907, 12, 31), True),
        (ADULT, {"iin": "900101100014"}, date(1908, 1, 1), False), (ADULT, {"iin": "900101100014"}, None, False),
        (ADULT, {"iin": 900101100014}, date(1900, 1, 1), False),
        (ADULT, {"iin": "900101100015"}, date(1900, 1, 1), False),
    ],
)  # fmt: skip
def test_a_condition_holds_only_of_what_it_names(condition: Any, given: Any, on: date | None, expected: bool) -> None:
    assert holds(condition, given, on) == expected


# Documents

MB = 1024 * 1024
PACKAGE = DocumentPackage(
    ("pdf", "jpg"), 10 * MB, 20 * MB,
    (Document("plan", LABEL, required=True), Document("card", LABEL, required=True, most=2)),
)  # fmt: skip
PDF = "application/pdf"


def arrived(*sizes: tuple[str, int]) -> Application:
    details = [{"document": f"d{n}", "kind": kind, "filename": "a.pdf", "size": size, "sha256": str(n), "replaces": ""}
               for n, (kind, size) in enumerate(sizes)]  # fmt: skip
    events = [event(seq=n, act="receive_document", answers=None, detail=detail) for n, detail in enumerate(details, 2)]
    return Application((event(), *events))


def limits(application: Application, kind: str, size: int, replaces: str = "") -> tuple[Problem, ...]:
    return document_limits.over_limits(
        PACKAGE, application, AnnouncedDocument(kind, "b.pdf", size, PDF, replaces=replaces)
    )


def test_the_package_takes_what_is_left_of_it() -> None:
    one = arrived(("card", 15 * MB))
    assert limits(one, "plan", 5 * MB) == ()
    assert limits(one, "plan", 5 * MB + 1) == (
        Problem("size", Fault("package_too_large", params={"limit": 20, "left": 5})),
    )
    over = arrived(("card", 21 * MB))
    assert limits(over, "plan", 1) == (Problem("size", Fault("package_too_large", params={"limit": 20, "left": 0})),)
    assert limits(over, "card", 20 * MB, "d0") == (), "what is replaced takes no room"


def test_a_question_takes_as_many_files_as_it_may_have() -> None:
    assert limits(arrived(("card", 1)), "card", 1) == ()
    assert limits(arrived(("card", 1), ("card", 1)), "card", 1) == (
        Problem("replaces", Fault("too_many_files", params={"limit": 2})),
    )
    assert limits(arrived(("card", 1), ("card", 1)), "card", 1, "d1") == ()
    assert limits(arrived(("plan", 1)), "plan", 1) == (Problem("replaces", Fault("replacement_not_chosen")),)
    assert limits(arrived(("plan", 1)), "plan", 1, "d0") == ()


@pytest.mark.parametrize("replaces", ["d0", "d9"])
def test_only_a_document_of_the_same_question_is_replaced(replaces: str) -> None:
    assert limits(arrived(("plan", 1)), "card", 1, replaces) == (Problem("replaces", Fault("not_in_force")),)


@pytest.mark.parametrize(("count", "problems"), [
    (299, ()), (300, (Problem("kind", Fault("too_many", params={"limit": 300})),)),
])  # fmt: skip
def test_three_hundred_documents_are_announced_at_most(count: int, problems: tuple[Problem, ...]) -> None:
    announced = [event(seq=n, act="announce_document", answers=None) for n in range(2, count + 2)]
    assert document_limits.too_many(Application((event(), *announced))) == problems


RAW = {"kind": "plan", "filename": "жоспар.pdf", "size": 9, "content_type": PDF}


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"kind": "moon"}, Problem("kind", Fault("unknown_kind"))),
        ({"kind": 1}, Problem("kind", Fault("unknown_kind"))),
        ({"filename": " "}, Problem("filename", Fault("no_name"))),
        ({"filename": 7}, Problem("filename", Fault("no_name"))),
        ({"filename": "аб\x07.pdf"}, Problem("filename", Fault("name_characters", params={"where": 3}))),
        ({"filename": "а" * 197 + ".pdf"},
         Problem("filename", Fault("name_too_long", params={"limit": 200, "length": 201}))),
        ({"filename": "a.exe", "content_type": ""},
         Problem("filename", Fault("wrong_extension", params={"allowed": "pdf, jpg"}))),
        ({"size": 0}, Problem("size", Fault("empty"))), ({"size": True}, Problem("size", Fault("empty"))),
        ({"size": "9"}, Problem("size", Fault("empty"))),
        ({"size": 10 * MB + 1}, Problem("size", Fault("too_large", params={"limit": 10}))),
        ({"content_type": "image/png"}, Problem("content_type", Fault("wrong_type", params={"proper": PDF}))),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_announced_document_is_told_with_its_numbers(
    changed: dict[str, Any], problem: Problem
) -> None:
    assert announcement(PACKAGE, RAW | changed)[1] == (problem,)


@pytest.mark.parametrize(
    "changed",
    [{"size": 1}, {"size": 10 * MB}, {"content_type": " Application/PDF ; charset=x"}, {"content_type": ""},
     {"content_type": None}, {"content_type": "application/octet-stream"}, {"filename": "а" * 196 + ".pdf"}],
)  # fmt: skip
def test_a_document_inside_its_limits_may_be_announced(changed: dict[str, Any]) -> None:
    raw = RAW | changed
    assert announcement(PACKAGE, raw) == (AnnouncedDocument("plan", raw["filename"], raw["size"], PDF, replaces=""), ())


@pytest.mark.parametrize(
    ("sent", "kept"), [("d" * 65, "d" * 64), ("d1", "d1"), (None, ""), ("", ""), (7, "?"), (["d1"], "?")]
)
def test_what_is_to_be_replaced_is_a_short_text_or_nothing(sent: Any, kept: str) -> None:
    assert announcement(PACKAGE, RAW | {"replaces": sent})[0].replaces == kept
    assert blind_announcement(PACKAGE, {"kind": "plan", "replaces": sent}) == (
        AnnouncedDocument("plan", replaces=kept),
        (),
    )
    assert blind_announcement(PACKAGE, {"replaces": sent})[1] == (Problem("kind", Fault("unknown_kind")),)


@pytest.mark.parametrize(("size", "seconds"), [(0, 901), (7999, 901), (8000, 902), (10 * MB, 2211)])
def test_an_upload_has_a_quarter_of_an_hour_and_the_time_a_slow_line_needs(size: int, seconds: int) -> None:
    assert upload_lifetime(size) == timedelta(seconds=seconds)


def test_the_same_bytes_are_sent_once_to_one_question() -> None:
    twin = lambda kind, digest, replaces="": document_limits.twin_in_force(  # noqa: E731 five attempts
        PACKAGE, arrived(("card", 1), ("card", 1)), AnnouncedDocument(kind, replaces=replaces), digest
    )
    assert (twin("card", "1"), twin("card", "0"), twin("card", "9"), twin("plan", "1")) == ("d1", "d0", "", "")
    assert (twin("card", "1", "d0"), twin("card", "1", "d1")) == ("", "d1")


# How people type


@pytest.mark.parametrize(
    ("kind", "typed", "expected"),
    [
        ("number", "1,05", (1.05, None)), ("number", "05,125", (5.125, None)), ("number", "1234,500", (1234.5, None)),
        ("number", "123,500", (None, Fault("not_a_number", "two_readings",
                                           {"thousands": "123\u00a0500", "fraction": "123,5"}))),
        ("number", "1,000", (None, Fault("not_a_number", "two_readings",
                                         {"thousands": "1000", "fraction": "1"}))),
        ("month", "30.09.2021", ("2021-09", None)), ("month", "31.09.2021", (None, Fault("invalid_month"))),
        ("month", "2021-09-31", (None, Fault("invalid_month"))),
        ("month", "12/10/2021", (None, Fault("invalid_month"))), ("month", "13/10/2021", ("2021-10", None)),
        ("month", "10/10/2021", ("2021-10", None)), ("month", "5 қазан 2021", ("2021-10", None)),
        ("month", "5 6 қазан 2021", (None, Fault("invalid_month"))),
        ("month", "1 2 3 қазан 2021", (None, Fault("invalid_month"))),
        ("month", "қазан 2021 шамамен", (None, Fault("invalid_month"))),
        ("email", "MAILTO: a@example.kz", ("a@example.kz", None)),
        ("email", "a@gm\u0430il.com", (None, Fault("invalid_email", "foreign_letter", {"letter": "\u0430"}))),
        ("email", "\u0430@gmail.com", (None, Fault("invalid_email", "foreign_letter", {"letter": "\u0430"}))),
        ("url", "gm\u0430il.com/a", (None, Fault("invalid_url", "foreign_letter", {"letter": "\u0430"}))),
    ],
)  # fmt: skip
def test_what_people_type_is_read_as_meant(kind: str, typed: str, expected: tuple[Any, Fault | None]) -> None:
    value, fault = expected
    if fault and kind == "month":
        fault = Fault(fault.code, params={"example": {}})
    assert read(kind, typed) == (value, fault)


def test_the_length_of_what_is_stored_counts_and_not_that_of_what_is_typed() -> None:
    assert read("phone", "8 (747) 900-26-40", max=12) == ("+77479002640", None)
    assert read("phone", "7479002640", min=12) == ("+77479002640", None)


@pytest.mark.parametrize(
    ("domain", "letter"),
    [
        ("\u0430\u0440\u0435.example.рф", "р"), ("www.example.рф", "р"), ("www.пример.рф", ""), ("пример.kz", ""),
        ("\u0430\u0440\u0435.kz", "\u0430"), ("example.kz", ""),
    ],
)  # fmt: skip
def test_a_domain_is_of_one_script_where_it_matters(domain: str, letter: str) -> None:
    assert mail_and_web_addresses.foreign_letter(domain) == letter


def test_a_box_sent_to_a_question_is_no_answer_and_a_broken_row_is_not_stored(call: Call) -> None:
    row = answers()["costs"][0]
    assert faults(call, project=False) == [("project", Fault("wrong_type"))]
    judgement = judge(call.form, answers(costs=["мен", row], total=900))
    assert (judgement.answers["costs"], judgement.problems) == (
        [row], (Problem("costs[0]", Fault("wrong_type")),)
    )  # fmt: skip


def test_of_a_column_no_longer_asked_only_what_was_answered_is_told(call: Call) -> None:
    retired = replace(call.form, retired={"costs.age": LABEL, "colour": LABEL})
    row = answers()["costs"][0]
    dropped = lambda **changes: judge(retired, answers(**changes)).dropped  # noqa: E731 four attempts
    assert (dropped(), dropped(costs=[row | {"age": " "}], colour="")) == ((), ())
    assert dropped(costs=[row | {"age": "20"}], colour="көк") == ("costs.age", "colour")
