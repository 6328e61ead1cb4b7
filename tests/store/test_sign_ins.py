"""One suite for people and for signing in: the fakes in the tests, moto, SQLite, Amazon's own engine."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.rules.sign_in import LINK_LIFETIME, MOST_TRIES, Session, SignInLink, SignInRequest, address_mark
from chalicelib.store.people import TablePeople
from chalicelib.store.sign_ins import REQUESTS, TableSignIns, sign_in_request
from tests.building import MS, OPEN
from tests.desk.building import CALL, FakePeople, FakeSignIns, member
from tests.store.engines import ENGINES, engine_client, make_table, moto_client

UNTIL = OPEN + LINK_LIFETIME


@pytest.fixture(params=["fake", *ENGINES])
def both(request: pytest.FixtureRequest) -> Iterator[tuple[Any, Any]]:
    if request.param == "fake":
        yield FakePeople(), FakeSignIns()
        return
    with engine_client(request) as client:
        table = make_table(client)
        yield TablePeople(client, table), TableSignIns(client, table)


def test_people_are_added_once_and_ended_once(both: tuple[Any, Any]) -> None:
    people, secretary = both[0], member(valid_until=date(2021, 12, 31))
    assert people.add(CALL, secretary)
    assert not people.add(CALL, replace(secretary, name="Басқа"))
    assert people.add(CALL, member("expert"))
    assert people.member(CALL, secretary.id) == secretary
    assert (people.member(CALL, "nobody"), people.member("another", secretary.id)) == (None, None)
    assert people.end(CALL, secretary.id, OPEN)
    assert not people.end(CALL, secretary.id, OPEN + MS)
    assert not people.end(CALL, "nobody", OPEN)
    assert people.members(CALL) == (member("expert"), replace(secretary, ended_at=OPEN))


def test_a_link_is_found_by_its_secret_alone_and_used_once(both: tuple[Any, Any]) -> None:
    sign_ins = both[1]
    token, code = sign_ins.issue(CALL, "secretary1", UNTIL)
    assert (len(token), len(code), code.isdigit()) == (43, 6, True)
    assert sign_ins.find(token) == SignInLink(CALL, "secretary1", UNTIL)
    assert [sign_ins.find(wrong) for wrong in ("", "x" * 43, f"{token[:-1]}!", "x" * 100_000)] == [None] * 4
    assert sign_ins.use(token, OPEN)
    assert not sign_ins.use(token, OPEN)
    assert sign_ins.find(token) == SignInLink(CALL, "secretary1", UNTIL, OPEN)


def test_of_ten_presses_at_once_one_uses_the_link_up(both: tuple[Any, Any]) -> None:
    token, _ = both[1].issue(CALL, "secretary1", UNTIL)
    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(lambda _: both[1].use(token, OPEN), range(10))) == 1


def test_a_code_opens_once_before_its_end_and_for_its_own_person(both: tuple[Any, Any]) -> None:
    sign_ins = both[1]
    _, code = sign_ins.issue(CALL, "secretary1", UNTIL)
    assert not sign_ins.use_code(CALL, "expert1", code, OPEN)
    assert not sign_ins.use_code(CALL, "secretary1", code, UNTIL)
    assert sign_ins.use_code(CALL, "secretary1", code, UNTIL - MS)
    assert not sign_ins.use_code(CALL, "secretary1", code, UNTIL - MS)


def test_a_newer_code_ends_the_one_before(both: tuple[Any, Any]) -> None:
    sign_ins = both[1]
    codes = {sign_ins.issue(CALL, "secretary1", UNTIL)[1] for _ in range(3)}
    last = sign_ins.issue(CALL, "secretary1", UNTIL)[1]
    assert not any(sign_ins.use_code(CALL, "secretary1", code, OPEN) for code in codes - {last})
    assert sign_ins.use_code(CALL, "secretary1", last, OPEN)


def test_after_too_many_wrong_tries_the_right_code_opens_nothing(both: tuple[Any, Any]) -> None:
    sign_ins = both[1]
    _, code = sign_ins.issue(CALL, "secretary1", UNTIL)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    assert not any(sign_ins.use_code(CALL, "secretary1", wrong, OPEN) for _ in range(MOST_TRIES))
    assert not sign_ins.use_code(CALL, "secretary1", code, OPEN)


def test_a_session_is_opened_refreshed_and_closed(both: tuple[Any, Any]) -> None:
    sign_ins = both[1]
    session = Session(CALL, "secretary1", OPEN, OPEN + timedelta(hours=12))
    token = sign_ins.open_session(session)
    assert sign_ins.session(token) == session
    sign_ins.refresh(token, OPEN + MS)
    assert sign_ins.session(token) == replace(session, signed_in_at=OPEN + MS)
    sign_ins.close(token)
    assert [sign_ins.session(each) for each in (token, "", "x" * 43)] == [None] * 3


def test_only_hashes_of_secrets_lie_in_the_table_and_all_of_them_expire_by_its_own_clock() -> None:
    with moto_client() as client:
        table, shift = make_table(client), timedelta(days=-1800)
        sign_ins = TableSignIns(client, table, shift)
        sign_ins.ask(SignInRequest(CALL, address_mark(CALL, "secretary@example.kz"), OPEN))
        token, code = sign_ins.issue(CALL, "secretary1", UNTIL)
        session = sign_ins.open_session(Session(CALL, "secretary1", OPEN, OPEN + timedelta(hours=12)))
        items = client.scan(TableName=table)["Items"]
        texts = [value["S"] for item in items for value in item.values() if "S" in value]
        assert not {token, code, session, "secretary@example.kz"} & set(texts)
        assert not any(secret in json.dumps(items) for secret in (token, session, "example.kz"))
        assert all(datetime.fromtimestamp(int(i["expires_at"]["N"]), UTC) > OPEN - shift for i in items)


def test_a_request_is_noted_once_a_minute_and_comes_back_from_the_stream() -> None:
    with moto_client() as client:
        table = make_table(client)
        request = SignInRequest(CALL, address_mark(CALL, "a@example.kz"), OPEN)
        for late in (0, 1, 59_999, 60_000):
            TableSignIns(client, table).ask(replace(request, at=OPEN + late * MS))
        found = sorted((sign_in_request(item) for item in client.scan(TableName=table)["Items"]), key=lambda r: r.at)
        assert found == [request, replace(request, at=OPEN + timedelta(minutes=1))]
        assert REQUESTS == "sign_in_request#"


def test_a_code_asks_the_table_as_often_for_a_stranger_as_for_a_member() -> None:
    with moto_client() as client:
        sign_ins, asked = TableSignIns(client, make_table(client)), []
        sign_ins.issue(CALL, "secretary1", UNTIL)
        ask = client._make_api_call
        client._make_api_call = lambda operation, wish: (asked.append(operation), ask(operation, wish))[1]
        for who in ("secretary1", "nobody"):
            sign_ins.use_code(CALL, who, "wrong", OPEN)
        assert asked[:3] == asked[3:] != []
