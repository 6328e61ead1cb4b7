from typing import Any

from chalicelib.call import Call
from tests.building import CLOSES, MS, OPEN, answers
from tests.web.gateway import Answer, post_json, send


def put(number: str, key: str, value: Any, at: Any = OPEN, **headers: str) -> Answer:
    import json

    named = {"Content-Type": "application/json", "Authorization": f"Bearer {key}"}
    named |= {name.replace("_", "-"): text for name, text in headers.items()}
    return send("PUT", f"/applications/{number}", json.dumps(value).encode(), at, named)


def act(name: str, receipt: Any, at: Any = OPEN) -> Answer:
    headers = {"Authorization": f"Bearer {receipt['key']}", "Content-Type": "application/json"}
    return send("POST", f"/applications/{receipt['number']}/{name}", b"{}", at, headers)


def test_a_draft_says_it_is_one_and_what_it_still_lacks() -> None:
    answer = post_json("/drafts", answers(settlement=""))
    assert (answer.status, answer.json["status"], answer.headers["ETag"]) == (201, "draft", '"1.1"')
    assert [problem["field"] for problem in answer.json["problems"]] == ["settlement"]


def test_a_draft_is_saved_again_and_submitted_from_another_device() -> None:
    draft = post_json("/drafts", answers(settlement="")).json
    saved = put(draft["number"], draft["key"], answers(), If_Match='"1.1"')
    assert (saved.status, saved.json["status"], saved.json["problems"]) == (200, "draft", [])
    assert saved.json["windows"]["edit_until"] == "2021-09-30T18:00:00.000+06:00"
    receipt = act("submit", draft, CLOSES - MS)
    assert (receipt.status, receipt.json["status"], receipt.json["number"]) == (200, "submitted", draft["number"])
    assert receipt.json["received_at"] == "2021-09-30T17:59:59.999+06:00"


def test_a_late_draft_is_refused_and_handed_back() -> None:
    answer = post_json("/drafts", {"settlement": "Есік"}, CLOSES)
    assert (answer.status, answer.json["rule"], answer.json["answers"]) == (403, "deadline", {"settlement": "Есік"})


def test_an_edit_needs_its_version_and_a_stale_one_loses_nothing() -> None:
    receipt = post_json("/applications", answers()).json
    mine, theirs = answers(settlement="Есік"), answers(settlement="Талдықорған")
    missing = put(receipt["number"], receipt["key"], mine)
    assert (missing.status, missing.json["version"], missing.json["answers"]) == (428, 1, mine)
    assert put(receipt["number"], receipt["key"], theirs, If_Match='"1.1"').status == 200
    stale = put(receipt["number"], receipt["key"], mine, If_Match='"1.1"')
    assert (stale.status, stale.json["version"], stale.json["answers"]) == (412, 2, mine)
    assert stale.json["current"]["answers"] == theirs and stale.json["status_now"] == "submitted"


def test_what_the_state_does_not_allow_is_a_conflict_that_cites_its_rule(call: Call) -> None:
    receipt = post_json("/applications", answers()).json
    assert act("withdraw", receipt).json["status"] == "withdrawn"
    refused = put(receipt["number"], receipt["key"], answers(settlement="Есік"), If_Match='"1.1"')
    assert (refused.status, refused.json["rule"], refused.json["status_now"]) == (409, "admission", "withdrawn")


def test_every_route_of_an_application_hides_whether_it_exists() -> None:
    receipt = post_json("/applications", answers()).json
    for number in (receipt["number"], "2222-2222"):
        wrong = {"number": number, "key": "2222"}
        assert [put(number, "2222", {}).status, act("submit", wrong).status, act("withdraw", wrong).status] == [404] * 3
