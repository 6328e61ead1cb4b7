"""The committee's pages: whole HTML documents in the product's own frame, complete without JavaScript."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from ..call import Call, say
from ..call.words import words
from .printed_answers import answered_sections
from .rendering import render

if TYPE_CHECKING:
    from ..api_types.desk_application import Card
    from ..api_types.desk_decisions import ChangeRow, DeskProblem, OrderPage
    from ..api_types.desk_frame import Frame
    from ..call.form_definition import Option

# The pages in the head's menu, by role; the route has the last word (web/desk/routes.py).
PAGES_OF_ROLE: Mapping[str, tuple[str, ...]] = {
    "secretary": ("", "progress", "interviews", "meeting", "tasks", "people", "journal"),
    "member": ("", "progress", "meeting"),
    "expert": ("", "progress"),
    "observer": ("progress",),
}
Kept = Sequence[tuple[str, str, str]]


def _page(template: str, call: Call, language: str, title: str, **context: object) -> str:
    context.setdefault("frame", None)
    return render(f"desk/{template}.html", call, language, title=title, d=_sayer(language), code=_codes(language),
                  **context)  # fmt: skip


def _sayer(language: str) -> Callable[..., str]:
    return lambda key, **params: say("desk", key, language, **params)


def _codes(language: str) -> Callable[[str], str]:
    """The committee's words for a status, an act, an outcome, a reason; a code nobody knows is shown as it is."""
    return lambda key: say("staff", key, language) if key in words("staff") else key.rpartition(".")[2]


def sign_in_page(call: Call, language: str, base: str, *, has_provider: bool) -> str:
    title = say("desk", "sign_in.title", language)
    return _page("sign_in", call, language, title, base=base, has_provider=has_provider)


def confirmed_page(call: Call, language: str) -> str:
    """Shown in a tab of its own, beside the tab that waits for the confirmation."""
    return _page("confirmed", call, language, say("desk", "provider.confirmed", language))


def asked_page(call: Call, language: str, base: str, address: str) -> str:
    return _page("asked", call, language, say("desk", "sign_in.asked", language), base=base, address=address)


def link_page(call: Call, language: str, base: str, secret: str) -> str:
    return _page("link", call, language, say("desk", "sign_in.title", language), base=base, secret=secret)


def waiting_page(
    call: Call, language: str, address: str, step: str, email: str, kept: Kept, carried: Sequence[tuple[str, str]],
    *, wrong: bool, has_provider: bool,
) -> str:  # fmt: skip
    """The session is over and a form was sent: its words wait here until the person has signed in again."""
    return _page("waiting", call, language, say("desk", "again.title", language), address=address, step=step,
                 email=email, kept=kept, carried=carried, wrong=wrong, has_provider=has_provider)  # fmt: skip


def confirm_page(
    call: Call, language: str, address: str, token: str, kept: Kept, carried: Sequence[tuple[str, str]]
) -> str:
    return _page("confirm", call, language, say("desk", "again.confirm", language), address=address, token=token,
                 kept=kept, carried=carried)  # fmt: skip


def afresh_page(
    call: Call, language: str, address: str, token: str, kept: Kept, carried: Sequence[tuple[str, str]], *,
    wrong: bool, has_provider: bool,
) -> str:  # fmt: skip
    return _page("afresh", call, language, say("desk", "again.afresh", language), address=address, token=token,
                 kept=kept, carried=carried, wrong=wrong, has_provider=has_provider)  # fmt: skip


def problem_page(
    call: Call, language: str, problem: DeskProblem, frame: Frame | None, *, kept: Kept = (),
    changed: Sequence[ChangeRow] = (), again: Mapping[str, str] | None = None,
) -> str:  # fmt: skip
    """Why the act was refused, what changed meanwhile, and the words that were sent, ready to be sent again."""
    return _page("problem", call, language, problem["title"], frame=frame, kept=kept,
                 problem={"next": "", "rule": None} | dict(problem),
                 changed=changed, again=again or {})  # fmt: skip


def list_page(name: str, call: Call, language: str, frame: Frame | None, view: Mapping[str, object]) -> str:
    """A page of the menu, by its name there; the first one is `mine`."""
    return _page(name, call, language, say("desk", f"page.{name}", language), frame=frame, view=view)


def order_page(call: Call, language: str, frame: Frame | None, view: OrderPage) -> str:
    return _page("order", call, language, say("desk", "order.title", language), frame=frame, view=view)


def application_page(call: Call, language: str, frame: Frame | None, view: Card, answers: Mapping[str, object]) -> str:
    """`call` is that of the form the answers were written for; each answer stands beside the criteria it feeds."""
    whole = view["part"] == "whole"
    sections = answered_sections(call, language, answers) if whole else []
    formats = [(option.code, option.label[language]) for option in _formats(call)] if whole else []
    return _page("application", call, language, view["number"], frame=frame, view=view, sections=sections,
                 formats=formats)  # fmt: skip


def _formats(call: Call) -> Sequence[Option]:
    field = call.form.role("interview_format")
    return field.options if field else ()
