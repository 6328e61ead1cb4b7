"""Pages of a lost key: the form that asks for a link, what was done, the link's button, the new key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..call import Call, say
from . import display_values
from .rendering import render

if TYPE_CHECKING:
    from ..api_types.application import Answers
    from ..api_types.problem import ProblemDocument


def asked_page(call: Call, language: str) -> str:
    """What was done with the request; the same text for every number and address."""
    return render("key_asked.html", call, language, title=say("page", "key.asked_title", language))


def link_page(call: Call, language: str, token: str) -> str:
    return render("key_link.html", call, language, title=say("page", "key.link_title", language), token=token)


def new_key_page(call: Call, language: str, number: str, key: str) -> str:
    """The key is shown here once; its link to the application carries it behind `#`, which no server sees."""
    return render("key_new.html", call, language, title=say("page", "key.new_title", language), number=number, key=key)


def problem_page(call: Call, language: str, problem: ProblemDocument, answers: Answers) -> str:
    """A refusal, with the form to ask again and the typed words in their fields."""
    texts = {name: display_values.text(problem.get(name)) for name in ("title", "detail")}
    typed = {name: display_values.text(answers.get(name)) for name in ("number", "email")}
    return render("key_problem.html", call, language, title=texts["title"], problem=texts, **typed)
