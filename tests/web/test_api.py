import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib import wiring
from chalicelib.call import Call
from chalicelib.call.wording import keyboard_text
from chalicelib.intake.canonical_answers import answers_sha256
from infra.rehearsal_only import rehearsal_clock
from tests.building import CLOSES, MS, OPEN, answers
from tests.web.gateway import post_json, send

PROBLEM = "application/problem+json"


def look_up(number: str, key: str) -> Any:
    return send("GET", f"/applications/{number}", headers={"Authorization": f"Bearer {key}"})


def test_the_call_says_its_phase_by_the_gateways_clock() -> None:
    answer = send("GET", "/call", at=CLOSES - 1500 * MS)
    assert answer.json == {
        "id": "rukhani-zhangyru-2021", "phase": "open", "now": "2021-09-30T17:59:58.500+06:00",
        "opens_at": "2021-09-10T00:00:00.000+06:00", "closes_at": "2021-09-30T18:00:00.000+06:00",
        "seconds_to_close": 1, "supplement_days": 3, "rehearsal": False,
    }  # fmt: skip
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_submission_is_receipted_and_found_again_word_for_word() -> None:
    answer = post_json("/applications", answers())
    receipt = answer.json
    assert (answer.status, receipt["status"], receipt["version"]) == (201, "submitted", 1)
    assert receipt["answers_sha256"] == answers_sha256(answers())
    application = look_up(receipt["number"], receipt["key"])
    assert (application.status, application.json["answers"], application.headers["ETag"]) == (200, answers(), '"1.1"')
    assert application.json["package"] == {
        "state": "to_be_supplemented", "missing": ["leader_id", "registration", "presentation", "team_cv"],
    }  # fmt: skip


def test_a_late_submission_is_refused_by_the_rule_with_every_word_handed_back(table: Any, call: Call) -> None:
    answer = post_json("/applications", answers(), CLOSES + 4 * MS)
    body = answer.json
    assert (answer.status, answer.headers["Content-Type"]) == (403, PROBLEM)
    assert (body["rule"], body["type"], body["late_by_ms"]) == ("deadline", "/rules/#deadline", 4)
    assert body["received_at"] == "2021-09-30T18:00:00.004+06:00"
    assert body["closes_at"] == "2021-09-30T18:00:00.000+06:00"
    assert body["answers"] == answers()
    assert "2021 жылғы 30 қыркүйек сағат 18.00" in keyboard_text(body["detail"])
    kept = [{name: value for name, value in item.items() if name not in ("pk", "sk")} for item in table()]
    assert kept == [
        {
            "at": {"S": "2021-09-30T12:00:00.004Z"},
            "call": {"S": call.id},
            "rule": {"S": "deadline"},
            "by_ms": {"N": "4"},
        }
    ]


def test_an_early_submission_is_told_when_the_call_opens(call: Call) -> None:
    body = post_json("/applications", answers(application_language="ru"), call.opens_at - MS).json
    assert (body["rule"], body["type"], body["early_by_ms"]) == ("window", "/ru/rules/#window", 1)


def test_an_incomplete_submission_is_told_everything_at_once(table: Any) -> None:
    sent = answers(settlement="", leader_iin="900101100015", application_language="ru")
    answer = post_json("/applications", sent)
    assert (answer.status, answer.json["rule"], answer.json["type"]) == (422, "complete", "/ru/rules/#complete")
    assert [(p["field"], p["code"]) for p in answer.json["problems"]] == [
        ("settlement", "required"), ("leader_iin", "invalid_iin"),
    ]  # fmt: skip
    assert answer.json["problems"][1]["message"].startswith("Контрольная цифра")
    assert answer.json["answers"] == sent
    assert table() == []


def test_checking_stores_nothing_in_any_phase(table: Any) -> None:
    assert post_json("/applications/check", answers(), CLOSES).json == {"complete": True, "problems": []}
    assert post_json("/applications/check", {}).json["complete"] is False
    assert table() == []


