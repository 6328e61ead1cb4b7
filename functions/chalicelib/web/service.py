"""The routes' work: from what arrived to a Reply. Chalice and the environment stay outside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..call import Call
from ..intake.look_up_application import look_up
from ..intake.store import Store
from ..intake.submit_application import submit
from ..rules.completeness import judge
from ..rules.refusals import NotFound, Refused
from . import problems, views
from .replies import Reply, json_reply, page_reply, problem_reply
from .requests import Sent, Unreadable, is_form, language_of, read


@dataclass(frozen=True)
class Arrival:
    """A request as the gateway handed it over; header names are lower case."""

    at: datetime
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True)
class Service:
    call: Call
    store: Store
    pepper: bytes
    rehearsal: bool = False

    def status(self, arrival: Arrival) -> Reply:
        return json_reply(200, views.call_status(self.call, arrival.at, self.rehearsal))

    def check(self, arrival: Arrival) -> Reply:
        """Any phase; nothing is stored. A form gets its page back with every problem beside its field."""
        return self._with_answers(arrival, self._check)

    def submit(self, arrival: Arrival) -> Reply:
        return self._with_answers(arrival, self._submit)

    def look_up(self, arrival: Arrival, number: str) -> Reply:
        """The key comes in `Authorization: Bearer`, never in an address."""
        scheme, _, key = arrival.headers.get("authorization", "").partition(" ")
        language = self._language(arrival)
        try:
            found = look_up(self.store, number, key if scheme.lower() == "bearer" else "")
        except Refused as refused:
            return problem_reply(problems.of_refusal(self.call, refused, language, arrival.at))
        return json_reply(200, views.application(self.call, found), {"ETag": views.etag(found)})

    def look_up_page(self, arrival: Arrival) -> Reply:
        """The same for a plain form with `number` and `key`: an HTML page."""
        return self._with_answers(arrival, self._look_up_page)

    def _with_answers(self, arrival: Arrival, act: Callable[[Arrival, Sent, str], Reply]) -> Reply:
        language = self._language(arrival)
        sent = Sent()
        try:
            sent = read(self.call.form, arrival.headers, arrival.body)
            language = self._language(arrival, sent)
            return act(arrival, sent, language)
        except Unreadable as unreadable:
            return self._refuse(arrival, problems.of_unreadable(unreadable, language), sent, language)
        except Refused as refused:
            return self._refuse(arrival, problems.of_refusal(self.call, refused, language, arrival.at), sent, language)

    def _check(self, arrival: Arrival, sent: Sent, language: str) -> Reply:
        judgement = judge(self.call.form, sent.answers)
        found = problems.all_spoken(judgement.problems, language)
        if is_form(arrival.headers):
            from ..pages import answers as pages

            return page_reply(200, pages.checked_page(self.call, language, sent.answers, found))
        return json_reply(200, {"complete": judgement.complete, "problems": found})

    def _submit(self, arrival: Arrival, sent: Sent, language: str) -> Reply:
        told = submit(self.call, self.store, self.pepper, sent.answers, arrival.at, sent.idempotency_key)
        receipt = views.receipt(self.call, told)
        if is_form(arrival.headers):
            from ..pages import answers as pages

            return page_reply(201, pages.receipt_page(self.call, language, receipt, dict(told.event.answers or {})))
        return json_reply(201, receipt, {"Location": receipt["links"]["self"]})

    def _look_up_page(self, arrival: Arrival, sent: Sent, language: str) -> Reply:
        from ..pages import answers as pages

        number, key = sent.answers.get("number", ""), sent.answers.get("key", "")
        try:
            found = look_up(self.store, str(number), str(key))
        except NotFound:
            return page_reply(404, pages.not_found_page(self.call, language))
        return page_reply(200, pages.application_page(self.call, language, views.application(self.call, found)))

    def _refuse(self, arrival: Arrival, document: dict[str, Any], sent: Sent, language: str) -> Reply:
        """Every word that was sent goes back with the refusal."""
        if not is_form(arrival.headers):
            return problem_reply(document | ({"answers": sent.answers} if sent.answers else {}))
        from ..pages import answers as pages

        return page_reply(document["status"], pages.page_for_problem(self.call, language, document, sent.answers))

    def _language(self, arrival: Arrival, sent: Sent | None = None) -> str:
        sent = sent or Sent()
        wish = arrival.headers.get("accept-language", "")
        return language_of(sent.answers, sent.page_language, wish, self.call.languages)
