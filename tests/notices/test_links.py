"""The mail with a one-time link: to the application's own address only, once a request, and no word of the sender's."""

import re
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.call import Call
from chalicelib.notices.mail_sender import MailSender
from chalicelib.notices.stream_records import on_stream
from chalicelib.rules.confirmed_address import address_mark
from chalicelib.rules.lost_key_link import KeyLink, LinkRequest
from chalicelib.rules.mail_service import MailService
from chalicelib.store.stream_images import read_image
from tests.building import MS, OPEN, FakeStore, event
from tests.notices.building import SITE, FakeMailbox, FakeOutbox, draft, office, submitted

ADDRESS = "aigerim@example.kz"
SOON = OPEN + timedelta(seconds=3)


class Scene:
    def __init__(self, call: Call) -> None:
        self.call, self.store, self.mailbox = call, FakeStore(), FakeMailbox()
        self.number = submitted(call, self.store)
        self.office: MailSender = office(call, self.store, FakeOutbox(self.store), self.mailbox)

    def request(self, **changes: Any) -> LinkRequest:
        asked = {"number": self.number, "address_mark": address_mark(self.number, ADDRESS), "at": OPEN}
        return LinkRequest(**(asked | changes))


@pytest.fixture
def scene(call: Call) -> Scene:
    return Scene(call)


def test_the_owner_gets_a_link_in_both_languages_and_no_key(scene: Scene) -> None:
    assert scene.office.send_link(scene.request(), SOON) == ["sent"]
    (mail,) = scene.mailbox.accepted
    ((token, link),) = scene.office.links.kept.items()  # type: ignore[attr-defined]
    assert mail.to == ADDRESS
    found = re.findall(r"https://\S+/api/keys/\S+", mail.text)
    assert found == [f"{SITE}/api/keys/{token}?lang={language}" for language in ("kk", "ru")]
    assert link == KeyLink(scene.number, address_mark(scene.number, ADDRESS), SOON + timedelta(minutes=15))
    assert "15 минут" in mail.text
    [posting] = scene.office.outbox.postings(scene.number)
    assert (posting.number, posting.kind, posting.state) == (scene.number, "key_link", "sent")
    assert f": {scene.number}" in mail.subject


def test_who_names_another_address_or_no_application_gets_nothing_and_nobody_does(scene: Scene) -> None:
    other = address_mark(scene.number, "other@example.kz")
    assert scene.office.send_link(scene.request(address_mark=other), SOON) == []
    assert scene.office.send_link(scene.request(number="2222-2222"), SOON) == []
    assert scene.mailbox.accepted == []
    assert scene.office.links.kept == {}  # type: ignore[attr-defined]


def test_who_names_no_address_gets_no_link_to_an_application_that_has_none_either(scene: Scene) -> None:
    number = draft(scene.call, scene.store, leader_email="жоқ")
    request = scene.request(number=number, address_mark=address_mark(number, ""))
    assert (scene.office.send_link(request, SOON), scene.office.outbox.postings(number)) == ([], ())
    assert scene.office.links.kept == {}  # type: ignore[attr-defined]


def test_no_link_opens_an_application_of_another_call(scene: Scene) -> None:
    """Its own deployment answers there; two calls may lie in one table."""
    number = "2345-DFGJ"
    scene.store.append(event(number=number, call="another-call", detail={"call": "another-call"}))
    request = scene.request(number=number, address_mark=address_mark(number, ADDRESS))
    assert (scene.office.send_link(request, SOON), scene.mailbox.accepted) == ([], [])
    assert scene.office.links.kept == {}  # type: ignore[attr-defined]


def test_a_request_that_comes_twice_by_the_stream_is_one_mail(scene: Scene) -> None:
    request = scene.request()
    image = {"pk": {"S": f"link_request#{request.number}"}, "address_mark": {"S": request.address_mark},
             "at": {"S": "2021-09-15T04:00:00.000Z"}}  # fmt: skip
    records = [{"dynamodb": {"NewImage": image, "SequenceNumber": "1"}}]
    for _ in range(3):
        assert on_stream(scene.office, records, read_image, SOON)[0] == {"batchItemFailures": []}
    assert len(scene.mailbox.accepted) == 1


def test_five_links_a_day_go_to_one_address_and_receipts_are_counted_apart(scene: Scene) -> None:
    verdicts = [scene.office.send_link(scene.request(at=OPEN + n * timedelta(minutes=1)), SOON) for n in range(7)]
    assert verdicts == [["sent"]] * 5 + [["limited"]] * 2
    assert scene.office.sweep(OPEN + timedelta(minutes=20)) == {"sent": 1}


def test_nobody_is_sent_a_link_an_hour_after_asking(scene: Scene) -> None:
    hour = timedelta(hours=1)
    assert scene.office.send_link(scene.request(), OPEN + hour) == ["lapsed"]
    assert scene.office.send_link(scene.request(), OPEN + hour - MS) == ["sent"]


def test_while_the_service_rests_no_link_is_sent_later_by_surprise(scene: Scene) -> None:
    scene.office.service.write(MailService(0, 1, OPEN, SOON + MS, "TooManyRequestsException"))
    assert scene.office.send_link(scene.request(), SOON) == ["deferred"]
    scene.office.sweep(SOON + timedelta(minutes=20))
    assert [mail.subject for mail in scene.mailbox.accepted if "кілт" in mail.subject] == []
