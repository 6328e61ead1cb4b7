"""The mail service rests after three refusals in a row, a minute at first, a quarter of an hour at most."""

from datetime import timedelta

from chalicelib.rules.mail_service import WORKING, MailService, after_refusal
from tests.building import MS
from tests.small_building import OPEN

MINUTE = timedelta(minutes=1)


def refused(times: int) -> MailService:
    service = WORKING
    for n in range(times):
        service = after_refusal(service, f"code {n}", OPEN + n * MS)
    return service


def test_a_service_nobody_was_refused_by_does_not_rest() -> None:
    assert not WORKING.rests_at(OPEN)


def test_two_refusals_may_be_about_the_mails_and_begin_no_rest() -> None:
    assert refused(2) == MailService(2, 0, OPEN, None, "code 1")
    assert not refused(2).rests_at(OPEN)


def test_the_third_begins_a_rest_of_a_minute_to_the_millisecond() -> None:
    service = refused(3)
    assert service == MailService(0, 1, OPEN, OPEN + 2 * MS + MINUTE, "code 2")
    assert service.rests_at(OPEN + MINUTE + MS)
    assert not service.rests_at(OPEN + MINUTE + 2 * MS)


def test_after_a_rest_three_mails_are_tried_again() -> None:
    assert refused(5) == MailService(2, 1, OPEN, None, "code 4")
    assert refused(6) == MailService(0, 2, OPEN, OPEN + 5 * MS + 2 * MINUTE, "code 5")


def test_each_rest_is_twice_the_last_and_none_is_longer_than_a_quarter_of_an_hour() -> None:
    rests = [(refused(3 * n).until, OPEN + (3 * n - 1) * MS) for n in (1, 2, 3, 4, 5, 6, 2000)]
    assert [until and (until - at) // MINUTE for until, at in rests] == [1, 2, 4, 8, 15, 15, 15]


def test_one_lost_answer_begins_a_rest_at_once_and_the_next_a_longer_one() -> None:
    first = after_refusal(WORKING, "ReadTimeoutError", OPEN, at_once=True)
    assert first == MailService(0, 1, OPEN, OPEN + MINUTE, "ReadTimeoutError")
    assert after_refusal(first, "x", OPEN + MINUTE, at_once=True).until == OPEN + 3 * MINUTE
