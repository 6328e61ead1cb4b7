"""The mail that signs a person of the committee in: who gets it, when it is not sent, and what it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.call import Call
from chalicelib.notices.mail_composition import Mail
from chalicelib.notices.sign_in_mail import SignInOffice, compose
from chalicelib.notices.stream_records import on_stream
from chalicelib.rules.committee_rights import Member
from chalicelib.rules.mail_service import WORKING, MailService, after_refusal
from chalicelib.rules.sign_in import LINK_LIFETIME, SignInRequest, address_mark
from tests.building import MS, FakeStore
from tests.notices.building import SITE, FakeMailbox, FakeOutbox, FakeServiceRecord, office
from tests.small_building import OPEN, small_call

SECRET, CODE = "x" * 43, "123456"
ASEL = Member("m1", "Әсел", "asel@example.kz", "secretary", "ru", "local/operator", OPEN)
MARAT = replace(ASEL, id="m2", name="Марат", email="marat@example.kz", language="kk")


@pytest.fixture(scope="session")
def call() -> Call:
    return small_call()


class People:
    """The committee of the small call, and one of another call with the same addresses."""

    def __init__(self, *members: Member) -> None:
        self._members = members

    def members(self, call: str) -> tuple[Member, ...]:
        return self._members if call == small_call().id else (replace(ASEL, id="stranger"),)


class SignIns:
    def __init__(self) -> None:
        self.issued: list[tuple[str, str, datetime]] = []

    def issue(self, call: str, member: str, until: datetime) -> tuple[str, str]:
        self.issued.append((call, member, until))
        return SECRET, CODE


class Scene:
    """`send` answers what became of a request for the address; the service is as `service` says."""

    def __init__(self, call: Call, *answers: Any, service: MailService = WORKING, has_turn: bool = True) -> None:
        self.call, self.sign_ins, self.mailbox = call, SignIns(), FakeMailbox(list(answers))
        self.record = FakeServiceRecord(service)
        self.office = SignInOffice(call, People(MARAT, ASEL), self.sign_ins, self.mailbox, self.record, SITE,
                                   lambda: has_turn)  # fmt: skip

    def send(self, address: str, now: datetime = OPEN, asked: datetime = OPEN, call: str = "") -> list[str]:
        name = call or self.call.id
        return self.office.send(SignInRequest(name, address_mark(name, address), asked), now)


def test_whoever_belongs_to_the_committee_gets_a_link_and_a_code_that_end_together(call: Call) -> None:
    scene = Scene(call)
    assert scene.send(" ASEL@example.kz ", OPEN + MS) == ["sent"]
    assert scene.sign_ins.issued == [(call.id, "m1", OPEN + MS + LINK_LIFETIME)]
    assert scene.mailbox.accepted == [compose(call, ASEL, SITE, SECRET, CODE)]


@pytest.mark.parametrize("address", ["nobody@example.kz", ""])
def test_nobody_else_gets_anything(call: Call, address: str) -> None:
    scene = Scene(call)
    assert (scene.send(address), scene.sign_ins.issued, scene.mailbox.accepted) == ([], [], [])


def test_what_was_asked_for_another_call_is_not_answered_here(call: Call) -> None:
    scene = Scene(call)
    assert (scene.send(ASEL.email, call="another"), scene.mailbox.accepted) == ([], [])
    with_our_mark = SignInRequest("another", address_mark(call.id, ASEL.email), OPEN)
    assert (scene.office.send(with_our_mark, OPEN), scene.mailbox.accepted) == ([], [])


@pytest.mark.parametrize(("changes", "becomes"), [
    ({"valid_until": date(2026, 4, 8)}, ["sent"]), ({"valid_until": date(2026, 4, 7)}, []), ({"ended_at": OPEN}, []),
])  # fmt: skip
def test_whoever_is_in_the_committee_no_more_gets_none(call: Call, changes: dict[str, Any], becomes: list[str]) -> None:
    scene = Scene(call)
    scene.office = replace(scene.office, people=People(replace(ASEL, **changes)))
    assert scene.send(ASEL.email) == becomes


def test_a_request_that_waited_an_hour_is_answered_no_more(call: Call) -> None:
    """Whoever asked has asked again, and a link that comes out of the blue is what an attacker would send."""
    hour = timedelta(hours=1)
    assert Scene(call).send(ASEL.email, OPEN + hour - MS) == ["sent"]
    late = Scene(call)
    assert (late.send(ASEL.email, OPEN + hour), late.sign_ins.issued) == (["lapsed"], [])


def test_a_service_that_rests_is_not_asked_and_one_that_has_rested_is(call: Call) -> None:
    resting = MailService(0, 1, OPEN, OPEN + timedelta(minutes=1), "Throttling")
    scene = Scene(call, service=resting)
    assert (scene.send(ASEL.email), scene.sign_ins.issued, scene.record.service) == (["deferred"], [], resting)
    assert scene.send(ASEL.email, OPEN + timedelta(minutes=1)) == ["sent"]
    assert scene.record.service == WORKING


def test_without_a_turn_nothing_is_issued(call: Call) -> None:
    scene = Scene(call, has_turn=False)
    assert (scene.send(ASEL.email), scene.sign_ins.issued, scene.mailbox.accepted) == (["unnoted"], [], [])


@pytest.mark.parametrize(("answer", "at_once"), [(("deferred", "Throttling"), False), (("unclear", "timeout"), True)])
def test_a_refusal_and_a_lost_answer_are_known_to_all_senders(
    call: Call, answer: tuple[str, str], at_once: bool
) -> None:
    before = MailService(1, 0, OPEN - timedelta(minutes=5), None, "Throttling")
    scene = Scene(call, answer, service=before)
    assert scene.send(ASEL.email) == [answer[0]]
    assert scene.record.service == after_refusal(before, answer[1], OPEN, at_once=at_once)


def test_of_a_service_that_works_nothing_is_written(call: Call) -> None:
    """Each mail would cost one more request to the table."""
    scene = Scene(call)
    assert (scene.send(ASEL.email), scene.record.written) == (["sent"], [])


def test_a_refusal_of_this_very_mail_is_none_of_the_service(call: Call) -> None:
    scene = Scene(call, ("failed", "address"))
    assert (scene.send(ASEL.email), scene.record.service) == (["failed"], WORKING)


def mail_to(call: Call, member: Member) -> Mail:
    return compose(call, member, SITE, SECRET, CODE)


def test_it_speaks_the_person_s_language_first_and_the_other_below(call: Call) -> None:
    kk, ru = f"{SITE}/desk/sign-in/{SECRET}", f"{SITE}/ru/desk/sign-in/{SECRET}"
    for member, first, second in ((MARAT, kk, ru), (ASEL, ru, kk)):
        made = mail_to(call, member)
        for text in (made.text, made.html):
            assert 0 < text.index(first) < text.index(second)
            assert text.count("123 456") == 2
        for language in call.languages:
            assert call.short_title[language] in made.text
            assert f'lang="{language}"' in made.html
        assert made.text.count("15 минут") == 2 and (made.to, made.attachments) == (member.email, ())


def test_neither_code_nor_link_stands_in_the_subject(call: Call) -> None:
    """It is shown on a locked screen."""
    subjects = [mail_to(call, member).subject for member in (MARAT, ASEL)]
    assert len(set(subjects)) == 2
    assert [digit for subject in subjects for digit in subject if digit.isdigit()] == []
    assert f"<title>{subjects[0]}</title>" in mail_to(call, MARAT).html


def test_what_people_wrote_of_the_call_is_no_html(call: Call) -> None:
    named = replace(call, short_title=dict.fromkeys(call.languages, "<b>Ән & co</b>"))
    made = mail_to(named, ASEL)
    assert "<b>Ән & co</b>" in made.text and "<b>Ән" not in made.html


def test_the_stream_brings_a_request_to_whom_it_is_for(call: Call) -> None:
    scene = Scene(call)
    request = SignInRequest(call.id, address_mark(call.id, ASEL.email), OPEN)
    senders = office(call, FakeStore(), FakeOutbox(), scene.mailbox)
    records = [{"dynamodb": {"NewImage": {}, "SequenceNumber": "1"}}]
    signing_in = replace(senders, sign_ins=scene.office)
    assert on_stream(signing_in, records, lambda image: request, OPEN) == ({"batchItemFailures": []}, {"sent": 1})
    assert on_stream(senders, records, lambda image: request, OPEN) == ({"batchItemFailures": []}, {})
    assert on_stream(signing_in, records, lambda image: request, OPEN + timedelta(hours=2))[1] == {"lapsed": 1}
