"""One application by plain forms: POST on its own address, hidden fields say which act on which version.

`_act` is show, open (the form with the stored answers), check (stores nothing), save, edit, supplement, submit,
withdraw (asks first), withdraw_sure or explain (a missed task). All that write are the acts of the JSON routes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

from ..call import Call
from ..intake import change_application as change
from ..intake.explain_task import explain
from ..intake.look_up_application import look_up
from ..pages import answers as pages
from ..pages import changing
from ..pages.work import work_of
from ..rules.application import Application
from ..rules.completeness import judge
from ..rules.form_version import call_to_judge_by
from ..rules.guards import form_problems
from ..rules.lifecycle import allows
from ..rules.refusals import Incomplete, NotAllowed, NotFound
from . import problems, views
from .page_views import View, for_page
from .replies import Reply, page_reply
from .requests import Sent, Unreadable, read
from .service import Arrival, Service, with_answers

HIDDEN = ("_key", "_version", "_act", "_task")
# What an explanation is written in; no question of a form has a name that begins so.
EXPLANATION = "_explanation"


class Form(NamedTuple):
    """A form as it was posted: its hidden fields and the answers without them."""

    service: Service
    arrival: Arrival
    number: str
    language: str
    hidden: Mapping[str, str]
    answers: Mapping[str, Any]

    @classmethod
    def of(cls, service: Service, arrival: Arrival, number: str, sent: Sent, language: str) -> Form:
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

    def found(self) -> Application:
        return look_up(self.service.call, self.service.store, self.number, self.key)

    def call(self, found: Application) -> Call:
        """The call with the form that this application is judged by."""
        return call_to_judge_by(self.service.call, found)

    def view(self, found: Application) -> View:
        return for_page(self.service, self.arrival, found, self.key)

    def written(self) -> Application:
        return change.rewrite(self.service.call, self.service.store, self.number, self.key, self.based_on,
                              self.answers, self.arrival.at)  # fmt: skip


def _read_by_its_form(service: Service, arrival: Arrival, number: str, key: str, sent: Sent) -> Sent:
    """Which names are tables and lists, the application's own version of the form says."""
    if not service.call.other_forms or not arrival.is_form:
        return sent
    try:
        found = look_up(service.call, service.store, number, key)
    except NotFound:
        return sent
    return read(call_to_judge_by(service.call, found).form, arrival.headers, arrival.body)


def act_by_form(service: Service, arrival: Arrival, number: str) -> Reply:
    def act(sent: Sent, language: str) -> Reply:
        if not arrival.is_form:
            raise Unreadable("wrong_media_type")
        form = Form.of(service, arrival, number, sent, language)
        return _ACTS.get(form.hidden["_act"], _show)(form)

    return with_answers(service, arrival, act, partial(_refused, arrival, number))


def _show(form: Form) -> Reply:
    found = form.found()
    return page_reply(200, pages.application_page(form.call(found), form.language, form.view(found)))


def _open(form: Form) -> Reply:
    """Only where something may be changed now; else the application as it stands."""
    found = form.found()
    call, view = form.call(found), form.view(found)
    if not any(view["windows"].values()):
        return page_reply(200, pages.application_page(call, form.language, view))
    return page_reply(200, changing.work_page(call, form.language, view, form.answers))


def _check(form: Form) -> Reply:
    """What is written, judged and handed back."""
    found = form.found()
    call = form.call(found)
    missing = problems.all_spoken(judge(call.form, form.answers).problems, form.language)
    work = work_of(call, form.language, form.view(found))
    return page_reply(200, pages.checked_page(call, form.language, form.answers, missing, work))


def _write(form: Form) -> Reply:
    found = form.written()
    return _draft(form, found) if found.status == "draft" else _receipt(form, found)


def _submit(form: Form) -> Reply:
    """Saves first: whatever the submission lacks, the words are kept on the server too."""
    saved = form.written()
    try:
        found = change.submit_draft(form.service.call, form.service.store, form.number, form.key, form.arrival.at)
    except Incomplete as refused:
        document = problems.of_refusal(form.service.call, refused, form.language, form.arrival.at)
        return _page(form, document, saved)
    return _receipt(form, found)


def _withdraw(form: Form) -> Reply:
    found = form.found()
    if not allows("withdraw", found.status):
        raise NotAllowed.by_status("withdraw", found.status)
    return page_reply(200, changing.withdraw_page(form.call(found), form.language, form.view(found)))


def _withdraw_sure(form: Form) -> Reply:
    found = change.withdraw(form.service.call, form.service.store, form.number, form.key, form.arrival.at)
    return page_reply(200, pages.application_page(form.call(found), form.language, form.view(found)))


def _explain(form: Form) -> Reply:
    text = str(form.answers.get(EXPLANATION, ""))
    found = explain(form.service.call, form.service.store, form.number, form.key, form.hidden["_task"], text,
                    form.arrival.at)  # fmt: skip
    return page_reply(200, pages.application_page(form.call(found), form.language, form.view(found)))


def _unexplained(form: Form, document: Mapping[str, Any], found: Application) -> Reply:
    """The application as it stands, the refusal on top, and the words in their field again."""
    written = {"task": form.hidden["_task"], "text": str(form.answers.get(EXPLANATION, ""))}
    view = form.view(found) | {"problem": document, "written": written}
    return page_reply(document["status"], pages.application_page(form.call(found), form.language, view))


_ACTS: Mapping[str, Callable[[Form], Reply]] = {
    "show": _show, "open": _open, "check": _check, "save": _write, "edit": _write, "supplement": _write,
    "submit": _submit, "withdraw": _withdraw, "withdraw_sure": _withdraw_sure, "explain": _explain,
}  # fmt: skip


def _draft(form: Form, found: Application) -> Reply:
    missing = problems.all_spoken(form_problems(form.service.call, found), form.language)
    return page_reply(200, changing.draft_page(form.call(found), form.language, form.view(found), missing))


def _receipt(form: Form, found: Application) -> Reply:
    event = found.content
    receipt = views.receipt(form.service.call, event, form.key)
    title = event.act if event.act in ("edit", "supplement") else "title"
    page = pages.receipt_page(form.call(found), form.language, receipt, dict(event.answers or {}), title)
    return page_reply(200, page)


def _refused(
    arrival: Arrival, number: str, service: Service, document: Mapping[str, Any], sent: Sent, language: str
) -> Reply:
    """Every word in its field again, and the application the form belongs to, if the key opens it."""
    form = Form.of(service, arrival, number, sent, language)
    try:
        found = form.found()
    except NotFound:
        return page_reply(
            document["status"], pages.page_for_problem(service.call, form.language, document, form.answers)
        )
    return _unexplained(form, document, found) if form.hidden["_act"] == "explain" else _page(form, document, found)


def _page(form: Form, document: Mapping[str, Any], found: Application) -> Reply:
    call, view, language = form.call(found), form.view(found), form.language
    if document["status"] in (412, 428):
        page = changing.conflict_page(call, language, view, form.answers, document)
    else:
        page = pages.page_for_problem(call, language, document, form.answers, work_of(call, language, view))
    return page_reply(document["status"], page)
