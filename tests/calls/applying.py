"""What applicants do in a call, whichever it is: by JSON, by plain forms, with documents; the functions answer."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from app import app
from chalicelib.web.arrival_clock import EPOCH
from tests.building import MS
from tests.calls.cloud import SITE, Cloud
from tests.files_building import another_pdf, sound
from tests.pages.reading import Page, read
from tests.web.gateway import Answer, as_form

FORM = {"Content-Type": "application/x-www-form-urlencoded", "Origin": SITE, "Sec-Fetch-Site": "same-origin"}
NUMBER = re.compile(r"[2-9DFGJNRSUVW]{4}-[2-9DFGJNRSUVW]{4}")


@dataclass
class Applicant:
    """Knows a number and its key; `tag` is the state last seen, for the next change."""

    cloud: Cloud
    number: str
    key: str
    tag: str = '"1.1"'

    def looks(self, at: datetime) -> Any:
        answer = self.cloud.asks("GET", f"/applications/{self.number}", None, at, self.key)
        assert answer.status == 200, answer
        self.tag = answer.headers["ETag"]
        return answer.json

    def rewrites(self, answers: dict[str, Any], at: datetime) -> Answer:
        self.looks(at)
        return self.cloud.asks("PUT", f"/applications/{self.number}", answers, at, self.key, If_Match=self.tag)

    def acts(self, act: str, at: datetime, value: Any = None) -> Answer:
        return self.cloud.asks("POST", f"/applications/{self.number}/{act}", value or {}, at, self.key)

    def sends(self, kind: str, at: datetime) -> Any:
        """A document of the first extension that the call takes: announced, uploaded, said to be there."""
        extension = self.cloud.call.form.package.extensions[0]
        content = another_pdf(kind) if extension == "pdf" else sound(extension)
        wish = {"kind": kind, "filename": f"{kind}.{extension}", "size": len(content), "content_type": ""}
        announced = self.acts("documents", at, wish)
        assert announced.status == 201, announced
        self.cloud.uploads(f"{self.number}/{announced.json['document_id']}", content, wish["filename"])
        resource = "/applications/{number}/documents/{document}/received"
        received = ask(resource, {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}, b"", at,
                       number=self.number, document=announced.json["document_id"])  # fmt: skip
        self.cloud.keep(f"document {kind}", received.body)
        assert received.status == 200, received
        return received.json

    def sends_by_form(self, kind: str, at: datetime, language: str) -> str:
        """As a browser without a script: the page with the bucket's own form, then the page it is sent back to."""
        pairs = {"key": self.key, "_language": language, "kind": kind}
        page = ask("/applications/{number}/documents", FORM, urlencode(pairs).encode(), at, number=self.number)
        self.cloud.keep(f"form document {kind}", page.body)
        assert page.status == 200, page
        return page.body

    def presses(self, act: str, at: datetime, page: Page | None = None, **changes: str) -> Answer:
        """A button on a page; on none, the look-up's hidden fields."""
        pairs = page.pairs if page else [("_key", self.key), ("_language", "ru")]
        sent = [(name, changes.get(name, value)) for name, value in pairs]
        return self.cloud.posts(f"/applications/{self.number}", [*sent, ("_act", act)], at)


def ask(resource: str, headers: dict[str, str], body: bytes, at: datetime, **parameters: str) -> Answer:
    """A POST as the gateway hands it over."""
    context = {"resourcePath": resource, "httpMethod": "POST", "requestId": "r", "requestTimeEpoch": (at - EPOCH) // MS}
    event = {
        "requestContext": context, "pathParameters": parameters, "multiValueQueryStringParameters": None,
        "stageVariables": None, "headers": headers, "body": base64.b64encode(body).decode(), "isBase64Encoded": True,
    }  # fmt: skip
    answer = app(event, None)
    return Answer(answer["statusCode"], answer["headers"], answer["body"])


def submitted(cloud: Cloud, answers: dict[str, Any], at: datetime) -> Applicant:
    answer = cloud.asks("POST", "/applications", answers, at)
    assert answer.status == 201, answer
    return Applicant(cloud, answer.json["number"], answer.json["key"])


def drafted(cloud: Cloud, answers: dict[str, Any], at: datetime) -> Applicant:
    answer = cloud.asks("POST", "/drafts", answers, at)
    assert (answer.status, answer.json["status"]) == (201, "draft"), answer
    return Applicant(cloud, answer.json["number"], answer.json["key"])


def submitted_by_form(cloud: Cloud, answers: dict[str, Any], at: datetime, language: str) -> tuple[Applicant, Page]:
    """The page of the receipt too, in the application's language."""
    answer = cloud.posts("/applications", [("_language", language), *as_form(answers)], at)
    assert answer.status == 201, answer.body[:2000]
    number = NUMBER.search(answer.body)
    assert number and f'<html lang="{language}"' in answer.body
    receipt = cloud.asks("POST", "/applications", answers, at)
    assert receipt.json["number"] == number[0], "the same words by JSON are the same press"
    return Applicant(cloud, number[0], receipt.json["key"]), read(answer.body)