@pytest.mark.parametrize(
    ("sent", "accept", "beginning"),
    [
        ({}, "", "Өтінім толық емес"), ({}, "ru-RU,ru;q=0.9,kk;q=0.5", "Заявка неполная"),
        ({}, "en,de", "Өтінім толық емес"), ({"application_language": "kk"}, "ru", "Өтінім толық емес"),
        ({}, "kk;q=0.1,ru;q=0.9", "Заявка неполная"), ({}, "ru;q=x", "Өтінім толық емес"),
    ],
)  # fmt: skip
def test_refusals_speak_the_applications_language_then_the_readers_then_kazakh(
    sent: Any, accept: str, beginning: str
) -> None:
    assert post_json("/applications", sent, Accept_Language=accept).json["title"] == beginning


def test_one_idempotency_key_is_one_application(table: Any) -> None:
    first = post_json("/applications", answers(), Idempotency_Key="one-press-of-mine")
    again = post_json("/applications", answers(), OPEN + 1000 * MS, Idempotency_Key="one-press-of-mine")
    other = post_json("/applications", answers(settlement="Есік"), Idempotency_Key="one-press-of-mine")
    assert (again.status, again.body) == (first.status, first.body)
    assert (other.status, other.json["answers"]["settlement"]) == (409, "Есік")
    assert len(table()) == 1


@pytest.mark.parametrize("key", ["a" * 65, "a" * 15, "a", "ключ" * 5, "has a space in it", "\x00" * 20])
def test_a_key_that_is_no_key_is_refused(key: str) -> None:
    assert post_json("/applications", answers(), Idempotency_Key=key).status == 400


def test_an_unknown_number_and_a_wrong_key_answer_the_same_bytes() -> None:
    receipt = post_json("/applications", answers()).json
    wrong = [look_up("2222-2222", receipt["key"]), look_up(receipt["number"], "2222-2222-2222"),
             look_up(receipt["number"], ""), send("GET", f"/applications/{receipt['number']}"),
             look_up("x" * 3000, "y")]  # fmt: skip
    assert {answer.status for answer in wrong} == {404}
    assert len({json.dumps([answer.headers, answer.body]) for answer in wrong}) == 1


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"null", b"\xff\xfe{}", b'{"a": NaN}', b'{"a": 1e999}',
                                  b"[" * 100_000, b'{"a":' * 30_000, b"1" * 5000,
                                  b'{"a":' + b"[" * 900 + b"]" * 900 + b"}"])  # fmt: skip
def test_what_is_no_json_object_is_a_clear_400(body: bytes) -> None:
    answer = post_json("/applications", body)
    assert (answer.status, answer.headers["Content-Type"]) == (400, PROBLEM)


def test_an_answer_named_twice_is_refused_and_none_of_both_is_taken_for_the_other(table: Any) -> None:
    twice = json.dumps(answers())[:-1] + ', "settlement": "Есік"}'
    answer = post_json("/applications", twice.encode())
    assert (answer.status, [problem["field"] for problem in answer.json["problems"]]) == (422, ["settlement"])
    assert answer.json["answers"]["settlement"] == [answers()["settlement"], "Есік"]
    assert not table()


def test_an_answer_named_twice_with_one_value_is_that_value(table: Any) -> None:
    twice = json.dumps(answers())[:-1] + f', "settlement": {json.dumps(answers()["settlement"])}}}'
    assert post_json("/applications", twice.encode()).status == 201


def test_a_cell_named_twice_is_refused_in_its_place() -> None:
    rows = json.dumps(answers()["team_members"]).replace('"role"', '"role": "x", "role"', 1)
    twice = json.dumps(answers(team_members="…")).replace('"\\u2026"', rows)
    problems = post_json("/applications", twice.encode()).json["problems"]
    assert [problem["field"] for problem in problems] == ["team_members[0].role"]


def test_a_body_too_large_or_of_another_type_is_refused_as_such() -> None:
    assert post_json("/applications", answers(problem="а" * 5_000_000)).status == 413
    assert send("POST", "/applications", b"<a/>", headers={"Content-Type": "application/xml"}).status == 415
    assert send("POST", "/applications", b"{}").status == 415


