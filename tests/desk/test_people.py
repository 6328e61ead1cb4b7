"""People are added by whoever may, told why not, and ended; signing in tells nobody who is a member."""

from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.call import Call
from chalicelib.desk.people import add_member, by_address, end_member
from chalicelib.desk.sign_in import ask_for_sign_in, at_work, open_link, use_code, use_link
from chalicelib.rules.committee_rights import MOST_MEMBERS
from chalicelib.rules.refusals import LinkOver, NotAgreed, NotFound
from chalicelib.rules.sign_in import LINK_LIFETIME, SESSION_LIFETIME
from tests.building import MS, OPEN
from tests.desk.building import CALL, FakePeople, FakeSignIns, issued, member

NEW: dict[str, Any] = {"name": " Ахметова  Әсел ", "email": "Asel@Example.kz", "role": "member", "language": "ru"}


def added(call: Call, people: FakePeople, **changes: Any) -> Any:
    return add_member(call, people, "member#secretary1", OPEN, **{**NEW, **changes}, draw=lambda n: bytes(range(n)))


def test_a_person_is_kept_as_they_are_named(call: Call) -> None:
    people = FakePeople(member())
    new = added(call, people, valid_until=date(2021, 12, 31))
    assert (new.name, new.role, new.added_by) == ("Ахметова Әсел", "member", "member#secretary1")
    assert people.member(CALL, new.id) == new
    assert by_address(call, people, "asel@example.kz", OPEN) == new


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"name": " "}, "member_name"), ({"name": "а" * 151}, "member_name"), ({"name": "а\x00"}, "member_name"),
        ({"email": "nobody"}, "member_address"), ({"email": ""}, "member_address"),
        ({"email": "a" * 300 + "@example.kz"}, "member_address"), ({"role": "chief"}, "member_role"),
        ({"language": "en"}, "member_role"), ({"valid_until": date(2021, 9, 14)}, "member_over"),
        ({"name": "хатшы сәуле"}, "member_known"), ({"email": "SECRETARY@example.kz"}, "member_known"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_person_is_refused_by_name(call: Call, changes: dict[str, Any], why: str) -> None:
    people = FakePeople(member())
    with pytest.raises(NotAgreed) as refused:
        added(call, people, **changes)
    assert (refused.value.why, len(people.kept)) == (why, 1)


def test_a_committee_has_a_bound(call: Call) -> None:
    many = [member("expert", id=f"e{n}", name=f"Е {n}", email=f"e{n}@example.kz") for n in range(MOST_MEMBERS)]
    with pytest.raises(NotAgreed, match="member_too_many"):
        added(call, FakePeople(*many))


def test_whoever_was_ended_may_come_again_and_the_last_secretary_stays(call: Call) -> None:
    people = FakePeople(member(), member("member"))
    end_member(call, people, "member1", OPEN)
    assert added(call, people, name="Мүше Болат", email="member@example.kz").role == "member"
    with pytest.raises(NotFound):
        end_member(call, people, "member1", OPEN)
    with pytest.raises(NotAgreed, match="member_last_secretary"):
        end_member(call, people, "secretary1", OPEN)


def test_asking_reads_nobody_and_looks_alike_for_every_address(call: Call) -> None:
    sign_ins = FakeSignIns()
    for address in ("secretary@example.kz", "stranger@example.kz", "no address", "x" * 300):
        ask_for_sign_in(call, sign_ins, address, OPEN)
    marks = [request.mark for request in sign_ins.requests]
    assert [len(mark) for mark in marks] == [64, 64, 64]  # what is no address is nobody's, once a minute


def test_a_link_signs_in_once_within_its_time(call: Call) -> None:
    people, sign_ins = FakePeople(member()), FakeSignIns()
    token, _ = issued(sign_ins, member())
    open_link(call, sign_ins, token, OPEN)
    open_link(call, sign_ins, token, OPEN)
    who, session = use_link(call, people, sign_ins, token, OPEN + LINK_LIFETIME - MS)
    assert (who, at_work(call, people, sign_ins, session, OPEN)) == (member(), (sign_ins.sessions[session], member()))
    for again in (token, issued(sign_ins, member(), OPEN - LINK_LIFETIME)[0], "x" * 43, ""):
        with pytest.raises(LinkOver):
            use_link(call, people, sign_ins, again, OPEN)


def test_a_code_signs_in_from_another_device(call: Call) -> None:
    people, sign_ins = FakePeople(member()), FakeSignIns()
    _, code = issued(sign_ins, member())
    for address, typed in (("expert@example.kz", code), ("secretary@example.kz", "999999"), ("", ""), ("й", "1" * 99)):
        with pytest.raises(LinkOver):
            use_code(call, people, sign_ins, address, typed, OPEN)
    assert use_code(call, people, sign_ins, "Secretary@example.kz", f" {code[:3]} {code[3:]}", OPEN)[0] == member()


def test_a_session_ends_by_its_time_and_with_the_person(call: Call) -> None:
    people, sign_ins = FakePeople(member(), member("expert")), FakeSignIns()
    _, token = use_link(call, people, sign_ins, issued(sign_ins, member("expert"))[0], OPEN)
    assert at_work(call, people, sign_ins, token, OPEN + SESSION_LIFETIME) is None
    assert at_work(call, people, sign_ins, token, OPEN + SESSION_LIFETIME - MS) is not None
    end_member(call, people, "expert1", OPEN)
    assert at_work(call, people, sign_ins, token, OPEN + timedelta(minutes=1)) is None
    assert at_work(call, people, sign_ins, "", OPEN) is None


def test_a_link_of_a_person_who_was_ended_opens_nothing_and_stays_unused(call: Call) -> None:
    people, sign_ins = FakePeople(member(ended_at=OPEN)), FakeSignIns()
    token, _ = issued(sign_ins, member())
    with pytest.raises(LinkOver):
        use_link(call, people, sign_ins, token, OPEN)
    assert sign_ins.links[token].used_at is None
