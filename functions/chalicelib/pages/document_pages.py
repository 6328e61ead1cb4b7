"""Documents without JavaScript: the part of an application's page, the form aimed at the bucket, the result."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from markupsafe import Markup

from ..call import Call, say, words
from . import display_values
from .rendering import instant, render
from .script_data import json_for_script

View = Mapping[str, Any]
KILOBYTE = 1024
UNITS = ("mb", "kb")
STANDINGS = ("here", "checking", "refused", "older")
# Words the templates and refusals say too.
SHARED = (
    "part.here", "part.being_checked", "part.refused", "part.missing", "part.optional", "part.older", "part.download",
    "part.for_document", "part.replace", "problem.wrong_extension", "problem.empty", "problem.too_large",
    "problem.infected",
)  # fmt: skip


@dataclass(frozen=True)
class SentDocument:
    id: str
    name: str
    size: str
    when: str


@dataclass(frozen=True)
class DocumentView:
    """One kind of document: what is in force, what it replaced, and what may be done about it.

    `act` sends one more; it is empty where no more are taken, and only replacing is left. `checking` wait for the
    scanner; `refused` it did not let pass.
    """

    kind: str
    label: str
    state: str
    act: str
    here: tuple[SentDocument, ...]
    older: tuple[SentDocument, ...]
    checking: tuple[SentDocument, ...] = ()
    refused: tuple[SentDocument, ...] = ()


def documents_part(call: Call, language: str, view: View, key: str) -> Markup:
    """Every kind with its state and forms, for one's page. `view` as the API tells it; `key` goes in hidden."""
    is_open = any((view.get("windows") or {}).values())
    return Markup(_render("documents.html", call, language, rows=list(_rows(call, language, view)), key=key,
                          number=display_values.text(view.get("number")), is_open=is_open,
                          data=for_browser(call, language, view)))  # fmt: skip


def sending_page(
    call: Call, language: str, kind: str, upload: View, arrival: Mapping[str, str], minutes: int, replaces: bool = False
) -> str:
    """A form that posts the file straight to `upload`, to be begun within `minutes`, and one that asks for the result.

    `replaces`: the file takes the place of one that the applicant chose.
    """
    return _render("documents_send.html", call, language, title=say("documents", "choose.title", language),
                   label=_label(call, language, kind), upload=upload, arrival=arrival, minutes=minutes,
                   replaces=replaces)  # fmt: skip


def arrived_page(call: Call, language: str, document: View, is_twin: bool = False) -> str:
    """Who comes here has shown a pass, not the key: nothing personal, so no file name.

    `is_twin`: the very same file was there already.
    """
    title = say("documents", "arrived.waits" if document.get("checking") else "arrived.title", language)
    return _render("documents_arrived.html", call, language, is_twin=is_twin, title=title,
                   label=_label(call, language, document["kind"]), document=document,
                   size=size_words(document["size"], language))  # fmt: skip


def expired_page(call: Call, language: str) -> str:
    problem = {key: say("documents", f"pass.{key}", language) for key in ("title", "detail")}
    return problem_page(call, language, problem)


def problem_page(call: Call, language: str, problem: View) -> str:
    messages = [display_values.text(each["message"]) for each in problem.get("problems") or ()] or [
        display_values.text(problem["detail"])
    ]
    rule = next((rule for rule in call.rules if rule.id == problem.get("rule")), None)
    return _render(
        "documents_problem.html",
        call,
        language,
        title=display_values.text(problem["title"]),
        messages=messages,
        rule=rule,
    )


def size_words(size: int, language: str) -> str:
    """In megabytes with one decimal, or in whole kilobytes, never nought."""
    if size >= KILOBYTE * KILOBYTE:
        return say("documents", "size.mb", language, value=f"{size / KILOBYTE / KILOBYTE:.1f}".replace(".", ","))
    return say("documents", "size.kb", language, value=max(1, round(size / KILOBYTE)))


def for_browser(call: Call, language: str, view: View) -> Markup:
    """What docs/assets/documents.js needs, safe inside <script>: no `<` can end the element early."""
    package = call.form.package
    kinds = [{"kind": d.kind, "label": d.label[language], "most": d.most} for d in package.documents]
    data = {
        "view": {name: view.get(name) for name in ("number", "windows", "package", "documents")},
        "words": {
            "text": {name: words("documents")[place][language] for name, place in _browser_words().items()},
            "extensions": package.extensions, "fileMax": package.file_max_bytes, "kinds": kinds,
        },
    }  # fmt: skip
    return Markup(json_for_script(data))


def _browser_words() -> dict[str, str]:
    own = {key.removeprefix("browser."): key for key in words("documents") if key.startswith("browser.")}
    return (
        own | {place.partition(".")[2]: place for place in SHARED} | {f"size_{unit}": f"size.{unit}" for unit in UNITS}
    )


def _rows(call: Call, language: str, view: View) -> Iterator[DocumentView]:
    missing = (view.get("package") or {}).get("missing") or ()
    for document in call.form.package.documents:
        sent = [each for each in view.get("documents") or () if each["kind"] == document.kind]
        standing = {
            name: _sent_documents(call, language, [each for each in sent if _standing(each) == name])
            for name in STANDINGS
        }
        here, checking = standing["here"], standing["checking"]
        state = "here" if here else "being_checked" if checking else "optional"
        if state == "optional" and document.kind in missing:
            state = "missing"
        act = "" if len(here + checking) >= document.most else "more" if here or checking else "send"
        yield DocumentView(document.kind, document.label[language], state, act, **standing)


def _standing(document: View) -> str:
    if document.get("checking"):
        return "checking"
    return "refused" if document.get("refused") else "here" if document["in_force"] else "older"


def _sent_documents(call: Call, language: str, sent: Sequence[View]) -> tuple[SentDocument, ...]:
    return tuple(
        SentDocument(each["document"], display_values.text(each["filename"]), size_words(each["size"], language),
             instant(call, language, each["received_at"])) for each in sent
    )  # fmt: skip


def _label(call: Call, language: str, kind: str) -> str:
    known = [document for form in (call.form, *call.other_forms) for document in form.package.documents]
    return next((d.label[language] for d in known if d.kind == kind), kind)


def _render(template: str, call: Call, language: str, **context: object) -> str:
    package = call.form.package
    limits = {"extensions": ", ".join(package.extensions), "file": package.file_max_bytes // KILOBYTE**2,
              "package": package.package_max_bytes // KILOBYTE**2}  # fmt: skip
    accept = ",".join(f".{extension}" for extension in package.extensions)
    return render(template, call, language, d=_sayer(language), limits=limits, accept=accept, **context)


def _sayer(language: str) -> Callable[..., str]:
    return partial(_document_sentence, language)


def _document_sentence(language: str, key: str, **params: object) -> str:
    return say("documents", key, language, **params)