def test_a_lone_surrogate_comes_back_as_it_was_sent() -> None:
    answer = post_json("/applications", b'{"problem": "a\\ud800b"}')
    assert answer.status == 422
    assert answer.json["answers"] == {"problem": "a\ud800b"}
    answer.body.encode("utf-8")


def test_without_the_gateways_instant_nothing_is_decided(table: Any) -> None:
    answer = post_json("/applications", answers(), None)
    assert (answer.status, table()) == (500, [])


def test_the_clock_can_be_shifted_only_where_the_rehearsals_clock_is_carried(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "shift").write_text("86400000")
    for name, value in {"CLOCK_SHIFT_FILE": str(tmp_path / "shift"), "STAGE": "local"}.items():
        monkeypatch.setenv(name, value)
    assert send("GET", "/call", at=OPEN).json["now"] == "2021-09-15T10:00:00.000+06:00"
    monkeypatch.setattr(wiring, "rehearsal_clock", rehearsal_clock)
    assert send("GET", "/call", at=OPEN).json["now"] == "2021-09-16T10:00:00.000+06:00"


def test_logs_hold_nothing_personal_and_no_key(capsys: pytest.CaptureFixture[str], monkeypatch: Any) -> None:
    receipt = post_json("/applications", answers(), Idempotency_Key="press-secret-0001").json
    look_up(receipt["number"], receipt["key"])
    look_up(receipt["number"], "wrong-key-7777")
    monkeypatch.setenv("TABLE_NAME", "no-such-table")
    wiring.service.cache_clear()
    failed = post_json("/applications", answers(settlement="Есік"))
    said = capsys.readouterr()
    assert failed.status == 500
    lines = said.out.splitlines()
    assert len(lines) == 4
    secrets = ["Әйгерім", "Сәрсенова", "900101100014", "7471234567", "example.kz", "Есік", "press-secret", "7777",
               receipt["key"], receipt["number"], "Traceback"]  # fmt: skip
    assert [secret for secret in secrets if secret in said.out + said.err] == []
    assert "Traceback" not in failed.body


# Python reads these out of JSON; no float holds them.
BEYOND_A_DOUBLE = st.integers(10**308, 10**400)
ANY_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | BEYOND_A_DOUBLE
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=20), inner, max_size=5),
    max_leaves=15,
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(sorted(answers())), ANY_JSON, max_size=6))
def test_whatever_is_sent_is_stored_exactly_or_refused_clearly(changes: dict[str, Any]) -> None:
    answer = post_json("/applications", answers() | changes)
    assert answer.status in (201, 422)
    if answer.status == 422:
        assert answer.json["answers"] == answers() | changes


def test_answers_that_grow_beyond_the_limit_are_a_413_with_every_word() -> None:
    """Measured in canonical bytes: a number, an escape or a control character takes more room than it was sent in."""
    grown = {"x": [10**4000] * 26, "y": "\x01" * 20_000}
    for path in ("/applications", "/applications/check", "/drafts"):
        answer = post_json(path, grown)
        assert (answer.status, answer.headers["Content-Type"], answer.json["answers"]) == (413, PROBLEM, grown)
    assert post_json("/drafts", {"x": [1e20] * 700}).status == 201
    assert post_json("/drafts", json.dumps({"summary": "а" * 100_000}).encode()).status == 201
    assert post_json("/drafts", {"summary": "а" * 102_500}).json["answers"] == {"summary": "а" * 102_500}


def test_a_draft_too_large_to_save_leaves_what_was_saved_as_it_is(table: Any) -> None:
    receipt = post_json("/drafts", {"summary": "бір"}).json
    key = {"Authorization": f"Bearer {receipt['key']}", "If-Match": '"1"', "Content-Type": "application/json"}
    body = json.dumps({"summary": "\x01" * 60_000}).encode()
    answer = send("PUT", f"/applications/{receipt['number']}", body, headers=key)
    assert (answer.status, answer.json["answers"]) == (413, {"summary": "\x01" * 60_000})
    assert look_up(receipt["number"], receipt["key"]).json["answers"] == {"summary": "бір"} and len(table()) == 1
