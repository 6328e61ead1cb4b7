"""Somebody of the committee with a browser without scripts: keeps the cookie, reads forms out of pages, sends them."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from datetime import datetime
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urlencode

import app
from chalicelib.web.arrival_clock import EPOCH
from tests.building import MS, OPEN


@dataclass
class Form:
    """`fields` are what a browser would send without a button pressed; `buttons` the named ones."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)


class Forms(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._area: tuple[str, list[str]] | None = None
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Form(given["action"]))
        if not self.found:
            return
        form, name = self.found[-1], given.get("name", "")
        form.names |= {name}
        if tag == "input" and name:
            ticked = given.get("type") not in ("radio", "checkbox") or "checked" in given
            form.fields += [(name, given.get("value", ""))] if ticked else []
        elif tag == "button" and name:
            form.buttons.append((name, given.get("value", "")))
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            form.fields.append((self._select, given.get("value", "")))
        elif tag == "textarea":
            self._area = (name, [])

    def handle_data(self, data: str) -> None:
        if self._area:
            self._area[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        self._select = "" if tag == "select" else self._select
        if tag == "textarea" and self._area:
            self.found[-1].fields.append((self._area[0], "".join(self._area[1]).removeprefix("\n")))
            self._area = None


@dataclass(frozen=True)
class Page:
    status: int
    body: str
    headers: dict[str, str]
    file: bytes = b""

    def form(self, ending: str) -> Form:
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

    def send(self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> Page:
        path, _, query = path.partition("?")
        own = {"Cookie": f"__Host-desk={self.cookie}"} if self.cookie else {}
        typed = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        event: dict[str, Any] = {
            "path": path, "httpMethod": method, "headers": own | typed | (headers or {}),
            "multiValueQueryStringParameters": parse_qs(query) or None, "isBase64Encoded": True,
            "body": base64.b64encode(body).decode(),
            "requestContext": {"requestId": "r-1", "requestTimeEpoch": (self.at - EPOCH) // MS,
                               "identity": {"sourceIp": "203.0.113.7"}},
        }  # fmt: skip
        answer = app.desk(event, None)
        file = base64.b64decode(answer["body"]) if answer["isBase64Encoded"] else b""
        page = Page(answer["statusCode"], "" if file else answer["body"], answer["headers"], file)
        if given := page.headers.get("Set-Cookie"):
            self.cookie = given.partition("=")[2].partition(";")[0]
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
        pairs = [(name, value) for name, value in form.fields if name not in values]
        for name, value in values.items():
            pairs += [(name, each) for each in (value if isinstance(value, list) else [value])]
        pairs += [pair for pair in form.buttons if pair[1] == button]
        return self.follow(self.post(form.action, pairs))

    def follow(self, page: Page) -> Page:
        return self.send("GET", page.headers["Location"].partition("#")[0]) if page.status == 303 else page
