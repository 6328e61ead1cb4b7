"""Numbers about reviewers: what was planted is found, chance is not, and of too little nothing is said."""

from dataclasses import replace
from itertools import zip_longest
from math import floor, sqrt
from random import Random
from statistics import mean, stdev

import pytest

from chalicelib.rules.least_squares import inverse_of, remainder, student
from chalicelib.rules.reviewer_numbers import (
    CHANCE,
    LEAST_COMMON,
    PersonNumbers,
    Sheet,
    agreement,
    applying,
    remark,
    reviewer_numbers,
)

PEOPLE = [f"Сарапшы {n}" for n in range(6)]
CRITERIA = "12345"


def panel(seed: int, applications: int = 100, severity: dict[str, float] | None = None, size: int = 3) -> list[Sheet]:
    """Each application read by `size` people drawn for it; whole points from nought to ten, as people give them."""
    rng, sheets = Random(seed), []
    for n in range(applications):
        worth = rng.gauss(5.5, 1.0)
        for person in rng.sample(PEOPLE, size):
            middle = worth + (severity or {}).get(person, 0.0)
            points = {c: min(10, max(0, round(rng.gauss(middle, 1.3)))) for c in CRITERIA}
            sheets.append(Sheet(str(n), person, points))
    return sheets


@pytest.mark.parametrize("seed", range(6))
def test_planted_severities_of_two_points_are_recovered_within_three_tenths(seed: int) -> None:
    planted = {PEOPLE[0]: 2.0, PEOPLE[1]: -2.0}
    found = {number.person: number for number in reviewer_numbers(panel(seed, severity=planted))}
    for person in PEOPLE:
        severity = found[person].severity
        assert severity is not None and abs(severity - planted.get(person, 0.0)) < 0.3
    assert [person for person in PEOPLE if found[person].is_noticeable] == PEOPLE[:2]


def test_where_nobody_is_severe_chance_alarms_in_one_case_in_twenty_at_most() -> None:
    alarms = sum(any(number.is_noticeable for number in reviewer_numbers(panel(seed, 25))) for seed in range(400))
    assert alarms <= 400 * 0.05
    assert alarms > 0, "a bound that nothing passes would say nothing"


def test_a_strict_panel_is_not_the_fault_of_whoever_sat_on_it() -> None:
    """The worse applications went to one person: their mean is low, their severity is not."""
    rng, sheets = Random(3), []
    for n in range(60):
        readers = [PEOPLE[0], PEOPLE[1]] if n % 2 else [PEOPLE[1], PEOPLE[2]]
        worth = 3.0 if n % 2 else 7.0
        sheets += [Sheet(str(n), reader, {c: round(rng.gauss(worth, 1.0)) for c in CRITERIA}) for reader in readers]
    first, _, third = reviewer_numbers(sheets)
    assert (round(first.mean), round(third.mean)) == (3, 7)
    assert not first.is_noticeable and not third.is_noticeable


def test_of_too_few_common_applications_nothing_is_said() -> None:
    few = [Sheet(str(n), person, {"1": 5 + n}) for n in range(LEAST_COMMON - 1) for person in PEOPLE[:2]]
    alone = [Sheet(f"alone {n}", PEOPLE[2], {"1": 9}) for n in range(20)]
    found = {number.person: number for number in reviewer_numbers([*few, *alone])}
    assert {each.severity for each in found.values()} == {None}
    assert (found[PEOPLE[2]].scored, found[PEOPLE[2]].mean, found[PEOPLE[2]].spread) == (20, 9, 0)
    assert agreement([*few, *alone]) is None
    assert reviewer_numbers([]) == () and agreement([]) is None
    (one,) = reviewer_numbers([Sheet("1", PEOPLE[0], {"1": 4, "2": 5})])
    assert (one.scored, one.mean, one.spread, one.severity) == (1, 4.5, None, None)


def test_an_application_read_alone_is_no_common_one() -> None:
    """Ten are read by two others; four by one of these and a third, who reads twenty more alone."""
    sheets = [Sheet(f"a{n}", person, {"1": n % 7}) for n in range(10) for person in PEOPLE[:2]]
    sheets += [Sheet(f"b{n}", person, {"1": n}) for n in range(LEAST_COMMON - 1) for person in PEOPLE[1:3]]
    sheets += [Sheet(f"c{n}", PEOPLE[2], {"1": 5}) for n in range(20)]
    found = {number.person: number for number in reviewer_numbers(sheets)}
    assert [found[person].severity is None for person in PEOPLE[:3]] == [False, False, True]


