"""Documents without JavaScript: the form aimed at the bucket, and the result."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from ..call import Call, say
from . import display_values
from .rendering import render

if TYPE_CHECKING:
    from ..api_types.documents import DocumentView
    from ..api_types.page import UploadForm
    from ..api_types.problem import ProblemTexts

KILOBYTE = 1024


def sending_page(
    call: Call,
    language: str,
    kind: str,
    upload: UploadForm,
    arrival: Mapping[str, str],
    minutes: int,
    replaces: bool = False,
) -> str:
    """A form that posts the file straight to `upload`, to be begun within `minutes`, and one that asks for the result.

    `replaces`: the file takes the place of one that the applicant chose.
    """
    return render_document_page("documents_send.html", call, language, title=say("documents", "choose.title", language),
                   label=_label(call, language, kind), upload=upload, arrival=arrival, minutes=minutes,
                   replaces=replaces)  # fmt: skip


def arrived_page(call: Call, language: str, document: DocumentView, is_twin: bool = False) -> str:
    """Whoever sees this page has shown an upload token, not the key: nothing personal, so no file name.

    `is_twin`: the very same file was there already.
    """
    title = say("documents", "arrived.waits" if document.get("checking") else "arrived.title", language)
    return render_document_page("documents_arrived.html", call, language, is_twin=is_twin, title=title,
                   label=_label(call, language, document["kind"]), document=document,
                   size=size_words(document["size"], language))  # fmt: skip


def expired_page(call: Call, language: str) -> str:
    title, detail = (say("documents", f"pass.{part}", language) for part in ("title", "detail"))
    return problem_page(call, language, {"title": title, "detail": detail})


def problem_page(call: Call, language: str, problem: ProblemTexts) -> str:
    """What was refused, by which rule, and what to do now; whom to ask where no other file would help."""
    messages = [display_values.text(fault["message"]) for fault in problem.get("problems") or ()] or [
        display_values.text(problem["detail"])
    ]
    rule = next((rule for rule in call.rules if rule.id == problem.get("rule")), None)
    step = display_values.text(problem.get("next"))
    return render_document_page(
        "documents_problem.html",
        call,
        language,
        title=display_values.text(problem["title"]),
        messages=messages,
        rule=rule,
        step=step,
        is_act_refused=bool(rule and step),
    )


def size_words(size: int, language: str) -> str:
    """`size` in bytes as words: in megabytes with one decimal, or in whole kilobytes, at least 1."""
    if size >= KILOBYTE * KILOBYTE:
        return say("documents", "size.mb", language, value=f"{size / KILOBYTE / KILOBYTE:.1f}".replace(".", ","))
    return say("documents", "size.kb", language, value=max(1, round(size / KILOBYTE)))


def _label(call: Call, language: str, kind: str) -> str:
    known = [document for form in (call.form, *call.other_forms) for document in form.package.documents]
    return next((d.label[language] for d in known if d.kind == kind), kind)


def render_document_page(template: str, call: Call, language: str, **context: object) -> str:
    package = call.form.package
    limits = {"extensions": ", ".join(package.extensions), "file": package.file_max_bytes // KILOBYTE**2,
              "package": package.package_max_bytes // KILOBYTE**2}  # fmt: skip
    accept = ",".join(f".{extension}" for extension in package.extensions)
    return render(template, call, language, d=_sayer(language), limits=limits, accept=accept, **context)


def _sayer(language: str) -> Callable[..., str]:
    return partial(_document_sentence, language)


def _document_sentence(language: str, key: str, **params: object) -> str:
    return say("documents", key, language, **params)
