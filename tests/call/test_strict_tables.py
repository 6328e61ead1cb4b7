"""How one table is read: what is wrong is told once, at its place, and reading goes on with an empty value."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from chalicelib.call.allowed_characters import CODE, ID
from chalicelib.call.asked_table import AskedTable
from chalicelib.call.compound_values import DefinitionReader
from chalicelib.call.definition_error import DefinitionError
from chalicelib.call.form_definition import Option
from chalicelib.call.form_definition import Test as Clause
from chalicelib.call.strict_tables import LARGEST, SOME_INSTANT

WORDS = {"kk": "сөз", "ru": "слово"}
BLANK = {"kk": "", "ru": ""}
X = {"code": "x", "label": WORDS}
NAN = float("nan")
ALMATY = ZoneInfo("Asia/Almaty")
Fault = tuple[str, str, dict[str, object]]
Act = Callable[[DefinitionReader], object]


def read(act: Act, **table: Any) -> tuple[object, list[Fault]]:
    """What is read of the table, and every refusal of it, keys that nobody asked for among them."""
    faults: list[DefinitionError] = []
    reader = DefinitionReader(table, "call", ["kk", "ru"], faults.append, ALMATY)
    value = act(reader)
    reader.refuse_rest()
    return value, [(fault.code, fault.place, fault.params) for fault in faults]


WRONG: list[tuple[Act, object, object, list[Fault]]] = [
    # A value of another type is told once, and is empty from then on.
    (lambda r: r.take("a", str), 5, "", [("wrong_type", "call.a", {"expected": "str"})]),
    (lambda r: r.take("a", int), "5", 0, [("wrong_type", "call.a", {"expected": "int"})]),
    (lambda r: r.take("a", bool), 1, False, [("wrong_type", "call.a", {"expected": "bool"})]),
    (lambda r: r.take("a", int), True, 0, [("wrong_type", "call.a", {"expected": "int"})]),
    (lambda r: r.take("a", date), datetime(2026, 4, 1, tzinfo=UTC), SOME_INSTANT.date(),
     [("wrong_type", "call.a", {"expected": "date"})]),
    (lambda r: r.take("a", int), -LARGEST - 1, 0,
     [("number_out_of_range", "call.a", {"value": "-1e+15", "low": -LARGEST, "high": LARGEST})]),
    (lambda r: r.take("a", int), 10**400, 0,
     [("number_out_of_range", "call.a", {"value": "∞", "low": -LARGEST, "high": LARGEST})]),
    (lambda r: r.take("a", list), [0] * 1001, [], [("too_many_rows", "call.a", {"count": 1001, "most": 1000})]),
    (lambda r: r.take("a", dict), dict.fromkeys(map(str, range(1001))), {},
     [("too_many_rows", "call.a", {"count": 1001, "most": 1000})]),
    (lambda r: r.take("a", str), "x" * 501, "", [("text_too_long", "call.a", {"length": 501, "most": 500})]),
    (lambda r: r.take("a", str), "x\u202e", "", [("forbidden_sign", "call.a", {"sign": "U+202E"})]),
    # Of bounds the lower stands in for what was refused.
    (lambda r: r.whole("a", 3, 9), 2, 3, [("number_out_of_range", "call.a", {"value": 2, "low": 3, "high": 9})]),
    (lambda r: r.whole("a", 3, 9), 10, 3, [("number_out_of_range", "call.a", {"value": 10, "low": 3, "high": 9})]),
    (lambda r: r.whole("a", 3, 9), "4", 3, [("wrong_type", "call.a", {"expected": "int"})]),
    # What was refused is no limit.
    (lambda r: r.limit("a"), 1.5, None, [("wrong_type", "call.a", {"expected": "int"})]),
    (lambda r: r.limit("a", whole=False), "1", None, [("wrong_type", "call.a", {"expected": "float"})]),
    (lambda r: r.limit("a", whole=False), True, None, [("wrong_type", "call.a", {"expected": "float"})]),
    (lambda r: r.limit("a", whole=False), float("inf"), None,
     [("limit_out_of_range", "call.a", {"value": float("inf"), "low": -LARGEST, "high": LARGEST})]),
    (lambda r: r.limit("a", whole=False), LARGEST + 0.5, None,
     [("limit_out_of_range", "call.a", {"value": LARGEST + 0.5, "low": -LARGEST, "high": LARGEST})]),
    (lambda r: r.limit("a", whole=False), -LARGEST - 0.5, None,
     [("limit_out_of_range", "call.a", {"value": -LARGEST - 0.5, "low": -LARGEST, "high": LARGEST})]),
    (lambda r: r.limit("a"), False, None, [("wrong_type", "call.a", {"expected": "int"})]),
    (lambda r: r.limit("a"), LARGEST + 1, None,
     [("number_out_of_range", "call.a", {"value": "1e+15", "low": -LARGEST, "high": LARGEST})]),
    (lambda r: r.limit("a", whole=False), NAN, None,
     [("limit_out_of_range", "call.a", {"value": NAN, "low": -LARGEST, "high": LARGEST})]),
    # Names
    (lambda r: r.name("a", ID), "a" * 501, "", [("text_too_long", "call.a", {"length": 501, "most": 500})]),
    (lambda r: r.name("a", ID), "A" * 70, "A" * 70, [("bad_id", "call.a", {"name": "A" * 60, "most": 40})]),
    (lambda r: r.name("a", ID), "a" * 40 + "б" * 40, "a" * 40 + "б" * 40,
     [("foreign_letter", "call.a", {"name": "a" * 40 + "б" * 20, "letter": "б", "at": 41})]),
    (lambda r: r.name("a", ID), 7, "", [("wrong_type", "call.a", {"expected": "str"})]),
    # Texts
    (lambda r: r.text("a"), "сөз", BLANK, [("not_a_text", "call.a", {})]),
    (lambda r: r.text("a"), {"kk": "сөз"}, BLANK, [("one_language", "call.a", {"language": "ru"})]),
    (lambda r: r.text("a", longest=3), WORDS, WORDS, [("text_too_long", "call.a.ru", {"length": 5, "most": 3})]),
    (lambda r: r.text("a"), {"kk": "с\tз", "ru": "слово"}, {"kk": "с\tз", "ru": "слово"},
     [("forbidden_sign", "call.a.kk", {"sign": "U+0009"})]),
    # Lists
    (lambda r: r.tables("a", most=2), [{}] * 3, [], [("too_many_rows", "call.a", {"count": 3, "most": 2})]),
    (lambda r: len(r.tables("a", least=2)), [{}], 1, [("too_few_rows", "call.a", {"count": 1, "least": 2})]),
    (lambda r: [row.take("b", int) for row in r.tables("a")], [{"b": 1}, 5], [1, 0],
     [("not_a_table", "call.a[1]", {})]),
    (lambda r: r.tables("a", least=1), 5, [], [("wrong_type", "call.a", {"expected": "list"})]),
    (lambda r: r.values("a", int), [1, "2", 3], [1, 3], [("wrong_type", "call.a[1]", {"expected": "int"})]),
    (lambda r: r.values("a", int), [1, 2, 1, 2], [1, 2, 1, 2],
     [("twin_code", "call.a[2]", {"code": 1}), ("twin_code", "call.a[3]", {"code": 2})]),
    # With one that was refused, the places of the others are no longer their own.
    (lambda r: r.values("a", int), [1, "2", 1], [1, 1], [("wrong_type", "call.a[1]", {"expected": "int"})]),
    (lambda r: r.values("a", int, least=2), [1], [1], [("too_few_rows", "call.a", {"count": 1, "least": 2})]),
    (lambda r: r.values("a", int, least=2), 1, [], [("wrong_type", "call.a", {"expected": "list"})]),
    # Tables below
    (lambda r: r.table_at("a").take("b", int), {"b": 1, "c": 2}, 1, [("unknown_key", "call.a", {"key": "c"})]),
    (lambda r: r.table_at("a").take("b", int), 5, 0, [("not_a_table", "call.a", {})]),
    (lambda r: r.table_at("a").take("amount", int, 7), {"amuont": 1}, 7,
     [("unknown_key_near", "call.a", {"key": "amuont", "near": "amount"})]),
    # Moments
    (lambda r: r.instant("a"), date(2026, 4, 1), SOME_INSTANT, [("date_for_time", "call.a", {"value": "2026-04-01"})]),
    (lambda r: r.instant("a"), "2026-04-01", SOME_INSTANT, [("wrong_type", "call.a", {"expected": "datetime"})]),
    (lambda r: r.instant("a"), datetime.fromisoformat("2026-04-01"), SOME_INSTANT,
     [("naive_time", "call.a", {"value": "2026-04-01T00:00:00"})]),
    (lambda r: r.instant("a"), datetime(1999, 12, 31, tzinfo=ALMATY), SOME_INSTANT,
     [("year_out_of_range", "call.a", {"value": "1999-12-31T00:00:00+06:00", "low": 2000, "high": 2100})]),
    (lambda r: r.instant("a"), datetime(2100, 1, 1, tzinfo=ALMATY), SOME_INSTANT,
     [("year_out_of_range", "call.a", {"value": "2100-01-01T00:00:00+05:00", "low": 2000, "high": 2100})]),
    (lambda r: r.instant("a"), datetime(2026, 4, 1, 13, tzinfo=UTC), SOME_INSTANT,
     [("offset_not_of_zone", "call.a", {"value": "2026-04-01T13:00:00+00:00", "zone": "Asia/Almaty",
                                        "proper": "2026-04-01T18:00:00+05:00"})]),
    # The zone is known below too.
    (lambda r: r.table_at("a").instant("b"), {"b": datetime(2026, 4, 1, 13, tzinfo=UTC)}, SOME_INSTANT,
     [("offset_not_of_zone", "call.a.b", {"value": "2026-04-01T13:00:00+00:00", "zone": "Asia/Almaty",
                                          "proper": "2026-04-01T18:00:00+05:00"})]),
    # Conditions
    (lambda r: r.condition("a"), 5, (), [("wrong_type", "call.a", {"expected": "dict"})]),
    (lambda r: r.condition("a"), {}, (), [("empty_condition", "call.a", {})]),
    (lambda r: r.condition("a"), {"q" * 70: []}, (), [("bad_condition", f"call.a.{'q' * 60}", {"field": "q" * 60})]),
    (lambda r: r.condition("a"), {"q": ["x"] * 1001}, (), [("bad_condition", "call.a.q", {"field": "q"})]),
    (lambda r: r.condition("a"), {"q": {"above": LARGEST + 1}}, (), [("bad_condition", "call.a.q", {"field": "q"})]),
    (lambda r: r.condition("a"), {"q": {"above": -LARGEST - 1}}, (), [("bad_condition", "call.a.q", {"field": "q"})]),
    (lambda r: r.condition("a"), {"q": {"above": float("nan")}}, (), [("bad_condition", "call.a.q", {"field": "q"})]),
    (lambda r: r.condition("a"), {"q": {"younger_than": 151}}, (), [("bad_condition", "call.a.q", {"field": "q"})]),
    (lambda r: r.condition("a"), {"q": {"younger_than": 1.5}}, (), [("bad_condition", "call.a.q", {"field": "q"})]),
    (lambda r: r.condition("a"), {"p": 1, "q": ["x"]}, (Clause("q", frozenset("x")),),
     [("bad_condition", "call.a.p", {"field": "p"})]),
    # Options
    (lambda r: r.options("a"), [], (), [("too_few_rows", "call.a", {"count": 0, "least": 1})]),
    (lambda r: len(r.options("a")), [X, {"code": "y", "label": {"kk": "СӨЗ ", "ru": "два"}}], 2,
     [("labels_alike", "call.a[1].label", {"label": "СӨЗ "})]),
    (lambda r: len(r.options("a")), [X, {"code": "y", "label": {"kk": "екі", "ru": "слово"}}], 2,
     [("labels_alike", "call.a[1].label", {"label": "слово"})]),
    (lambda r: len(r.options("a")), [X, {"code": "y", "label": {"kk": "екі", "ru": "два"}}, X | {"code": "z"}], 3,
     [("labels_alike", "call.a[2].label", {"label": "сөз"})]),
    (lambda r: len(r.options("a")), [{"code": "x", "label": {"kk": "с" * 301, "ru": "слово"}}], 1,
     [("text_too_long", "call.a[0].label.kk", {"length": 301, "most": 300})]),
    # Two labels that were refused are no twins, nor two codes.
    (lambda r: len(r.options("a")), [{"code": 1, "label": 1}, {"code": 2, "label": 2}], 2,
     [("wrong_type", "call.a[0].code", {"expected": "str"}), ("not_a_text", "call.a[0].label", {}),
      ("wrong_type", "call.a[1].code", {"expected": "str"}), ("not_a_text", "call.a[1].label", {})]),
]  # fmt: skip


@pytest.mark.parametrize(("act", "written", "instead", "faults"), WRONG)
def test_what_is_wrong_is_told_once_at_its_place_and_something_stands_in_its_stead(
    act: Act, written: object, instead: object, faults: list[Fault]
) -> None:
    assert read(act, a=written) == (instead, faults)


RIGHT: list[tuple[Act, object, object]] = [
    (lambda r: r.take("a", int), LARGEST, LARGEST), (lambda r: r.take("a", int), -LARGEST, -LARGEST),
    (lambda r: len(r.take("a", list)), [0] * 1000, 1000), (lambda r: r.take("a", str), "x" * 500, "x" * 500),
    (lambda r: r.take("a", date), date(2026, 4, 1), date(2026, 4, 1)),
    (lambda r: r.whole("a", 3, 9), 3, 3), (lambda r: r.whole("a", 3, 9), 9, 9),
    (lambda r: r.limit("a"), 7, 7), (lambda r: r.limit("a", whole=False), 1.5, 1.5),
    (lambda r: repr(r.limit("a", whole=False)), 2.0, "2"), (lambda r: r.limit("a", whole=False), 7, 7),
    (lambda r: r.limit("a", whole=False), float(LARGEST), LARGEST),
    (lambda r: r.limit("a", whole=False), -float(LARGEST), -LARGEST),
    (lambda r: r.name("a", CODE), "a" * 40, "a" * 40), (lambda r: r.text("a", longest=5), WORDS, WORDS),
    (lambda r: r.text("a"), dict.fromkeys(WORDS, "x" * 5000), dict.fromkeys(WORDS, "x" * 5000)),
    (lambda r: len(r.tables("a", least=2, most=2)), [{}, {}], 2),
    (lambda r: [row.take("b", int) for row in r.tables("a")], [{"b": 1}, {"b": 2}], [1, 2]),
    (lambda r: r.values("a", int, least=2), [2, 1], [2, 1]), (lambda r: r.table_at("a").take("b", int), {"b": 1}, 1),
    (lambda r: r.instant("a"), datetime(2000, 1, 1, tzinfo=ALMATY), datetime(2000, 1, 1, tzinfo=ALMATY)),
    (lambda r: r.instant("a"), datetime(2099, 12, 31, tzinfo=ALMATY), datetime(2099, 12, 31, tzinfo=ALMATY)),
    (lambda r: r.condition("a"), {"q": {"above": LARGEST}}, (Clause("q", above=LARGEST),)),
    (lambda r: r.condition("a"), {"q": {"above": -LARGEST}}, (Clause("q", above=-LARGEST),)),
    (lambda r: r.condition("a"), {"q": {"younger_than": 1}}, (Clause("q", younger_than=1),)),
    (lambda r: r.condition("a"), {"q": {"younger_than": 150}}, (Clause("q", younger_than=150),)),
    (lambda r: r.condition("a"), {"q": [str(n) for n in range(1000)]},
     (Clause("q", frozenset(str(n) for n in range(1000))),)),
    (lambda r: r.condition("a"), {"p": ["x"], "q": {"above": 1}}, (Clause("p", frozenset("x")), Clause("q", above=1))),
    (lambda r: r.options("a"), [X, {"code": "y", "label": {"kk": "слово", "ru": "сөз"}}],
     (Option("x", WORDS), Option("y", {"kk": "слово", "ru": "сөз"}))),
]  # fmt: skip


@pytest.mark.parametrize(("act", "written", "value"), RIGHT)
def test_what_is_just_right_is_read_as_it_is_written(act: Act, written: object, value: object) -> None:
    assert read(act, a=written) == (value, [])


ABSENT: list[tuple[Act, object]] = [
    (lambda r: r.take("a", str), ""), (lambda r: r.take("a", list), []), (lambda r: r.take("a", dict), {}),
    (lambda r: r.take("a", datetime), SOME_INSTANT), (lambda r: r.take("a", date), SOME_INSTANT.date()),
    (lambda r: r.whole("a", 3, 9), 0), (lambda r: r.name("a", ID), ""), (lambda r: r.text("a"), BLANK),
    (lambda r: r.tables("a", least=1), []), (lambda r: r.values("a", int, least=1), []),
    (lambda r: r.instant("a"), SOME_INSTANT), (lambda r: r.options("a"), ()),
    # Of a table that is missing nothing below is missed.
    (lambda r: r.table_at("a").take("b", int), 0),
]  # fmt: skip


@pytest.mark.parametrize(("act", "instead"), ABSENT)
def test_what_is_missing_is_missed_once(act: Act, instead: object) -> None:
    assert read(act) == (instead, [("missing", "call.a", {})])


OPTIONAL: list[tuple[Act, object]] = [
    (lambda r: r.take("a", str, "x"), "x"), (lambda r: r.take("a", str, None), None), (lambda r: r.limit("a"), None),
    (lambda r: r.whole("a", 3, 9, 5), 5), (lambda r: r.name("a", ID, "Not An Id"), "Not An Id"),
    (lambda r: r.text("a", optional=True), None), (lambda r: r.tables("a", [], least=1), []),
    (lambda r: r.values("a", int, [1, 2]), [1, 2]), (lambda r: r.instant("a", optional=True), None),
    (lambda r: r.condition("a"), ()), (lambda r: r.table_at("a", optional=True).take("b", int), 0),
]  # fmt: skip


@pytest.mark.parametrize(("act", "instead"), OPTIONAL)
def test_what_may_be_left_out_is_not_missed(act: Act, instead: object) -> None:
    assert read(act) == (instead, [])


def test_what_nobody_asked_for_is_refused_here_and_below_in_order_and_each_key_once() -> None:
    def act(reader: DefinitionReader) -> object:
        return [row.take("y", int, 0) for row in reader.tables("a")]

    assert read(act, d=1, c=2, a=[{"x": 1}, {"x": 2, "y": 3}])[1] == [
        ("unknown_key", "call", {"key": "c"}), ("unknown_key", "call", {"key": "d"}),
        ("unknown_key", "call.a[0]", {"key": "x"}), ("unknown_key", "call.a[1]", {"key": "x"}),
    ]  # fmt: skip


def test_a_reader_that_is_told_nothing_else_raises_the_first_refusal() -> None:
    with pytest.raises(DefinitionError) as error:
        DefinitionReader({}, "call", ["kk", "ru"]).take("a", int)
    assert (error.value.code, error.value.place) == ("missing", "call.a")


def test_a_table_knows_what_it_was_asked_for_whether_it_has_it_or_not() -> None:
    table = AskedTable({"a": 1, "b": 2})
    assert ("a" in table, "c" in table, table.get("b"), table.get("d"), table.get("d", 5)) == (True, False, 2, None, 5)
    assert table.asked == {"a", "b", "c", "d"}


def test_a_moment_has_the_offset_that_the_zone_had_at_it() -> None:
    """Almaty was six hours from Greenwich until the last day of February 2024, and is five since."""
    for offset, month, faults in ((6, 2, 0), (5, 2, 1), (5, 4, 0), (6, 4, 1)):
        written = datetime(2024, month, 1, tzinfo=ALMATY)
        moment = datetime.fromisoformat(f"2024-{month:02}-01T00:00:00+0{offset}:00")
        assert len(read(lambda r: r.instant("a"), a=moment)[1]) == faults
        assert (moment == written) == (not faults)
    assert timedelta(hours=6) == datetime(2024, 2, 1, tzinfo=ALMATY).utcoffset()
