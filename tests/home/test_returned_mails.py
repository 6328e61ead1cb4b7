"""Mails that came back: what a report says, and what the outbox then says of the mail."""

from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from chalicelib.notices.notice import of_event
from chalicelib.notices.unsent_mails import MOST_ATTEMPTS
from chalicelib.store.bounces import TableBounces
from chalicelib.store.home.bounced_mails import report, returned_reports, set_aside
from chalicelib.store.outbox import TableOutbox
from tests.building import OPEN
from tests.store.engines import ENGINES, engine_client, make_table

ID = "abc.123@example.kz"


def bounce(action: str = "failed", status: str = "5.1.1", ident: str = f"<{ID}>", original: str = "headers") -> bytes:
    """As Postfix and its like write one, in the parts that matter."""
    head = f"Message-ID: {ident}\nTo: aigerim@example.kz\nSubject: x\n\n"
    kind = "text/rfc822-headers" if original == "headers" else "message/rfc822"
    return f"""From: MAILER-DAEMON@example.kz
To: baiqau@example.kz
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I could not deliver your mail to aigerim@example.kz.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.kz

Final-Recipient: rfc822; aigerim@example.kz
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 no such user

--b
Content-Type: {kind}

{head}
--b--
""".encode()


def plain_mail() -> bytes:
    message = EmailMessage()
    message["Subject"], message["Message-ID"] = "Сұрақ", f"<{ID}>"
    message.set_content("Қашан жауап болады?")
    return message.as_bytes()


@pytest.mark.parametrize("original", ["headers", "message"])
def test_a_report_says_which_message_failed_and_by_which_code(original: str) -> None:
    assert report(bounce(original=original)) == (ID, "Bounced5.1.1")


@pytest.mark.parametrize("content", [
    bounce(action="delayed"), bounce(status="4.4.1"), bounce(status="5.x"), bounce(status=""), bounce(ident=""),
    plain_mail(), b"", b"\xff\xfe\x00", b"Content-Type: multipart/report; boundary=b\n\n--b\n",
])  # fmt: skip
def test_anything_else_says_nothing(content: bytes) -> None:
    assert report(content) is None


def test_what_is_new_is_read_once_and_set_aside(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    for name, content in {"1": bounce(), "2": plain_mail(), "3": bounce(ident="<other@example.kz>")}.items():
        (tmp_path / "new" / name).write_bytes(content)
    found = returned_reports(tmp_path)
    assert list(found.values()) == [(ID, "Bounced5.1.1"), None, ("other@example.kz", "Bounced5.1.1")]
    (tmp_path / "new" / "4").write_bytes(bounce())
    set_aside(tmp_path, found)
    assert list(returned_reports(tmp_path).values()) == [(ID, "Bounced5.1.1")]
    set_aside(tmp_path, found)
    assert sorted(file.name for file in (tmp_path / "cur").iterdir()) == ["1:2,S", "2:2,S", "3:2,S"]


@pytest.fixture(params=ENGINES)
def table(request: pytest.FixtureRequest) -> Any:
    with engine_client(request) as client:
        yield client, make_table(client)


def test_a_mail_that_came_back_is_noted_as_refused_and_not_sent_again_by_itself(table: Any) -> None:
    outbox, bounces = TableOutbox(*table), TableBounces(*table)
    sent, other = of_event("2345-DFGJ", "received", 1, OPEN), of_event("2345-DFGJ", "withdrawn", 2, OPEN)
    for notice, ident in ((sent, ID), (other, "other")):
        outbox.settle(notice, outbox.claim(notice, OPEN, "sending"), "sent", OPEN, ident)
    later = OPEN + timedelta(hours=1)
    assert [bounces.note({ID: "Bounced5.1.1", "unknown": "x"}, later) for _ in range(2)] == [1, 0]
    found = {posting.mark: posting for posting in outbox.postings("2345-DFGJ")}
    refused, kept = found[sent.mark], found[other.mark]
    assert (refused.state, refused.why, refused.at) == ("failed", "Bounced5.1.1", later)
    assert refused.attempts > MOST_ATTEMPTS and (kept.state, kept.attempts) == ("sent", 1)
    assert outbox.release(sent, later, refused)