def test_whoever_is_compared_keeps_their_own_numbers() -> None:
    """Twelve applications, of which each is worth as many points as its number and one person gives two more."""
    sheets = [Sheet(str(n), person, {"1": n % 5 + more + n % 2 * at}) for n in range(12)
              for at, (person, more) in enumerate(zip(PEOPLE[:2], (0, 2), strict=True))]  # fmt: skip
    first, second = reviewer_numbers(sheets)
    assert (first.scored, second.scored) == (12, 12)
    given = [n % 5 for n in range(12)]
    assert [first.mean, first.spread] == pytest.approx([mean(given), stdev(given)])
    assert first.severity == pytest.approx(-1.25) and second.severity == pytest.approx(1.25)
    assert first.error == pytest.approx(second.error) and 0 < (first.error or 0) < 0.2


def everybody_on_everything(*given: tuple[int, ...]) -> list[Sheet]:
    """One row of points a person, one place an application."""
    return [Sheet(str(n), person, {"1": points}) for person, row in zip(PEOPLE, given, strict=False)
            for n, points in enumerate(row)]  # fmt: skip


def test_of_two_people_the_numbers_are_those_of_a_paired_comparison() -> None:
    """Half the mean difference, and half its standard error, of one application fewer than there are."""
    first, second = (4, 7, 5, 9, 6, 8, 3), (3, 7, 2, 8, 6, 5, 1)
    differences = [a - b for a, b in zip(first, second, strict=True)]
    one, other = reviewer_numbers(everybody_on_everything(first, second))
    assert (one.severity, other.severity) == pytest.approx((mean(differences) / 2, -mean(differences) / 2))
    assert (one.error, other.error) == pytest.approx((stdev(differences) / 2 / sqrt(7),) * 2)


def test_where_all_read_all_the_numbers_are_those_of_a_two_way_table() -> None:
    """A person's mean less everybody's; what remains is divided by (applications - 1) x (people - 1)."""
    rows = ((4, 7, 5, 9, 6), (3, 7, 2, 8, 6), (6, 6, 6, 7, 9))
    middle = mean(points for row in rows for points in row)
    worth = [mean(column) for column in zip(*rows, strict=True)]
    remains = sum((points - worth[n] - mean(row) + middle) ** 2 for row in rows for n, points in enumerate(row))
    numbers = reviewer_numbers(everybody_on_everything(*rows))
    assert [number.severity for number in numbers] == pytest.approx([mean(row) - middle for row in rows])
    assert [number.error for number in numbers] == pytest.approx([sqrt(remains / (4 * 2) / 5 * (1 - 1 / 3))] * 3)


@pytest.mark.parametrize(
    ("applications", "people", "is_said"), [(5, 2, False), (6, 2, True), (5, 3, True), (4, 6, False)]
)
def test_a_person_is_spoken_of_from_five_applications_and_five_comparisons_on(
    applications: int, people: int, is_said: bool
) -> None:
    rows = [tuple((3 * n + n * n * at) % 7 for n in range(applications)) for at in range(people)]
    said = {number.severity is not None for number in reviewer_numbers(everybody_on_everything(*rows))}
    assert said == {is_said}


def test_whoever_shares_too_few_applications_is_not_among_those_of_whom_chance_could_alarm() -> None:
    """Three read twelve, a fourth four of these: the bound is of three people, and of all that is known of the rest."""
    rng = Random(7)
    noise = [[rng.randint(-2000, 2000) for _ in range(12)] for _ in range(4)]

    def numbers(more: int) -> tuple[PersonNumbers, ...]:
        rows = [tuple(value + (more if at == 0 else 0) for value in row) for at, row in enumerate(noise[:3])]
        return reviewer_numbers(everybody_on_everything(*rows, tuple(noise[3][: LEAST_COMMON - 1])))

    bound = student(1 - CHANCE / (2 * 3), 3 * 12 + 4 - 12 - 4 + 1)
    none, some = numbers(0)[0], numbers(1000)[0]
    assert none.severity is not None and some.severity is not None and none.error is not None
    assert some.error == pytest.approx(none.error)
    just = floor((bound * none.error - none.severity) / (some.severity - none.severity) * 1000)
    assert [numbers(more)[0].is_noticeable for more in (just, just + 1)] == [False, True]
    assert numbers(just)[3].severity is None


@pytest.mark.parametrize(("more", "is_noticeable"), [(0, False), (2, True)])
def test_where_chance_has_no_part_any_difference_is_noticeable_and_no_difference_is_not(
    more: int, is_noticeable: bool
) -> None:
    row = (4, 7, 5, 9, 6, 8)
    numbers = reviewer_numbers(everybody_on_everything(row, tuple(points + more for points in row)))
    assert [number.error for number in numbers] == [0, 0]
    assert {number.is_noticeable for number in numbers} == {is_noticeable}


