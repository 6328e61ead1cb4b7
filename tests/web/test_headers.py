"""What every answer of the functions says to a browser, and what no request can make it say."""

from tests.building import CLOSES, answers
from tests.web.gateway import Answer, as_form, post_form, post_json, send

OURS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
POLICY = {
    "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "object-src": "'none'",
    "form-action": "'self'", "base-uri": "'none'", "frame-ancestors": "'none'",
}  # fmt: skip
STRANGE = {
    "Host": "evil.example", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example",
    "Origin": "https://evil.example", "Access-Control-Request-Method": "POST", "Cookie": "session=evil.example",
    "X-HTTP-Method-Override": "DELETE", "X-Original-URL": "/evil.example",
}  # fmt: skip


def one_of_each(headers: dict[str, str] | None = None) -> list[Answer]:
    more = headers or {}
    receipt = post_json("/applications", answers(), **more).json
    own = {"Authorization": f"Bearer {receipt['key']}", **more}
    return [
        send("GET", "/call", headers=more),
        send("GET", f"/applications/{receipt['number']}", headers=own),
        send("GET", "/applications/2222-2222", headers=own),
        post_json("/applications", answers(), CLOSES, **more),
        post_json("/applications/check", b"\xff", **more),
        post_json("/drafts", {}, None, **more),
        post_form("/applications", as_form(answers())),
        post_form("/applications", as_form(answers(settlement=""))),
        send("GET", "/keys/unknown", headers=more),
    ]


def test_every_answer_forbids_a_browser_what_it_need_not_do() -> None:
    for answer in one_of_each():
        policy = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
        assert {name: answer.headers.get(name) for name in OURS} == OURS
        assert {name: policy.get(name) for name in POLICY} == POLICY


def test_no_answer_sets_a_cookie_or_lets_another_site_read_it() -> None:
    for answer in one_of_each(STRANGE):
        names = {name.lower() for name in answer.headers}
        assert {name for name in names if name.startswith("access-control-") or name == "set-cookie"} == set()


def test_nothing_a_request_says_of_its_host_comes_back() -> None:
    for answer in one_of_each(STRANGE):
        assert "evil.example" not in answer.body + str(answer.headers)


def test_every_text_names_its_type_and_its_letters() -> None:
    types = [answer.headers["Content-Type"] for answer in one_of_each()]
    assert set(types) == {"application/json", "application/problem+json", "text/html; charset=utf-8"}
