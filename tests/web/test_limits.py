"""Limits of requests: who is refused and who is not, what the refusal says, and what is kept of anybody."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from random import Random
from typing import Any
from urllib.parse import urlencode

import pytest

from chalicelib import wiring
from chalicelib.call import current_call
from chalicelib.rules.refusals import OutcomeUnknown, TooMany
from chalicelib.rules.request_limits import (
    CHECKS,
    DOCUMENTS,
    KEY_LINKS,
    LOOK_UPS,
    NEW_DRAFTS,
    WRONG_KEY_UNITS,
    WRONG_KEYS_OF_NUMBER,
    Limit,
)
from chalicelib.web import application_routes, submission_routes
from chalicelib.web.client_limits import Limits
from chalicelib.web.request_parsing import FORM, JSON
from chalicelib.web.request_service import Arrival, Service
from tests.building import OPEN, PEPPER, FakeRequestCounts, FakeStore, answers
from tests.web.gateway import Answer, as_form, send

CLIENT, NEIGHBOUR = "203.0.113.9", "203.0.113.10"
NUMBER, WRONG = "2DFG-7JNR", "2222-2222-2222-2222-2222-2222"
Act = Callable[[datetime, str], Answer]


def json_of(path: str, value: Any, method: str = "POST", **headers: str) -> Act:
    named = {"Content-Type": JSON} | {name.replace("_", "-"): text for name, text in headers.items()}
    return lambda at, source: send(method, path, json.dumps(value).encode(), at, named, source)


def form_of(path: str, pairs: list[tuple[str, str]]) -> Act:
    return lambda at, source: send("POST", path, urlencode(pairs).encode(), at, {"Content-Type": FORM}, source)


def use_up(limit: Limit, at: datetime = OPEN, but: int = 0, source: str = CLIENT) -> None:
    limits = wiring.service().limits
    assert limits is not None
    limits.spend(limit, source, at, limit.most - but)


ANSWERS = answers(project_title="Жаңа жол")
LIMITED = {
    "a check": (CHECKS, json_of("/applications/check", ANSWERS)),
    "a check by form": (CHECKS, form_of("/applications/check", as_form(ANSWERS))),
    "a new draft": (NEW_DRAFTS, json_of("/drafts", ANSWERS)),
    "a new draft by form": (NEW_DRAFTS, form_of("/drafts", as_form(ANSWERS))),
    "a look-up": (LOOK_UPS, json_of(f"/applications/{NUMBER}", None, "GET", Authorization=f"Bearer {WRONG}")),
    "a look-up by form": (LOOK_UPS, form_of("/applications/look-up", [("number", NUMBER), ("key", WRONG)])),
    "an application opened by form": (LOOK_UPS, form_of(f"/applications/{NUMBER}", [("_act", "open")])),
    "a link asked for": (KEY_LINKS, json_of("/keys", {"number": NUMBER, "email": "a@example.kz"})),
    "a link asked for by form": (KEY_LINKS, form_of("/keys", [("number", NUMBER), ("email", "a@example.kz")])),
    "a document announced": (
        DOCUMENTS,
        json_of(f"/applications/{NUMBER}/documents", {"kind": "x"}, Authorization=f"Bearer {WRONG}"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LIMITED)
def test_the_last_one_allowed_is_answered_and_the_next_is_told_when_to_come_again(name: str) -> None:
    limit, act = LIMITED[name]
    # A wrong key is dearer than a look-up.
    use_up(limit, but=1 + WRONG_KEY_UNITS if limit is LOOK_UPS else 1)
    assert act(OPEN, CLIENT).status != 429
    refused = act(OPEN + timedelta(seconds=30), CLIENT)
    assert (refused.status, refused.headers["Retry-After"]) == (429, str(int(limit.window.total_seconds()) - 30))
    assert act(OPEN, NEIGHBOUR).status != 429
    assert act(OPEN + limit.window, CLIENT).status != 429


@pytest.mark.parametrize(("language", "words"), [("kk", "Сұрау тым көп"), ("ru", "Слишком много запросов")])
def test_json_gets_a_problem_document_with_every_word_back(language: str, words: str) -> None:
    use_up(CHECKS)
    refused = json_of("/applications/check", answers(application_language=language))(OPEN, CLIENT)
    told = refused.json
    assert (refused.headers["Content-Type"], told["status"], told["title"]) == ("application/problem+json", 429, words)
    assert (told["answers"], told["limit"]) == (answers(application_language=language), "checks")
    assert told["retry_after"] == 600


@pytest.mark.parametrize(("language", "words"), [("kk", "Сұрау тым көп"), ("ru", "Слишком много запросов")])
@pytest.mark.parametrize("path", ["/applications/check", "/drafts"])
def test_a_form_gets_its_page_with_every_word_in_its_question(path: str, language: str, words: str) -> None:
    use_up(CHECKS)
    use_up(NEW_DRAFTS)
    page = form_of(path, as_form(answers(application_language=language, project_title="Жаңа жол")))(OPEN, CLIENT)
    assert (page.status, f'<html lang="{language}"' in page.body, words in page.body) == (429, True, True)
    assert 'value="Жаңа жол"' in page.body


@pytest.mark.parametrize(("language", "words"), [("kk", "Қайталау"), ("ru", "Повторить")])
def test_what_was_posted_to_an_application_waits_in_the_page_for_one_button(language: str, words: str) -> None:
    use_up(LOOK_UPS)
    pairs = [("_act", "check"), ("_key", "K<1>"), ("summary", "«Екі\nжол»"), ("_language", language)]
    page = form_of(f"/applications/{NUMBER}", pairs)(OPEN, CLIENT)
    assert (page.status, words in page.body, f'action="/api/applications/{NUMBER}"' in page.body) == (429, True, True)
    assert 'name="_act" value="check"' in page.body
    assert 'name="_key" value="K&lt;1&gt;"' in page.body
    assert 'name="summary" value="«Екі\nжол»"' in page.body


@pytest.mark.parametrize("words", [answers(), answers(summary=None)])
def test_no_limit_stands_before_a_submission_and_it_costs_no_count(words: dict[str, Any], table: Any) -> None:
    for limit in (LOOK_UPS, CHECKS, NEW_DRAFTS, DOCUMENTS, KEY_LINKS):
        use_up(limit)
        use_up(limit, source=NEIGHBOUR)
    counted = [item for item in table() if item["pk"]["S"].startswith("limit#")]
    sent = json_of("/applications", words)(OPEN, CLIENT)
    assert sent.status == (201 if "summary" in words else 422)
    assert form_of("/applications", as_form(words))(OPEN, NEIGHBOUR).status == sent.status
    assert [item for item in table() if item["pk"]["S"].startswith("limit#")] == counted


def test_who_has_the_key_may_save_submit_and_withdraw_whatever_others_behind_the_address_did() -> None:
    draft = json_of("/drafts", answers(summary=None))(OPEN, CLIENT).json
    bearer = {"Authorization": f"Bearer {draft['key']}"}
    home = f"/applications/{draft['number']}"
    use_up(LOOK_UPS)
    use_up(WRONG_KEYS_OF_NUMBER, source=draft["number"])
    guess = json_of(home, answers(), "PUT", Authorization=f"Bearer {WRONG}", If_Match='"1"')
    assert guess(OPEN, NEIGHBOUR).status == 429
    assert json_of(home, answers(), "PUT", **bearer, If_Match='"1"')(OPEN, CLIENT).status == 200
    submitted = json_of(f"{home}/submit", {}, **bearer)(OPEN, CLIENT)
    assert submitted.status == 200
    version = str(submitted.json["version"])
    by_form = [
        ("_act", "edit"),
        ("_key", draft["key"]),
        ("_version", version),
        *as_form(answers(project_title="Басқа атау")),
    ]
    assert form_of(home, by_form)(OPEN, CLIENT).status == 200
    assert json_of(f"{home}/withdraw", {}, **bearer)(OPEN, CLIENT).status == 200


def test_wrong_keys_for_a_number_nobody_has_and_for_a_real_one_are_limited_alike() -> None:
    draft = json_of("/drafts", ANSWERS)(OPEN, CLIENT).json
    seen = []
    for number in (draft["number"], NUMBER):
        use_up(WRONG_KEYS_OF_NUMBER, but=1, source=number)
        # From new addresses, so that only the number is counted.
        tries = [
            send("GET", f"/applications/{number}", b"", OPEN, {"Authorization": f"Bearer {WRONG}"}, f"198.51.100.{i}")
            for i in range(2)
        ]
        assert [each.status for each in tries] == [404, 429]
        seen.append([(each.body, each.headers) for each in tries])
    assert seen[0] == seen[1]
    right = send(
        "GET", f"/applications/{draft['number']}", b"", OPEN, {"Authorization": f"Bearer {draft['key']}"}, CLIENT
    )
    assert right.status == 200, "its owner is let in all the same"


@pytest.mark.parametrize(("language", "words"), [("kk", "Қате кілт тым көп"), ("ru", "Слишком много неверных ключей")])
def test_who_is_refused_for_wrong_keys_reads_what_to_do(language: str, words: str) -> None:
    use_up(WRONG_KEYS_OF_NUMBER, source=NUMBER)
    page = form_of("/applications/look-up", [("number", NUMBER), ("key", WRONG), ("_language", language)])(OPEN, CLIENT)
    assert (page.status, words in page.body, f'value="{NUMBER}"' in page.body) == (429, True, True)


def test_nothing_kept_or_logged_names_the_client_or_the_number(table: Any, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        json_of("/applications/check", {})(OPEN, "2001:db8:1:2::7")
        json_of(f"/applications/{NUMBER}", None, "GET", Authorization=f"Bearer {WRONG}")(OPEN, CLIENT)
    kept, said = json.dumps(table(), ensure_ascii=False), capsys.readouterr().out
    assert [word for word in (CLIENT, "2001:db8", NUMBER, WRONG) if word in kept + said] == []
    lines = [json.loads(line) for line in said.splitlines()]
    assert [line.get("failed_key") for line in lines] == [None, True, None, True]


def test_the_log_says_which_limit_was_reached(capsys: pytest.CaptureFixture[str]) -> None:
    use_up(LOOK_UPS)
    for _ in range(2):
        json_of(f"/applications/{NUMBER}", None, "GET")(OPEN, CLIENT)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    # The second one's key is not looked at any more.
    told = [(line["status"], line["limit"], "failed_key" in line) for line in lines]
    assert told == [(429, "look_ups", True), (429, "look_ups", False)]


def test_failed_keys_of_a_day_are_counted_in_the_table(table: Any) -> None:
    send("GET", f"/applications/{NUMBER}", b"", OPEN, {}, CLIENT)
    form_of("/applications/look-up", [("number", NUMBER), ("key", WRONG)])(OPEN, CLIENT)
    json_of(f"/applications/{NUMBER}/submit", {})(OPEN, CLIENT)
    (item,) = [item for item in table() if item["pk"]["S"].startswith("failed_keys#")]
    assert (item["failures"]["N"], item["call"]["S"]) == ("3", current_call().id)


def test_the_addresses_of_one_household_are_one_client() -> None:
    use_up(CHECKS, source="2001:db8:1:2::/64")
    assert json_of("/applications/check", {})(OPEN, "2001:db8:1:2:dead:beef:0:1").status == 429
    assert json_of("/applications/check", {})(OPEN, "2001:db8:1:3::1").status == 200


def test_a_header_is_believed_only_where_the_deployment_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    use_up(CHECKS)
    check = json_of("/applications/check", {}, X_Client_Address=NEIGHBOUR, X_Forwarded_For=NEIGHBOUR)
    assert check(OPEN, CLIENT).status == 429
    monkeypatch.setenv("CLIENT_HEADER", "x-client-address")
    assert check(OPEN, CLIENT).status == 200
    assert json_of("/applications/check", {}, X_Client_Address=CLIENT)(OPEN, "10.0.0.1").status == 429


class Silent(FakeRequestCounts):
    def add(self, mark: str, units: int, until: datetime) -> int:
        raise OutcomeUnknown

    def note_failed_key(self, call_id: str, at: datetime) -> None:
        raise OutcomeUnknown


def test_a_store_that_does_not_count_limits_nobody() -> None:
    service = village(Silent())
    for _ in range(3):
        service.limits.spend(CHECKS, CLIENT, OPEN, CHECKS.most)  # type: ignore[union-attr]
    assert check(service, CLIENT, OPEN) == 200
    assert look_up(service, NUMBER, WRONG, CLIENT, OPEN) == 404


def test_who_is_past_a_limit_costs_the_store_nothing_more() -> None:
    counts = FakeRequestCounts()
    service = village(counts)
    for _ in range(CHECKS.most + 500):
        check(service, CLIENT, OPEN)
    assert counts.units.popitem()[1] == CHECKS.most + 1


class CountedCalls:
    """In place of a client of the table: the names of what it is asked, in their order."""

    def __init__(self, client: Any) -> None:
        self.client, self.asked = client, list[str]()

    def __getattr__(self, name: str) -> Any:
        self.asked.append(name)
        return getattr(self.client, name)


GUESSES: dict[str, Act] = {
    "a look-up": json_of(f"/applications/{NUMBER}", None, "GET", Authorization=f"Bearer {WRONG}"),
    "a look-up by form": form_of("/applications/look-up", [("number", NUMBER), ("key", WRONG)]),
    "an application opened by form": form_of(f"/applications/{NUMBER}", [("_act", "open"), ("_key", WRONG)]),
    "an edit": json_of(f"/applications/{NUMBER}", ANSWERS, "PUT", Authorization=f"Bearer {WRONG}", If_Match='"1"'),
    "a draft handed in": json_of(f"/applications/{NUMBER}/submit", None, Authorization=f"Bearer {WRONG}"),
    "a withdrawal": json_of(f"/applications/{NUMBER}/withdraw", None, Authorization=f"Bearer {WRONG}"),
}


@pytest.mark.parametrize("name", GUESSES)
def test_a_guess_costs_one_reading_of_the_key_and_three_counts_and_past_the_limit_of_look_ups_less(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = wiring.service()
    assert service.limits is not None
    watched = CountedCalls(service.store._client)
    monkeypatch.setattr(service.store, "_client", watched)
    counts: Any = service.limits._counts
    monkeypatch.setattr(counts, "_client", watched)
    assert GUESSES[name](OPEN, CLIENT).status == 404
    assert watched.asked == ["batch_get_item", "update_item", "update_item", "update_item"]
    with suppress(TooMany):
        use_up(LOOK_UPS)
    watched.asked.clear()
    assert GUESSES[name](OPEN, CLIENT).status == 429
    # Who may change is never refused for what others behind the address did, so there the key is looked at.
    assert watched.asked in ([], ["batch_get_item", "update_item"])
    assert not (limit_stands_before(name) and watched.asked)


def limit_stands_before(name: str) -> bool:
    return name in ("a look-up", "a look-up by form", "an application opened by form")


def test_marks_change_with_the_day_and_the_secret() -> None:
    counts = FakeRequestCounts()
    limits, other = Limits(counts, PEPPER), Limits(counts, b"another deployment's secret")
    for each, at in ((limits, OPEN), (limits, OPEN), (limits, OPEN + timedelta(days=1)), (other, OPEN)):
        each.spend(CHECKS, CLIENT, at)
    assert sorted(counts.units.values()) == [1, 1, 2]


def village(counts: FakeRequestCounts) -> Service:
    return Service(current_call(), FakeStore(), PEPPER, limits=Limits(counts, PEPPER))


def arrival(value: Any, at: datetime, client: str, **headers: str) -> Arrival:
    named = {"content-type": JSON} | {name.replace("_", "-"): text for name, text in headers.items()}
    return Arrival(at, named, json.dumps(value).encode(), client)


def check(service: Service, client: str, at: datetime) -> int:
    return submission_routes.check_answers(service, arrival({}, at, client)).status


def look_up(service: Service, number: str, key: str, client: str, at: datetime) -> int:
    asked = arrival(None, at, client, authorization=f"Bearer {key}")
    return application_routes.look_up_application(service, asked, number).status


def test_two_hundred_people_behind_one_address_get_through_the_last_evening() -> None:
    """Each checks thrice, saves a draft, mistypes a key, looks twice, saves, submits, looks again: within two hours."""
    service, dice, statuses = village(FakeRequestCounts()), Random(11), set()

    def live(person: int) -> list[Callable[[], int]]:
        sent = answers(project_title=f"Жоба {person}")
        start = OPEN + timedelta(seconds=dice.uniform(0, 7200))
        saved: dict[str, Any] = {}

        def at() -> datetime:
            return start + timedelta(seconds=dice.uniform(0, 600))

        def save() -> int:
            reply = submission_routes.save_draft(service, arrival(sent, at(), CLIENT))
            saved.update(json.loads(reply.body))
            return reply.status

        def submit() -> int:
            mine = arrival({}, at(), CLIENT, authorization=f"Bearer {saved['key']}")
            return application_routes.submit_draft(service, mine, saved["number"]).status

        def look() -> int:
            return look_up(service, saved["number"], saved["key"], CLIENT, at())

        def mistype() -> int:
            return look_up(service, saved["number"], WRONG, CLIENT, at())

        return [*[lambda: check(service, CLIENT, at())] * 3, save, mistype, look, look, submit, look]

    for person in range(200):
        statuses |= {act() for act in live(person)}
    assert statuses == {200, 201, 404}


def test_a_laptop_that_guesses_is_refused_after_a_hundred_and_its_neighbours_submit_all_the_same() -> None:
    service, owner = village(FakeRequestCounts()), arrival(answers(), OPEN, NEIGHBOUR)
    mine = json.loads(submission_routes.submit_application(service, owner).body)
    seconds = [OPEN + timedelta(milliseconds=100 * i) for i in range(3000)]
    tried = [look_up(service, f"{i:04}-2222", WRONG, CLIENT, at) for i, at in enumerate(seconds)]
    assert 0 < tried.count(404) <= 120
    assert set(tried[200:]) == {429}
    late = seconds[-1]
    assert submission_routes.submit_application(service, owner._replace(at=late, client=CLIENT)).status == 201
    assert look_up(service, mine["number"], mine["key"], NEIGHBOUR, late) == 200
    assert look_up(service, mine["number"], mine["key"], CLIENT, OPEN + LOOK_UPS.window) == 200
