"""A plain form as it was posted on an application's own address: hidden fields beside the answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from ..call import Call
from ..intake import change_application as change
from ..intake.look_up_application import look_up
from ..rules.application import Application
from ..rules.form_version import call_to_judge_by
from .page_view import page_view
from .parsed_request import ParsedRequest
from .request_parsing import read
from .request_service import Arrival, Service

if TYPE_CHECKING:
    from ..api_types.page import PageView

HIDDEN = ("_key", "_version", "_act", "_task", "_appointment")


class PostedForm(NamedTuple):
    """A form as it was posted: its hidden fields and the answers without them."""

    service: Service
    arrival: Arrival
    number: str
    language: str
    hidden: Mapping[str, str]
    answers: Mapping[str, Any]

    @classmethod
    def of(cls, service: Service, arrival: Arrival, number: str, sent: ParsedRequest, language: str) -> PostedForm:
        """Raises NotFound where the application has to be opened to read its answers, and the key does not open it."""
        hidden = {name: str(sent.answers.get(name, "")) for name in HIDDEN}
        answers = _read_by_its_form(service, arrival, number, hidden["_key"], sent).answers
        answers = {name: value for name, value in answers.items() if name not in HIDDEN}
        return cls(service, arrival, number, language, hidden, answers)

    @property
    def key(self) -> str:
        return self.hidden["_key"]

    @property
    def based_on(self) -> int | None:
        version = self.hidden["_version"]
        return int(version) if version.isascii() and version.isdigit() and len(version) < 7 else None

    def application(self) -> Application:
        return look_up(self.service.call, self.service.store, self.number, self.key)

    def call(self, application: Application) -> Call:
        """The call with the form that this application is judged by."""
        return call_to_judge_by(self.service.call, application)

    def view(self, application: Application) -> PageView:
        return page_view(self.service, self.arrival, application, self.key)

    def save(self) -> Application:
        return change.rewrite(self.service.call, self.service.store, self.number, self.key, self.based_on,
                              self.answers, self.arrival.at)  # fmt: skip


def _read_by_its_form(service: Service, arrival: Arrival, number: str, key: str, sent: ParsedRequest) -> ParsedRequest:
    """Parse the body again by the application's own version of the form, which knows the tables and lists."""
    if not service.call.other_forms or not arrival.is_form:
        return sent
    application = look_up(service.call, service.store, number, key)
    return read(call_to_judge_by(service.call, application).form, arrival.headers, arrival.body)
