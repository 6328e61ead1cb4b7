"""Signing in to the desk through an organisation's own directory, tried against a provider of our own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from chalicelib import deployment, desk_wiring
from chalicelib.desk.people import end_member
from chalicelib.rules.committee_rights import Member
from chalicelib.rules.provider_sign_in import ATTEMPT_LIFETIME
from chalicelib.rules.sign_in import FRESH
from chalicelib.store.home.home_layout import Layout
from tests.building import OPEN, PEPPER
from tests.desk.building import CALL, member
from tests.home import openid_provider
from tests.home.openid_provider import CLIENT, SECRET, Provider, own_secret_key
from tests.web.desk_browser import Browser, Page

SECRETARY, FIRST = member(), member("member")
HOUR = timedelta(hours=1)
OVER, NOBODY, AWAY = 410, 403, 503


@pytest.fixture
def provider() -> Iterator[Provider]:
    with openid_provider.running(OPEN) as made:
        made.email = SECRETARY.email
        yield made


@pytest.fixture
def desk(provider: Provider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    Layout(tmp_path).make()
    told = {"BAIQAU_HOME": str(tmp_path), "KEY_PEPPER": PEPPER.decode(), "SITE_URL": "https://call.example.kz/",
            "OPENID_ISSUER": provider.issuer, "OPENID_CLIENT": CLIENT, "OPENID_SECRET": SECRET}  # fmt: skip
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    desk_wiring.desk_service.cache_clear()
    service = desk_wiring.desk_service()
    for person in (SECRETARY, FIRST):
        service.committee.people.add(CALL, person)
    yield service
    desk_wiring.desk_service.cache_clear()


def sent_there(browser: Browser, path: str = "provider") -> str:
    page = browser.get(path)
    assert page.status == 303
    return page.headers["Location"]


def brought_back(browser: Browser, address: str) -> Page:
    parts = urlsplit(address)
    assert (parts.scheme, parts.netloc) == ("https", "call.example.kz")
    return browser.send("GET", f"{parts.path}?{parts.query}")


def signed_in(provider: Provider, browser: Browser, path: str = "provider") -> Page:
    return brought_back(browser, provider.enter(sent_there(browser, path)))


def journal(desk: Any) -> list[tuple[str, str]]:
    return [(entry["who"], entry["act"]) for entry in desk.committee.journal.day(OPEN)]


@pytest.mark.parametrize("base", ["/desk/", "/ru/desk/"])
def test_a_member_signs_in_by_the_organisations_account(desk: Any, provider: Provider, base: str) -> None:
    browser = Browser(base=base)
    assert f'href="{base}provider"' in browser.get("sign-in").body
    page = signed_in(provider, browser)
    assert (page.status, page.headers["Location"]) == (303, base)
    assert SECRETARY.name in browser.follow(page).body
    asked = provider.asked[0]
    assert (asked["scope"], asked["response_type"], asked["redirect_uri"]) == (
        "openid email", "code", f"https://call.example.kz{base}provider/back"
    )  # fmt: skip
    assert journal(desk) == [(SECRETARY.actor, "desk provider_sign_in")]


def test_the_address_counts_as_mail_counts_it_and_may_be_told_beside_the_token(desk: Any, provider: Provider) -> None:
    provider.email, provider.keeps_address_back = SECRETARY.email.upper(), True
    assert signed_in(provider, Browser()).status == 303


def claims(**changes: Any) -> Callable[[Provider], None]:
    return lambda provider: provider.changes.update(changes)


def setting(**values: Any) -> Callable[[Provider], None]:
    return lambda provider: vars(provider).update(values)


NOT_OPENED: dict[str, tuple[Callable[[Provider], None], int]] = {
    "another nonce": (claims(nonce="another"), OVER), "no nonce": (claims(nonce=None), OVER),
    "another audience": (claims(aud="another"), OVER),
    "two audiences": (claims(aud=[CLIENT, "another"], azp="another"), OVER),
    "no audience": (claims(aud=None), OVER), "another issuer": (claims(iss="https://other.example.kz"), OVER),
    "expired": (claims(exp=int((OPEN - HOUR).timestamp())), OVER), "never ends": (claims(exp=None), OVER),
    "not yet": (claims(iat=int((OPEN + HOUR).timestamp())), OVER), "no subject": (claims(sub=None), OVER),
    "another access token": (claims(at_hash="AAAAAAAAAAAAAAAAAAAAAA"), OVER),
    "unsigned": (setting(alg="none"), OVER),
    "signed with the secret": (setting(alg="HS256", key=own_secret_key()), OVER),
    "signed by another": (setting(key=openid_provider.RSAKey.generate_key(2048, {"kid": "one"})), OVER),
    "unverified": (claims(email_verified=False), NOBODY), "verified in words": (claims(email_verified="true"), NOBODY),
    "verification not told": (claims(email_verified=None), NOBODY),
    "another person's details": (
        lambda provider: setting(keeps_address_back=True, about={"sub": "user-2"})(provider), NOBODY
    ),
    "a stranger": (setting(email="stranger@example.kz"), NOBODY), "no address": (setting(email=""), NOBODY),
}  # fmt: skip


@pytest.mark.parametrize("case", NOT_OPENED)
def test_what_does_not_hold_opens_nothing(desk: Any, provider: Provider, case: str) -> None:
    change, status = NOT_OPENED[case]
    browser = Browser()
    address = sent_there(browser)
    change(provider)
    page = brought_back(browser, provider.enter(address))
    assert (page.status, browser.cookie) == (status, "")
    assert journal(desk) == []


TOLD = {
    "/desk/": {OVER: "Кіру аяқталмады", NOBODY: "Кабинет ашылмады", AWAY: "Ұйымның кіру қызметі жауап бермеді"},
    "/ru/desk/": {OVER: "Вход не завершён", NOBODY: "Кабинет не открыт", AWAY: "Служба входа организации не отвечает"},
}


@pytest.mark.parametrize("base", TOLD)
def test_each_refusal_is_a_page_in_the_persons_language_with_a_way_back(
    desk: Any, provider: Provider, base: str
) -> None:
    changes = {OVER: claims(nonce="another"), NOBODY: claims(email_verified=False), AWAY: setting(status=500)}
    for status, change in changes.items():
        browser = Browser(base=base)
        address = sent_there(browser)
        change(provider)
        page = brought_back(browser, provider.enter(address))
        provider.changes.clear()
        assert (page.status, TOLD[base][status] in page.body) == (status, True)
        assert f'href="{base}"' in page.body


def test_the_same_page_answers_a_stranger_and_whoever_has_ended(desk: Any, provider: Provider) -> None:
    end_member(desk.call, desk.committee.people, FIRST.id, OPEN)
    pages = []
    for address, verified in ((FIRST.email, True), ("stranger@example.kz", True), (SECRETARY.email, False)):
        provider.email, provider.about = address, {"email_verified": verified}
        pages.append(signed_in(provider, Browser()))
    assert len({(page.status, page.body) for page in pages}) == 1
    assert pages[0].status == NOBODY


def test_an_attempt_is_good_once_for_its_own_browser_and_for_ten_minutes(desk: Any, provider: Provider) -> None:
    browser = Browser()
    back = provider.enter(sent_there(browser))
    for stranger in (Browser(), Browser(attempt="x" * 43)):
        assert brought_back(stranger, back).status == OVER
    other = Browser()
    theirs = provider.enter(sent_there(other))
    # What others put into an address uses up nobody's attempt.
    assert brought_back(browser, theirs).status == OVER
    assert brought_back(browser, back).status == 303
    assert brought_back(browser, back).status == OVER
    other.at += ATTEMPT_LIFETIME
    assert brought_back(other, theirs).status == OVER


def test_whoever_gives_up_there_or_brings_a_used_code_begins_again(desk: Any, provider: Provider) -> None:
    browser = Browser()
    back = provider.enter(sent_there(browser))
    given_up = back.replace("code=", "error=access_denied&was=")
    assert brought_back(browser, given_up).status == OVER
    back = provider.enter(sent_there(browser))
    provider.codes.clear()
    assert brought_back(browser, back).status == OVER


AWAYS: dict[str, Callable[[Provider], None]] = {
    "fails": setting(status=500), "redirects": setting(status=302), "is another": setting(issuer="https://other.kz"),
    "has no token's address": lambda provider: provider.metadata.update(token_endpoint=None),
    "hangs up": lambda provider: provider.metadata.update(token_endpoint="http://127.0.0.1:9/"),
}  # fmt: skip


@pytest.mark.parametrize("case", AWAYS)
def test_a_provider_that_is_away_is_told_from_a_person_who_is_nobody(desk: Any, provider: Provider, case: str) -> None:
    browser = Browser()
    back = provider.enter(sent_there(browser))
    AWAYS[case](provider)
    page = brought_back(browser, back)
    assert (page.status, browser.cookie) == (AWAY, "")


def test_a_wrong_secret_of_ours_is_not_the_persons_fault(
    desk: Any, provider: Provider, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(openid_provider, "SECRET", "another")
    page = signed_in(provider, Browser())
    assert page.status == AWAY
    assert '"provider": "invalid_client"' in capsys.readouterr().out


def test_a_provider_without_tls_is_not_asked(desk: Any, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENID_ISSUER", "http://sso.example.kz")
    desk_wiring.desk_service.cache_clear()
    assert Browser().get("provider").status == AWAY


def grave(browser: Browser) -> Page:
    """Any grave act: here a new key, which needs an application that is there only after the sign-in."""
    from chalicelib.rules.sign_in import form_token

    path = "applications/2DFG-7JNR/order"
    pairs = [("_token", form_token(browser.cookie, path)), ("act", "reissue_key"), ("text", "сөзім сақталсын")]
    return browser.post(path, pairs)


def test_who_was_recognised_by_an_open_browser_is_asked_again_before_a_grave_act(desk: Any, provider: Provider) -> None:
    for stale in (claims(auth_time=int((OPEN - HOUR).timestamp())), claims(auth_time=None)):
        stale(provider)
        browser = Browser()
        signed_in(provider, browser)
        assert "_code" in grave(browser).body
    provider.changes.clear()
    browser = Browser()
    signed_in(provider, browser)
    assert "_code" not in grave(browser).body


def test_a_grave_act_is_confirmed_there_and_keeps_its_words(desk: Any, provider: Provider) -> None:
    browser = Browser()
    signed_in(provider, browser)
    browser.at += FRESH
    waiting = grave(browser)
    assert "сөзім сақталсын" in waiting.body and "/desk/provider/afresh" in waiting.body
    provider.now = browser.at
    confirmed = signed_in(provider, browser, "provider/afresh")
    assert confirmed.status == 200 and "Set-Cookie" not in confirmed.headers
    assert (provider.asked[-1]["prompt"], provider.asked[-1]["max_age"]) == ("login", "0")
    sent = waiting.form("order")
    assert browser.post(sent.action, sent.fields).status == 404
    assert journal(desk)[0] == (SECRETARY.actor, "desk provider_sign_in")


@pytest.mark.parametrize(("changes", "person", "status"), [
    ({"auth_time": int(OPEN.timestamp())}, SECRETARY, 403), ({"auth_time": None}, SECRETARY, 403), ({}, FIRST, 403),
], ids=["an old sign-in", "no instant", "another person"])  # fmt: skip
def test_what_confirms_nothing_leaves_the_session_as_it_was(
    desk: Any, provider: Provider, changes: dict[str, Any], person: Member, status: int
) -> None:
    browser = Browser()
    signed_in(provider, browser)
    browser.at += FRESH
    provider.now, provider.email, provider.changes = browser.at, person.email, changes
    assert signed_in(provider, browser, "provider/afresh").status == status
    assert "_code" in grave(browser).body


def test_a_confirmation_is_for_the_session_that_asked(desk: Any, provider: Provider) -> None:
    browser, other = Browser(), Browser()
    signed_in(provider, browser)
    provider.email = FIRST.email
    signed_in(provider, other)
    provider.email = SECRETARY.email
    back = provider.enter(sent_there(browser, "provider/afresh"))
    browser.cookie = other.cookie
    assert brought_back(browser, back).status == NOBODY


def test_words_typed_while_a_session_ended_wait_for_a_sign_in_beside_them(desk: Any, provider: Provider) -> None:
    browser = Browser(cookie="x" * 43)
    waiting = grave(browser)
    assert waiting.status == 401 and 'href="/desk/provider"' in waiting.body
    form = waiting.form("order")
    pressed = [*form.filled({}), ("_again", "beside")]
    assert "сөзім сақталсын" in browser.post(form.action, pressed).body
    signed_in(provider, browser)
    again = browser.post(form.action, pressed)
    assert (again.status, "сөзім сақталсын" in again.body) == (403, True)
    assert "_again" not in {name for name, _ in again.form("order").fields}


def test_without_the_setting_nothing_of_it_is_there(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENID_ISSUER")
    desk_wiring.desk_service.cache_clear()
    browser = Browser()
    assert "provider" not in browser.get("sign-in").body
    assert [browser.get(path).status for path in ("provider", "provider/back?state=x&code=y")] == [404, 404]


def test_on_aws_there_is_no_such_door(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BAIQAU_HOME", raising=False)
    monkeypatch.setenv("OPENID_ISSUER", "https://sso.example.kz")
    assert deployment.provider_access(timedelta(0)) is None


def test_nobody_else_waits_for_its_libraries(desk: Any) -> None:
    program = "import sys; from chalicelib.desk_wiring import desk_service; assert desk_service().provider; "
    heavy = "print([name for name in ('authlib', 'cryptography', 'httpx2', 'joserfc') if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", program + heavy], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"
