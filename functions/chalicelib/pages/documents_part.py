"""The part of an application's page that is about its documents: every kind with its state, files and forms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from ..call import Call, words
from ..call.languages import LANGUAGE
from . import display_values
from .document_pages import render_document_page, size_words
from .rendering import minute
from .script_data import json_for_script

if TYPE_CHECKING:
    from ..api_types.documents import DocumentView
    from ..api_types.page import PageView

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
class DocumentRow:
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


def documents_part(call: Call, language: str, view: PageView, key: str) -> Markup:
    """Every kind with its state and forms, for one's page. `view` as the API tells it; `key` goes in hidden."""
    is_open = any((view.get("windows") or {}).values())
    html = render_document_page(
        "documents.html", call, language, rows=list(_rows(call, language, view)), key=key,
        number=display_values.text(view.get("number")), is_open=is_open, data=for_browser(call, language, view),
    )  # fmt: skip
    return Markup(html)


def for_browser(call: Call, language: str, view: PageView) -> Markup:
    """What docs/assets/documents.js needs, safe inside <script>: no `<` can end the element early."""
    package = call.form.package
    kinds = [{"kind": d.kind, "label": d.label[language], "most": d.most} for d in package.documents]
    data = {
        "view": {name: view.get(name) for name in ("number", "windows", "package", "documents")},
        "words": {
            "text": {name: words("documents")[key][language] for name, key in _browser_words().items()},
            "moment": words("page")["browser.moment"][language], "months": LANGUAGE[language].months,
            "extensions": package.extensions, "fileMax": package.file_max_bytes, "kinds": kinds,
        },
    }  # fmt: skip
    return Markup(json_for_script(data))


def _browser_words() -> dict[str, str]:
    own = {key.removeprefix("browser."): key for key in words("documents") if key.startswith("browser.")}
    return (
        own | {place.partition(".")[2]: place for place in SHARED} | {f"size_{unit}": f"size.{unit}" for unit in UNITS}
    )


def _rows(call: Call, language: str, view: PageView) -> Iterator[DocumentRow]:
    missing = (view.get("package") or {}).get("missing") or ()
    for document in call.form.package.documents:
        sent = [file for file in view.get("documents") or () if file["kind"] == document.kind]
        standing = {
            name: _sent_documents(call, language, [file for file in sent if _standing(file) == name])
            for name in STANDINGS
        }
        here, checking = standing["here"], standing["checking"]
        state = "here" if here else "being_checked" if checking else "optional"
        if state == "optional" and document.kind in missing:
            state = "missing"
        act = "" if len(here + checking) >= document.most else "more" if here or checking else "send"
        yield DocumentRow(document.kind, document.label[language], state, act, **standing)


def _standing(document: DocumentView) -> str:
    if document.get("checking"):
        return "checking"
    return "refused" if document.get("refused") else "here" if document["in_force"] else "older"


def _sent_documents(call: Call, language: str, sent: Sequence[DocumentView]) -> tuple[SentDocument, ...]:
    return tuple(
        SentDocument(
            file["document"],
            display_values.text(file["filename"]),
            size_words(file["size"], language),
            minute(call, language, file["received_at"]),
        )
        for file in sent
    )
