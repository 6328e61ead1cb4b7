"""A small site around the form: our fragments in a bare page, and the real service on a store in a dictionary.

It can be told what time it is, to lose an answer after the store has written, and to be away altogether.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import scripts
from playwright.sync_api import Error as PlaywrightError

from chalicelib.call import Call, current_call
from chalicelib.pages import site_fragments
from chalicelib.pages.form_data import data_file
from chalicelib.rules.refusals import TooMany
from chalicelib.rules.request_limits import NEW_DRAFTS
from chalicelib.web import application_form, application_routes, problem_documents, submission_routes
from chalicelib.web.request_service import Arrival, Service, with_reason
from chalicelib.web.responses import Reply, problem_reply
from tests.browser.serving import serving
from tests.building import OPEN, PEPPER, FakeStore

ASSETS = Path(__file__).parents[2] / "docs" / "assets"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
PIECES = {"apply": site_fragments.application_form, "my": site_fragments.my_application}
PAGE = """<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{name}</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/site.css">
<script src="/assets/early.js"></script></head><body class="page-form"><header class="top">
<nav class="languages"><a href="/{name}/" lang="kk">Қазақша</a> <a href="/ru/{name}/" lang="ru">Русский</a></nav>
</header>
<main id="content"><article class="md-typeset"><h1>{name}</h1>{piece}</article></main></body></html>"""


@dataclass
class FormSite:
    address: str = ""
    at: datetime = OPEN
    away: int = 0
    limited: int = 0
    wait: int = 1
    lose_answers: int = 0
    store: FakeStore = field(default_factory=FakeStore)
    posts: list[tuple[str, bytes]] = field(default_factory=list)
    call: Call = field(default_factory=current_call)

    def answer(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Reply | None:
        """None is an answer the network lost; the work behind it is done all the same."""
        service = Service(self.call, self.store, PEPPER)
        arrival = Arrival(self.at, headers, body)
        if path == "/api/call":
            return submission_routes.call_status(service, arrival)
        if self.away > 0:
            self.away -= 1
            return Reply(503, "<h1>Service Unavailable</h1>", {"Content-Type": "text/html"})
        if self.limited > 0 and (path, method) != ("/api/applications", "POST"):
            self.limited -= 1
            refused = TooMany(NEW_DRAFTS, self.wait)
            return with_reason(problem_reply(problem_documents.of_refusal(self.call, refused, "ru", self.at)), refused)
        if path == "/api/applications/look-up":
            return application_routes.look_up_page(service, arrival)
        self.posts.append((headers.get("idempotency-key", ""), body))
        reply = routed(method, path, headers)(service, arrival)
        if self.lose_answers > 0:
            self.lose_answers -= 1
            return None
        return reply


def routed(method: str, path: str, headers: dict[str, str]) -> Callable[[Service, Arrival], Reply]:
    """As app.py does."""
    _, _, room, number, act = (path.split("/") + [""] * 3)[:5]
    if number == "check":
        return submission_routes.check_answers
    if not number:
        return submission_routes.save_draft if room == "drafts" else submission_routes.submit_application
    acts = {("GET", ""): application_routes.look_up_application, ("PUT", ""): application_routes.rewrite_application,
            ("POST", ""): application_form.act_by_form, ("POST", "submit"): application_routes.submit_draft,
            ("POST", "withdraw"): application_routes.withdraw}  # fmt: skip
    return lambda service, arrival: acts[method, act](service, arrival, number)


@cache
def asset(name: str) -> Reply:
    """A script is joined, as the site's build joins it; the rest is as it is written."""
    file = ASSETS / name
    text = scripts.join_modules(file) if file.suffix == ".js" else file.read_text("utf-8")
    return Reply(200, text, {"Content-Type": TYPES[file.suffix]})


def data(name: str, call: Call) -> Reply:
    files = (data_file(call, language) for language in call.languages)
    return Reply(200, next(file.text for file in files if file.name == name), {"Content-Type": TYPES[".js"]})


def page(path: str, call: Call) -> Reply:
    parts = [part for part in path.split("/") if part]
    language = "ru" if parts[:1] == ["ru"] else "kk"
    if parts[:1] == ["assets"]:
        return data(parts[-1], call) if parts[-1].startswith("form-data.") else asset("/".join(parts[1:]))
    name = parts[-1] if parts else ""
    piece = PIECES[name](call, language) if name in PIECES else ""
    html = PAGE.format(language=language, name=name, piece=piece)
    return Reply(200, html, {"Content-Type": "text/html; charset=utf-8"})


@contextmanager
def running() -> Iterator[FormSite]:
    here = FormSite()

    def answer(method: str, path: str, headers: dict[str, str], body: bytes) -> Reply | None:
        is_page = method == "GET" and not path.startswith("/api/")
        return page(path, here.call) if is_page else here.answer(method, path, headers, body)

    with serving(answer) as here.address:
        yield here


# What a person does who looks for a question, or for a button, of another section: goes there. True once it is in
# sight; a selector that is not CSS is the browser's own matter.
REVEAL = """selector => {
    let found = null;
    try { found = document.querySelector(selector); } catch (notCss) { return true; }
    const there = found && found.closest("#form-sections, .bq-section, #check-answers");
    if (found && (!there || (!there.hidden && there.checkVisibility()))) { return true; }
    if (there) { location.hash = there.id; }
    return false;
}"""
LOOKS, BETWEEN_LOOKS = 1800, 50
ACTS = ("fill", "check", "click", "dblclick", "focus", "press", "select_option", "uncheck")


def walking(page: Any) -> Any:
    """The page, which opens the section of whatever is filled in, ticked or pressed: with a script and without one."""
    for name in ACTS:
        setattr(page, name, _after_walking(page, getattr(page, name)))
    return page


def _after_walking(page: Any, act: Callable[..., Any]) -> Callable[..., Any]:
    def walked(selector: str, *given: Any, **named: Any) -> Any:
        # Asked again and again from here: a press may still be loading the page that has it, and a page whose
        # scripts are shut off never calls its own timers.
        for _ in range(LOOKS):
            if _revealed(page, selector):
                return act(selector, *given, **named)
            page.wait_for_timeout(BETWEEN_LOOKS)
        raise AssertionError(f"{selector} did not come in sight")

    return walked


def _revealed(page: Any, selector: str) -> bool:
    try:
        return bool(page.evaluate(REVEAL, selector))
    except PlaywrightError as reason:
        if "context was destroyed" not in str(reason):
            raise
        return False  # the page was leaving
