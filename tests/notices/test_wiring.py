"""What the scheduled function says in its log, which the template's alarm reads."""

import json
from typing import Any

import pytest

from chalicelib import deployment, mail_wiring
from chalicelib.call import Call
from chalicelib.rules.mail_service import MailService
from tests.building import OPEN, FakeStore
from tests.notices.building import FakeMailbox, FakeOutbox, FakeServiceRecord, office, submitted
from tests.notices.test_plan import RESOURCES
from tests.store.engines import make_table, sqlite_client

RESTING = MailService(0, 1, OPEN, OPEN.replace(year=2022), "TooManyRequestsException")


class Context:
    def get_remaining_time_in_millis(self) -> int:
        return 600_000


@pytest.mark.parametrize(
    ("service", "became", "refusing"),
    [
        (MailService(), {"sent": 1}, False),
        (MailService(0, 1, OPEN, OPEN.replace(year=2022), "x"), {"deferred": 1}, True),
    ],
)
def test_a_round_says_whether_the_mail_service_refuses(
    call: Call, service: MailService, became: Any, refusing: bool,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    store = FakeStore()
    submitted(call, store)
    made = office(call, store, FakeOutbox(store), FakeMailbox(), FakeServiceRecord(service))
    monkeypatch.setattr(mail_wiring, "post_office", lambda: made)
    with sqlite_client() as client:
        monkeypatch.setattr(deployment, "table_client", lambda: client)
        monkeypatch.setenv("TABLE_NAME", make_table(client))
        for read in ("rebuilt", "due_list"):
            mail_wiring.mail_that_is_due("2021-09-15T04:30:00Z", Context())
            assert json.loads(capsys.readouterr().out) == {"mails": became, "read": read, "refusing": refusing}
            became = {}


def test_the_alarm_reads_what_the_round_says() -> None:
    assert 'FilterPattern: "{ $.refusing IS TRUE }"' in RESOURCES.read_text("utf-8")
