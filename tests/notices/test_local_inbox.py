"""The local cloud's inbox: every mail, newest first, and nothing in it runs."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib.call import words
from infra import local_mail
from tests.notices.test_mails import Visible


def message(number: int, **changes: object) -> dict[str, object]:
    made = {"MessageId": f"m-{number}", "To": ["a@example.kz"], "Subject": f"Хат {number}", "Timestamp": 1.0 * number,
            "BodyText": "Мәтін", "BodyHtml": "<p>Мәтін</p>"}  # fmt: skip
    return made | changes


class Answer:
    def __init__(self, found: object) -> None:
        self._found = found

    async def __aenter__(self) -> "Answer":
        return self

    async def __aexit__(self, *_: object) -> None:
        pass

    async def json(self) -> object:
        return self._found


class Session:
    """The emulator, as it answers `/_ministack/ses/messages`."""

    def get(self, address: str) -> Answer:
        assert address == "http://127.0.0.1:1/_ministack/ses/messages"
        accounts = {
            "000000000000": [message(1), message(3)],
            "111111111111": [message(2), message(2, MessageId="later")],
        }
        return Answer({"messages": accounts})


def test_the_newest_mail_comes_first() -> None:
    asked = local_mail.mails_sent(Session(), "http://127.0.0.1:1")  # type: ignore[arg-type]  # only `get` is used
    # Not in this thread: the tests' browser has a loop running in it.
    with ThreadPoolExecutor(1) as other:
        found = other.submit(asyncio.run, asked).result()
    assert [mail["MessageId"] for mail in found] == ["m-3", "later", "m-2", "m-1"]


def test_a_mail_is_shown_with_its_subject_addressee_and_text_and_its_html_is_one_step_away() -> None:
    page = Visible(local_mail.listing([message(1)]))
    assert all(each in page.text for each in ("Хат 1", "a@example.kz", "Мәтін"))
    assert ("a", {"href": "/_local/mail/m-1"}) in page.elements
    assert local_mail.html_of([message(1)], "m-1") == "<p>Мәтін</p>"
    assert local_mail.html_of([message(1)], "m-2") is None


@pytest.mark.parametrize("part", ["Subject", "BodyText"])
def test_what_stands_in_a_mail_stays_text(part: str) -> None:
    page = Visible(local_mail.listing([message(1, **{part: "<script>alert(1)</script>"})]))
    assert "script" not in {tag for tag, _ in page.elements}


def test_an_empty_inbox_says_so_in_both_languages() -> None:
    page = Visible(local_mail.listing([]))
    assert all(words("mail")["inbox.empty"][language] in page.text for language in ("kk", "ru"))