def test_a_sheet_on_which_nothing_applies_is_none_and_two_sheets_have_a_spread() -> None:
    assert reviewer_numbers([Sheet("1", PEOPLE[0], {})]) == ()
    (two,) = reviewer_numbers([Sheet("1", PEOPLE[0], {"1": 4}), Sheet("2", PEOPLE[0], {"1": 6})])
    assert [two.scored, two.mean, two.spread] == pytest.approx([2, 5, 2**0.5])


def test_people_whom_no_application_connects_are_not_compared() -> None:
    """Each group's numbers are what they would be without the other, whichever comes first."""
    rng = Random(5)
    halves = [[Sheet(f"{half}{n}", person, {"1": rng.randint(0, 10)}) for n in range(12) for person in people]
              for half, people in (("a", PEOPLE[:2]), ("b", PEOPLE[2:5]))]  # fmt: skip
    alone = tuple(number for half in halves for number in reviewer_numbers(half))
    assert all(number.severity is not None for number in alone)
    mixed = [sheet for pair in zip_longest(*halves) for sheet in pair if sheet]
    for together in (reviewer_numbers([*halves[0], *halves[1]]), reviewer_numbers(mixed)):
        for number, other in zip(together, alone, strict=True):
            assert [number.severity, number.error] == pytest.approx([other.severity, other.error])


def test_five_applications_are_enough_to_speak_of_agreement() -> None:
    sheets = [Sheet(str(n), person, {"1": n}) for n in range(5) for person in PEOPLE[:2]]
    assert (agreement(sheets), agreement(sheets[:8])) == (1, None)


def test_full_agreement_is_one_and_points_drawn_blindly_agree_by_chance_alone() -> None:
    whole = [Sheet(str(n), person, {"1": n % 10}) for n in range(30) for person in PEOPLE[:3]]
    assert agreement(whole) == 1
    rng = Random(1)
    blind = [Sheet(str(n), person, {"1": rng.randint(0, 10)}) for n in range(400) for person in PEOPLE[:3]]
    assert abs(agreement(blind) or 0) < 0.06
    assert agreement([Sheet(str(n), person, {"1": 7}) for n in range(9) for person in PEOPLE[:2]]) is None


def test_agreement_is_that_of_the_published_example() -> None:
    """Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section C: interval, 0.849."""
    rows = {
        "A": [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
        "B": [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
        "C": [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
        "D": [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
    }
    sheets = [Sheet(str(n), name, {"1": points}) for name, row in rows.items()
              for n, points in enumerate(row) if points is not None]  # fmt: skip
    assert round(agreement(sheets) or 0, 3) == 0.849


def test_what_is_said_of_a_person_follows_from_what_is_known_of_them() -> None:
    known = PersonNumbers("А", 9, 5.0, 1.0, severity=2.0, error=0.5)
    said = [remark(each) for each in (replace(known, severity=None), known, replace(known, is_noticeable=True))]
    assert said == ["too_few", "ordinary", "noticeable"]


def test_points_of_a_criterion_that_does_not_apply_are_no_points() -> None:
    assert applying({"1": 0, "2": None, "3": 9}) == {"1": 0, "3": 9}


@pytest.mark.parametrize(
    ("probability", "freedom", "published"),
    [(0.975, 5, 2.571), (0.975, 10, 2.228), (0.995, 10, 3.169), (0.95, 20, 1.725), (0.995, 120, 2.617)],
)
def test_students_quantile_is_within_two_in_a_hundred_of_the_published_table(
    probability: float, freedom: int, published: float
) -> None:
    assert student(probability, freedom) == pytest.approx(published, rel=0.02)


def test_where_people_differ_by_their_severity_alone_nothing_remains() -> None:
    """One gives two points more than the other, whatever the application is worth."""
    shared = [{"a": worth + 1.0, "b": worth - 1.0} for worth in (3.0, 5.0, 8.0)]
    assert remainder({"a": 1.0, "b": -1.0}, shared) == 0
    assert remainder({"a": 0.0, "b": 0.0}, shared) == 6


def test_a_matrix_times_its_inverse_is_one_in_whatever_order_its_rows_stand() -> None:
    matrix = [[0.0, 2.0, 1.0], [4.0, 1.0, 0.0], [1.0, 0.0, 3.0]]
    inverse = inverse_of(matrix)
    product = [[sum(a * b for a, b in zip(row, column, strict=True)) for column in zip(*inverse, strict=True)]
               for row in matrix]  # fmt: skip
    assert product == [pytest.approx(row) for row in ([1, 0, 0], [0, 1, 0], [0, 0, 1])]
