"""The documents' routes as the gateway calls them, on moto's table and bucket."""

from __future__ import annotations

import base64
import errno
import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
import requests

import app as app_module
from app import app
from chalicelib import wiring
from chalicelib.call import Call
from chalicelib.rules.upload import MINUTES_TO_START
from chalicelib.store import document_bucket
from chalicelib.web.arrival_clock import EPOCH
from tests import files_building as made
from tests.building import CLOSES, MS, OPEN, answers
from tests.store.test_files import client
from tests.web.gateway import Answer, post_json, send

SITE = "https://example.kz"
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Origin": SITE, "Sec-Fetch-Site": "same-origin"}
LONG = "Ә" * 196 + ".pdf"


@pytest.fixture(autouse=True)
def bucket(table: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """moto is on already: the table's fixture holds it."""
    s3 = client()
    s3.create_bucket(Bucket="documents", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    for name, value in {
        "DOCUMENTS_BUCKET": "documents",
        "AWS_ACCESS_KEY_ID": "t",
        "AWS_SECRET_ACCESS_KEY": "t",
    }.items():
        monkeypatch.setenv(name, value)
    wiring.service.cache_clear()
    return lambda: sorted(Content["Key"] for Content in s3.list_objects_v2(Bucket="documents").get("Contents", ()))


def ask(
    method: str, resource: str, headers: dict[str, str], body: bytes = b"", at: datetime = OPEN, query: str = "",
    **parameters: str,
) -> Answer:  # fmt: skip
    context = {"resourcePath": resource, "httpMethod": method, "requestId": "r", "requestTimeEpoch": (at - EPOCH) // MS}
    pairs: dict[str, list[str]] = {}
    for name, value in parse_qsl(query):
        pairs.setdefault(name, []).append(value)
    event = {
        "requestContext": context, "pathParameters": parameters, "multiValueQueryStringParameters": pairs or None,
        "stageVariables": None, "headers": headers, "body": base64.b64encode(body).decode(), "isBase64Encoded": True,
    }  # fmt: skip
    answer = app(event, None)
    return Answer(answer["statusCode"], answer["headers"], answer["body"])


@dataclass
class Mine:
    number: str
    key: str

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}

    def announces(self, at: datetime = OPEN, **changes: Any) -> Answer:
        raw = {
            "kind": "leader_id",
            "filename": "a.pdf",
            "size": len(made.PDF),
            "content_type": "application/pdf",
        } | changes
        return ask(
            "POST", "/applications/{number}/documents", self.bearer, json.dumps(raw).encode(), at, number=self.number
        )

    def says_sent(self, document: str, at: datetime = OPEN) -> Answer:
        resource = "/applications/{number}/documents/{document}/received"
        return ask("POST", resource, self.bearer, b"", at, number=self.number, document=document)

    def sends(self, content: bytes = made.PDF, **changes: Any) -> Answer:
        announced = self.announces(size=len(content), **changes).json
        uploads(announced["upload"], content)
        return self.says_sent(announced["document_id"])

    def posts(self, resource: str, **fields: str) -> Answer:
        document = {"document": fields.pop("document")} if "document" in fields else {}
        body = urlencode({"key": self.key, "_language": "ru"} | fields).encode()
        return ask("POST", resource, FORM, body, number=self.number, **document)


@pytest.fixture
def mine() -> Mine:
    receipt = post_json("/applications", answers()).json
    return Mine(receipt["number"], receipt["key"])


def uploads(upload: Any, content: bytes) -> Any:
    fields = {name: value for name, value in upload["fields"].items() if name != "x-amz-meta-filename"}
    answer = requests.post(upload["url"], data=fields, files={"file": content}, timeout=60, allow_redirects=False)
    assert int(answer.status_code) in (204, 303)
    return answer


def test_a_document_is_announced_uploaded_received_listed_and_fetched(mine: Mine, bucket: Any) -> None:
    announced = mine.announces(filename=LONG)
    document = announced.json["document_id"]
    assert (announced.status, announced.headers["Location"]) == (
        201,
        f"/api/applications/{mine.number}/documents/{document}",
    )
    assert announced.json["upload"]["fields"]["key"] == f"arriving/{mine.number}/{document}"
    uploads(announced.json["upload"], made.PDF)
    received = mine.says_sent(document)
    record = {
        "document": document, "kind": "leader_id", "filename": LONG, "size": len(made.PDF),
        "content_type": "application/pdf", "sha256": sha256(made.PDF).hexdigest(),
        "received_at": "2021-09-15T10:00:00.000+06:00", "in_force": True,
    }  # fmt: skip
    missing = ["registration", "presentation", "team_cv"]
    assert (received.status, received.json) == (
        200,
        record | {"package": {"state": "to_be_supplemented", "missing": missing}},
    )
    assert bucket() == [f"{mine.number}/{document}"]
    assert mine.says_sent(document, CLOSES).body == received.body
    view = send("GET", f"/applications/{mine.number}", headers=mine.bearer).json
    assert (view["documents"], view["package"]["missing"]) == ([record], missing)
    link = ask("GET", "/applications/{number}/documents/{document}", mine.bearer, number=mine.number, document=document)
    fetched = requests.get(link.json["url"], timeout=60)
    assert (fetched.content, fetched.headers["content-type"]) == (made.PDF, "application/pdf")
    assert fetched.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''%D3%98")


def test_a_replaced_document_stays_as_an_older_version(mine: Mine) -> None:
    older = mine.sends().json
    newer = mine.sends(made.PNG, filename="b.png", content_type="", replaces=older["document"]).json
    listed = send("GET", f"/applications/{mine.number}", headers=mine.bearer).json["documents"]
    assert [(each["document"], each["in_force"], each.get("replaces")) for each in listed] == [
        (older["document"], False, None),
        (newer["document"], True, older["document"]),
    ]


def test_a_second_file_where_one_is_taken_is_refused_with_the_way_to_replace_it(mine: Mine) -> None:
    mine.sends(kind="presentation")
    answer = mine.announces(kind="presentation")
    assert (answer.status, answer.json["code"], answer.json["problems"][0]["field"]) == (
        422,
        "replacement_not_chosen",
        "replaces",
    )
    assert "replaces" in answer.json["detail"]


def test_a_plain_form_replaces_the_file_beside_which_it_stands(mine: Mine, call: Call) -> None:
    from chalicelib.pages.documents_part import documents_part

    first = mine.sends(kind="presentation").json["document"]
    view = send("GET", f"/applications/{mine.number}", headers=mine.bearer).json
    part = str(documents_part(call, "ru", view, mine.key))
    kind = part.partition('id="document-presentation"')[2].partition("</section>")[0]
    forms = [fields_of(kind, place) for place in range(kind.count("<form"))]
    assert [form.get("replaces") for form in forms] == [None, first]
    page = mine.posts("/applications/{number}/documents", kind="presentation", replaces=first)
    assert "займёт место выбранного вами" in page.body
    uploads({"url": "https://documents.s3.eu-central-1.amazonaws.com/", "fields": fields_of(page.body, 0)}, made.PNG)
    ask("POST", "/applications/arrived", FORM, urlencode(fields_of(page.body, 1)).encode())
    listed = send("GET", f"/applications/{mine.number}", headers=mine.bearer).json["documents"]
    assert [(each["content_type"], each["in_force"]) for each in listed] == [
        ("application/pdf", False),
        ("image/png", True),
    ]


def test_one_s_page_shows_a_replaced_document_among_the_older_ones(mine: Mine) -> None:
    first = mine.sends(kind="presentation").json["document"]
    mine.sends(made.PNG, kind="presentation", filename="b.png", content_type="", replaces=first)
    page = mine.posts("/applications/look-up", number=mine.number)
    assert (page.status, "Прежние версии: 1" in page.body) == (200, True)


def test_the_same_file_again_by_a_plain_form_is_told_to_be_there(mine: Mine) -> None:
    mine.sends(kind="other")
    page = announced_page(mine, "other")
    uploads({"url": "https://documents.s3.eu-central-1.amazonaws.com/", "fields": fields_of(page.body, 0)}, made.PDF)
    result = ask("POST", "/applications/arrived", FORM, urlencode(fields_of(page.body, 1)).encode())
    assert (result.status, "Точно такой файл уже приложен" in result.body) == (200, True)


def test_a_bad_announcement_is_told_everything_in_its_language(mine: Mine) -> None:
    answer = mine.announces(kind="passport", filename="a.exe", size=0)
    assert (answer.status, answer.json["code"], answer.json["rule"]) == (422, "unknown_kind", "supplement")
    assert [problem["code"] for problem in answer.json["problems"]] == ["unknown_kind", "wrong_extension", "empty"]
    assert "pdf, jpg, png, docx, xlsx, pptx" in answer.json["problems"][1]["message"]
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_an_executable_dressed_as_a_pdf_is_refused_and_deleted(mine: Mine, bucket: Any) -> None:
    answer = mine.sends(made.EXE)
    assert (answer.status, answer.json["code"], answer.json["type"]) == (422, "executable", "/rules/#supplement")
    assert bucket() == []


def test_a_late_document_is_told_the_rule_and_by_how_much(mine: Mine) -> None:
    answer = mine.announces(CLOSES + 4 * MS)
    assert (answer.status, answer.json["rule"], answer.json["late_by_ms"]) == (403, "deadline", 4)
    assert answer.json["answers"]["filename"] == "a.pdf"


@pytest.mark.parametrize("body", [b"", b"[]", b"\xff", b'{"kind": ' + b"[" * 900])
def test_what_is_no_json_object_is_a_clear_400(mine: Mine, body: bytes) -> None:
    assert ask("POST", "/applications/{number}/documents", mine.bearer, body, number=mine.number).status == 400


def test_every_document_route_hides_whether_it_exists(mine: Mine) -> None:
    document = mine.sends().json["document"]
    bodies = set()
    for number, key, which in [
        (mine.number, "2222", document),
        ("2222-2222", mine.key, document),
        (mine.number, mine.key, "0" * 16),
        (mine.number, "", document),
    ]:
        other = Mine(number, key)
        gets = ask("GET", "/applications/{number}/documents/{document}", other.bearer, number=number, document=which)
        said = [other.says_sent(which), gets]
        assert [answer.status for answer in said] == [404, 404]
        bodies |= {answer.body for answer in said}
    assert len(bodies) == 1
    assert Mine("2222-2222", mine.key).announces().status == Mine(mine.number, "2222").announces().status == 404


# ---------------------------------------------------------------- without JavaScript


def fields_of(page: str, form: int) -> dict[str, str]:
    part = re.findall(r"<form.*?</form>", page, re.DOTALL)[form]
    return {name: unescape(value) for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', part)}


def announced_page(mine: Mine, kind: str = "presentation") -> Answer:
    return mine.posts("/applications/{number}/documents", kind=kind)


def test_a_plain_form_leads_to_the_bucket_and_back_to_a_result(mine: Mine, bucket: Any) -> None:
    page = announced_page(mine)
    assert (page.status, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert mine.key not in page.body
    assert f"в течение {MINUTES_TO_START} минут" in page.body
    assert (
        "form-action 'self' https://documents.s3.eu-central-1.amazonaws.com;" in page.headers["Content-Security-Policy"]
    )
    fields = fields_of(page.body, 0)
    assert fields["x-amz-meta-filename"] == "${filename}"
    assert fields["success_action_redirect"].startswith(f"{SITE}/api/applications/arrived?number={mine.number}&")
    back = uploads({"url": "https://documents.s3.eu-central-1.amazonaws.com/", "fields": fields}, made.office("pptx"))
    asked = urlsplit(back.headers["Location"])
    result = ask("GET", "/applications/arrived", {}, query=asked.query)
    assert (result.status, "Документ принят" in result.body, "Презентация проекта" in result.body) == (200, True, True)
    assert sha256(made.office("pptx")).hexdigest() in result.body
    assert mine.key not in result.body
    assert len(bucket()) == 1
    again = ask("POST", "/applications/arrived", FORM, urlencode(fields_of(page.body, 1)).encode())
    assert again.body == result.body


def test_a_bad_file_sent_by_a_plain_form_is_refused_in_words(mine: Mine, bucket: Any) -> None:
    page = announced_page(mine)
    uploads({"url": "https://documents.s3.eu-central-1.amazonaws.com/", "fields": fields_of(page.body, 0)}, made.HTML)
    result = ask("POST", "/applications/arrived", FORM, urlencode(fields_of(page.body, 1)).encode())
    assert (result.status, "Это веб-страница, а не документ" in result.body, bucket()) == (422, True, [])


def test_a_pass_opens_nothing_when_it_is_altered_or_old(mine: Mine) -> None:
    shown = fields_of(announced_page(mine).body, 1)
    old = ask("POST", "/applications/arrived", FORM, urlencode(shown).encode(), at=OPEN + 3_600_000 * MS)
    altered = ask("GET", "/applications/arrived", {}, query=urlencode(shown | {"number": "2222-2222"}))
    empty = ask("GET", "/applications/arrived", {})
    assert [answer.status for answer in (old, altered, empty)] == [404] * 3
    assert "Эта ссылка больше не действует" in old.body


def test_a_plain_form_fetches_the_file_at_once(mine: Mine) -> None:
    document = mine.sends().json["document"]
    answer = mine.posts("/applications/{number}/documents/{document}", document=document)
    assert answer.status == 303
    assert requests.get(answer.headers["Location"], timeout=60).content == made.PDF


def test_refusals_of_a_plain_form_put_nothing_back_and_hide_what_exists(mine: Mine) -> None:
    wrong = Mine("2222-2222", mine.key)
    pages = [announced_page(wrong), announced_page(Mine(mine.number, "3333")),
             wrong.posts("/applications/{number}/documents/{document}", document="0" * 16)]  # fmt: skip
    assert {answer.status for answer in pages} == {404}
    assert len({answer.body for answer in pages}) == 1
    unknown = announced_page(mine, "<script>")
    assert (unknown.status, "<script>" in unknown.body, mine.key in unknown.body) == (422, False, False)


def test_without_a_known_address_the_page_still_lets_one_check(mine: Mine) -> None:
    body = urlencode({"key": mine.key, "kind": "other"}).encode()
    odd = [FORM | {"Origin": origin} for origin in ("", "null", "javascript:alert(1)", 'https://a"b')]
    another_sites = [{**FORM, "Sec-Fetch-Site": said} for said in ("cross-site", "same-site", "none", "")]
    for headers in odd + another_sites:
        page = ask("POST", "/applications/{number}/documents", headers, body, number=mine.number)
        fields = fields_of(page.body, 0)
        assert ("success_action_redirect" in fields, fields["success_action_status"]) == (False, "204")
        assert fields_of(page.body, 1)["number"] == mine.number


def test_the_deployments_own_address_comes_before_what_a_browser_says(
    mine: Mine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITE_URL", "https://call.example/")
    wiring.service.cache_clear()
    fields = fields_of(announced_page(mine).body, 0)
    assert fields["success_action_redirect"].startswith("https://call.example/api/applications/arrived?")


def test_through_a_path_of_the_site_the_page_needs_no_other_form_target(
    mine: Mine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCUMENTS_UPLOAD_URL", "/_local/documents")
    wiring.service.cache_clear()
    page = announced_page(mine)
    assert "form-action 'self';" in page.headers["Content-Security-Policy"]
    assert 'action="/_local/documents/' in page.body


def test_the_bucket_is_not_waited_for_by_those_who_send_no_document(monkeypatch: pytest.MonkeyPatch) -> None:
    def never() -> Any:
        raise AssertionError

    monkeypatch.setattr(document_bucket, "connect", never)
    wiring.service.cache_clear()
    assert post_json("/applications", answers(settlement="Есік")).status == 201


def test_the_part_of_ones_page_shows_every_kind_and_runs_nothing(call: Call, mine: Mine) -> None:
    from chalicelib.pages.documents_part import documents_part

    name = "</script><script>alert(1)</script><img onerror=x>.pdf".replace("/", "_")
    mine.sends(filename="x.pdf")
    mine.sends(filename=name, kind="other")
    view = send("GET", f"/applications/{mine.number}", headers=mine.bearer).json
    for language in call.languages:
        page = str(documents_part(call, language, view, mine.key))
        assert [d.label[language] in page for d in call.form.package.documents] == [True] * len(
            call.form.package.documents
        )
        assert ("<script>alert" in page, "<img" in page, page.count("</script>")) == (False, False, 1)
        data = json.loads(re.findall(r"data-documents-data>(.*?)</script>", page, re.DOTALL)[0])
        assert data["view"]["documents"][1]["filename"] == name
        assert mine.key not in json.dumps(data)


def test_outside_ones_window_the_part_shows_documents_and_no_form_to_send(call: Call, mine: Mine) -> None:
    from chalicelib.pages.documents_part import documents_part

    mine.sends()
    view = send("GET", f"/applications/{mine.number}", at=CLOSES, headers=mine.bearer).json
    page = str(documents_part(call, "kk", view, mine.key))
    assert (page.count("<form"), page.count('name="kind"')) == (1, 0)


# ---------------------------------------------------------------- with a scanner that is silent, and then speaks


class TurningScanner:
    """Silent until it is told what to say."""

    def __init__(self) -> None:
        self.says = ""

    def verdict(self, file: Any) -> str:
        return self.says


@pytest.fixture
def scanner(monkeypatch: pytest.MonkeyPatch) -> TurningScanner:
    made_one = TurningScanner()
    with_it = wiring.service()._replace(scanner=made_one)
    monkeypatch.setattr(app_module, "service", lambda: with_it)
    return made_one


def test_a_document_that_waits_is_shown_as_such_and_counts_once_it_is_clean(
    mine: Mine, scanner: TurningScanner
) -> None:
    sent = mine.sends(kind="presentation").json
    assert (sent["checking"], sent["in_force"]) == (True, False)
    assert "presentation" not in sent["package"]["missing"], "nobody is asked for what they have sent"
    page = mine.posts("/applications/look-up", number=mine.number).body
    assert "Файл у нас, его проверяет антивирус" in page
    scanner.says = "clean"
    shown = mine.posts("/applications/look-up", number=mine.number).body
    assert "Файл у нас, его проверяет антивирус" not in shown
    listed = send("GET", f"/applications/{mine.number}", headers=mine.bearer).json
    assert ("checking" in listed["documents"][0], listed["documents"][0]["in_force"]) == (False, True)


def test_a_document_found_infected_later_is_refused_in_words_and_fetched_by_nobody(
    mine: Mine, scanner: TurningScanner
) -> None:
    document = mine.sends(kind="presentation").json["document"]
    scanner.says = "infected"
    again = mine.says_sent(document)
    assert (again.status, again.json["code"]) == (422, "infected")
    page = mine.posts("/applications/look-up", number=mine.number).body
    assert "Антивирус нашёл в этом файле опасный признак" in page
    listed = send("GET", f"/applications/{mine.number}", headers=mine.bearer).json["documents"]
    assert [(each.get("refused"), each["in_force"]) for each in listed] == [("infected", False)]
    link = ask("GET", "/applications/{number}/documents/{document}", mine.bearer, number=mine.number, document=document)
    assert link.status == 404


def test_a_plain_form_is_told_that_the_document_waits(mine: Mine, scanner: TurningScanner) -> None:
    page = announced_page(mine, "other")
    uploads({"url": "https://documents.s3.eu-central-1.amazonaws.com/", "fields": fields_of(page.body, 0)}, made.PDF)
    result = ask("POST", "/applications/arrived", FORM, urlencode(fields_of(page.body, 1)).encode())
    assert (result.status, "Документ дошёл, проверяется" in result.body) == (200, True)


def test_a_server_without_time_to_examine_says_so_and_takes_the_document_when_asked_again(
    mine: Mine, bucket: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The upload stays: neither a program nor a page without scripts sends the file a second time."""
    page = announced_page(mine).body
    fields = [fields_of(page, form) for form in (0, 1)]
    back = uploads({"url": "https://documents.s3.eu-central-1.amazonaws.com/", "fields": fields[0]}, made.PDF)
    address, started = urlsplit(back.headers["Location"]).query, subprocess.Popen

    def refuses(*_: Any, **__: Any) -> Any:
        raise BlockingIOError(errno.EAGAIN, "no process can be started")

    monkeypatch.setattr(subprocess, "Popen", refuses)
    by_program = mine.says_sent(fields[1]["document"])
    assert (by_program.status, by_program.headers["Retry-After"]) == (503, "2")
    assert {"title", "detail", "next"} <= set(by_program.json)
    by_address = ask("GET", "/applications/arrived", {}, query=address)
    assert (by_address.status, "обновите эту страницу" in by_address.body) == (503, True)
    monkeypatch.setattr(subprocess, "Popen", started)
    assert "Документ принят" in ask("GET", "/applications/arrived", {}, query=address).body
    assert mine.says_sent(fields[1]["document"]).status == 200 and len(bucket()) == 1
