"""Whole HTML documents: what the API answers to those without JavaScript.

No script, nothing personal in an address, and every word that was sent stands in its question again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..call import Call, say
from . import display_values
from .application_words import application_view, as_written, document_labels
from .form_purpose import NEW, FormPurpose
from .form_purpose import form as _form
from .printed_answers import answered_sections
from .problem_views import summary
from .rendering import closing, render

if TYPE_CHECKING:
    from ..api_types.application import Answers, ReceiptWithDocuments
    from ..api_types.page import PageView, RepeatedReceipt
    from ..api_types.problem import ProblemDocument, ProblemView


def page_for_problem(
    call: Call, language: str, problem: ProblemDocument, answers: Answers, work: FormPurpose = NEW
) -> str:
    """The page for an RFC 9457 document: with the form when there are answers to hand back."""
    if "problems" in problem:
        return incomplete_page(
            call, language, answers, problem["problems"], display_values.text(problem.get("title")), work
        )
    if answers:
        return refusal_page(call, language, problem, answers, work)
    return plain_problem_page(call, language, problem)


def checked_page(
    call: Call, language: str, answers: Answers, problems: Sequence[ProblemView], work: FormPurpose = NEW
) -> str:
    """What a check found, or all answers to read over, each with a way to change it; nothing was stored."""
    if problems:
        return incomplete_page(call, language, answers, problems, say("page", "checked.incomplete", language), work)
    return render("checked.html", call, language, title=say("page", "checked.complete", language),
                  printed=answered_sections(call, language, answers),
                  **_form(call, language, answers, (), work, judged=()))  # fmt: skip


def incomplete_page(
    call: Call,
    language: str,
    answers: Answers,
    problems: Sequence[ProblemView],
    status_title: str,
    work: FormPurpose = NEW,
) -> str:
    """The form as it was sent, a summary of all problems that takes the focus, each problem beside its question."""
    title = f"{say('page', 'errors.title_prefix', language)}: {status_title}"
    form = _form(call, language, answers, problems, work, judged=problems)
    questions = [question for _, asked_in_section in form["sections"] for question in asked_in_section]
    return render("incomplete.html", call, language, title=title, heading=status_title, **form,
                  found=summary(call, language, problems, questions))  # fmt: skip


def refusal_page(call: Call, language: str, problem: ProblemDocument, answers: Answers, work: FormPurpose = NEW) -> str:
    """A refused submission: by which rule, by how much, what is still possible, and everything that was sent.

    A failure of ours (5xx) is no refusal: the same answers may be sent again.
    """
    again = problem.get("status") in (429, 500, 503)
    form = _form(call, language, answers, (), work)
    return render("refusal.html", call, language, again=again, **_problem_context(call, problem), **form)


def receipt_page(
    call: Call, language: str, receipt: ReceiptWithDocuments | RepeatedReceipt, answers: Answers, title: str = "title"
) -> str:
    """Proof of a submission, an edit or a supplement. `receipt` may name `dropped` questions.

    The key is shown here, on a draft's page and nowhere else; once its time is over (RepeatedReceipt) the page says how
    to get another.
    """
    labels = {**call.form.retired, **{field.id: field.label for field in call.form}}
    dropped = [labels[name][language] for name in receipt.get("dropped") or () if name in labels]
    return render("receipt_page.html", call, language, title=say("page", f"receipt.{title}", language),
                  receipt=receipt, dropped=dropped, closes=closing(call, language),
                  documents=document_labels(call, language, receipt.get("required_documents") or ()),
                  sections=answered_sections(call, language, answers))  # fmt: skip


def application_page(call: Call, language: str, view: PageView) -> str:
    """An application as `GET /api/applications/{number}` tells it, and what view.application_view names beside it."""
    context = application_view(call, language, view)
    title = f"{context['status']} — {say('page', 'my.title', language)}"
    return render("application_page.html", call, language, title=title, view=context,
                  sections=answered_sections(as_written(call, view), language, view.get("answers") or {}))  # fmt: skip


def not_found_page(call: Call, language: str) -> str:
    """The same bytes for an unknown number and for a wrong key; therefore nothing that was typed is repeated."""
    problem = {key: say("refusals", f"not_found.{key}", language) for key in ("title", "detail")}
    return render("not_found.html", call, language, title=problem["title"], problem=problem, number="")


def plain_problem_page(call: Call, language: str, problem: ProblemDocument) -> str:
    """Any other refusal, without answers to show; the page says how to get back to them."""
    return render("problem.html", call, language, **_problem_context(call, problem))


def waiting_page(
    call: Call, language: str, problem: ProblemDocument, address: str, posted: Sequence[tuple[str, str]]
) -> str:
    """A limit was reached: all that was posted stands in the page, and one button posts it again."""
    return render("waiting.html", call, language, address=address, posted=posted, **_problem_context(call, problem))


def _problem_context(call: Call, problem: ProblemDocument) -> dict[str, object]:
    """What each page about a problem says of it: its title, its texts and the rule it rests on."""
    texts = {key: display_values.text(problem.get(key)) for key in ("title", "detail", "next")}
    rule = next((rule for rule in call.rules if rule.id == problem.get("rule")), None)
    return {"title": texts["title"], "problem": texts, "rule": rule}
