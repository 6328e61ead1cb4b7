"""Somebody of the committee with a browser without scripts: keeps the cookie, reads forms out of pages, sends them."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlencode

import app
from chalicelib.web.arrival_clock import EPOCH
from rehearsal.html_forms import Forms, HtmlForm
from tests.building import MS, OPEN
from tests.desk.function_rights import by_the_desk


@dataclass(frozen=True)
class Page:
    status: int
    body: str
    headers: dict[str, str]
    file: bytes = b""

    def form(self, ending: str) -> HtmlForm:
        found = [form for form in Forms(self.body).found if form.action.endswith(ending)]
        assert found, f"no form for {ending} in a page of status {self.status}"
        return found[0]

    def forms(self) -> list[str]:
        return [form.action for form in Forms(self.body).found]


@dataclass
class Browser:
    at: datetime = OPEN
    cookie: str = ""
    base: str = "/desk/"
    client: str = "203.0.113.7"
    # The secret of whoever was sent to the organisation's directory.
    attempt: str = ""

    def send(self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> Page:
        path, _, query = path.partition("?")
        kept = {"__Host-desk": self.cookie, "__Host-desk-attempt": self.attempt}
        cookies = "; ".join(f"{name}={value}" for name, value in kept.items() if value)
        own = {"Cookie": cookies} if cookies else {}
        typed = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        event: dict[str, Any] = {
            "path": path, "httpMethod": method, "headers": own | typed | (headers or {}),
            "multiValueQueryStringParameters": parse_qs(query) or None, "isBase64Encoded": True,
            "body": base64.b64encode(body).decode(),
            "requestContext": {"requestId": "r-1", "requestTimeEpoch": (self.at - EPOCH) // MS,
                               "identity": {"sourceIp": self.client}},
        }  # fmt: skip
        with by_the_desk():
            answer = app.desk(event, None)
        file = base64.b64decode(answer["body"]) if answer["isBase64Encoded"] else b""
        page = Page(answer["statusCode"], "" if file else answer["body"], answer["headers"], file)
        if given := page.headers.get("Set-Cookie"):
            name, _, rest = given.partition("=")
            setattr(self, "attempt" if name.endswith("-attempt") else "cookie", rest.partition(";")[0])
        return page

    def get(self, path: str) -> Page:
        return self.send("GET", self.base + path)

    def post(self, path: str, pairs: list[tuple[str, str]]) -> Page:
        return self.send("POST", path if path.startswith("/") else self.base + path, urlencode(pairs).encode())

    def submit(self, page: Page, ending: str, button: str = "", **values: str | list[str]) -> Page:
        """The page's own form with these values; follows where it leads. `button` is the value of the one pressed."""
        form = page.form(ending)
        values = {name.replace("__", "-"): value for name, value in values.items()}
        assert set(values) <= form.names, set(values) - form.names
        pressed = [pair for pair in form.buttons if pair[1] == button]
        return self.follow(self.post(form.action, form.filled(values) + pressed))

    def follow(self, page: Page) -> Page:
        return self.send("GET", page.headers["Location"].partition("#")[0]) if page.status == 303 else page
