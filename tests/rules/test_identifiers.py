from datetime import date

import idnumbers.nationalid.KAZ as reference
import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.rules.kazakh_identifiers import age_on, bin_fault, birth_dates, check_digit, iin_fault, phone


@pytest.mark.parametrize("iin", ["900101100014", "900101100024", "900101100500", "900101100512", "900101300811",
                                 "791028302728"])  # fmt: skip
def test_published_numbers_are_good(iin: str) -> None:
    assert iin_fault(iin) == ""


@pytest.mark.parametrize(
    ("iin", "fault"),
    [
        ("900101100015", "invalid_iin_checksum"), ("900101100014\n", "invalid_iin"), ("90010110001", "invalid_iin"),
        ("٩٠٠١٠١١٠٠٠١٤", "invalid_iin"), ("900101700014", "invalid_iin_seventh"),
        ("210940000015", "invalid_iin_is_bin"), ("000229300000", "invalid_iin_birth_date"),
        ("901301100014", "invalid_iin_birth_date"), ("900132100014", "invalid_iin_birth_date"),
        ("900100100014", "invalid_iin_birth_date"),
    ],
)  # fmt: skip
def test_each_way_of_being_wrong_is_named(iin: str, fault: str) -> None:
    assert iin_fault(iin) == fault


def test_a_number_that_is_never_issued_has_no_check_digit() -> None:
    assert check_digit("90010110055") is None
    assert all(iin_fault(f"90010110055{digit}") == "invalid_iin_checksum" for digit in range(10))


def test_a_leap_day_exists_only_in_its_century() -> None:
    assert birth_dates("000229500000") == (date(2000, 2, 29),)
    assert birth_dates("000229300000") == ()


@given(st.from_regex(r"[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[1-6][0-9]{5}", fullmatch=True))
def test_the_judgement_agrees_with_an_independent_library(iin: str) -> None:
    assert (iin_fault(iin) == "") == reference.IndividualIDNumber.validate(iin)


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("210940000015", ""), ("210940000025", ""), ("210940000016", "invalid_bin_checksum"),
        ("900101100014", "invalid_bin_is_iin"), ("211340000015", "invalid_bin_month"), ("2109400000", "invalid_bin"),
    ],
)  # fmt: skip
def test_a_bin_is_told_from_an_iin_and_from_a_typing_error(number: str, fault: str) -> None:
    assert bin_fault(number) == fault


@given(st.from_regex(r"(\+7|8|)[67][0-9]{9}", fullmatch=True))
def test_every_number_that_is_valid_in_kazakhstan_is_accepted(typed: str) -> None:
    parsed = phonenumbers.parse(typed, "KZ")
    if phonenumbers.is_valid_number_for_region(parsed, "KZ"):
        assert phone(typed) == phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


@pytest.mark.parametrize(
    "typed", ["+79161234567", "+77471234", "+996555123456", "жоқ", "٨٧٤٧٩٠٠٢٦٤٠", "+7 747 900 26 401"]
)
def test_other_numbers_are_refused(typed: str) -> None:
    assert phone(typed) is None


def test_age_turns_on_the_birthday() -> None:
    born = date(2003, 9, 30)
    assert (age_on(born, date(2021, 9, 29)), age_on(born, date(2021, 9, 30))) == (17, 18)


def test_a_foreigners_number_may_be_of_either_century() -> None:
    assert birth_dates("900101000000") == (date(1990, 1, 1), date(2090, 1, 1))
    assert birth_dates("000229000000") == (date(2000, 2, 29),), "1900 was no leap year"


@pytest.mark.parametrize(("number", "fault"), [("210140", ""), ("211240", ""), ("210040", "invalid_bin_month")])
def test_a_bin_has_one_of_twelve_months(number: str, fault: str) -> None:
    first11 = next(f"{number}{n:05d}" for n in range(100) if check_digit(f"{number}{n:05d}") is not None)
    assert bin_fault(f"{first11}{check_digit(first11)}") == fault


@pytest.mark.parametrize(
    ("seventh", "years"),
    [("1", [1890]), ("2", [1890]), ("3", [1990]), ("4", [1990]), ("5", [2090]), ("6", [2090]), ("0", [1990, 2090])],
)
def test_the_seventh_digit_of_an_iin_tells_the_century_of_a_man_and_of_a_woman(seventh: str, years: list[int]) -> None:
    """Domain facts 2.1. A foreigner's nought tells none: either of the two in which somebody may live."""
    assert [born.year for born in birth_dates(f"900101{seventh}00014")] == years
