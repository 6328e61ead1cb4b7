"""The name of a mail among an application's: the same however often it is planned, and wherever."""

import pytest

from chalicelib.notices.notice import Notice, of_event, of_instant, of_link
from tests.building import OPEN
from tests.machine_zone import machine_in

NUMBER = "2345-DFGJ"


def test_a_mail_of_an_act_is_named_by_the_act_s_place() -> None:
    assert of_event(NUMBER, "changed", 12, OPEN) == Notice(NUMBER, "changed", "000012#changed", OPEN, 12)


@pytest.mark.parametrize("zone", ["UTC", "Asia/Almaty"])
def test_a_reminder_is_named_by_its_instant_whatever_the_machine_s_own_clock_shows(zone: str) -> None:
    """A server that is moved to another zone would send each reminder once more."""
    with machine_in(zone):
        reminder = of_instant(NUMBER, "task_due", OPEN, task="2")
    mark = "2021-09-15T04:00:00Z#task_due#2"
    assert reminder == Notice(NUMBER, "task_due", mark, OPEN, facts={"task": "2"})


def test_a_link_is_named_by_the_instant_of_its_request_and_never_by_itself() -> None:
    """The request that comes twice is answered once, with whichever link was made first."""
    mails = [of_link(NUMBER, OPEN, link) for link in ("/api/keys/a", "/api/keys/b")]
    assert {mail.mark for mail in mails} == {"2021-09-15T04:00:00Z#key_link"}
    assert mails[0] == Notice(NUMBER, "key_link", mails[0].mark, OPEN, facts={"link": "/api/keys/a"})
