"""HTML fragments for the static site: the empty form and the look-up of an application.

They must enter a page as they are, after Markdown has done its work. `docs/assets/form.js` and `form.css`
are linked from the fragment, so no other page carries them.
"""

from __future__ import annotations

from ..call import Call
from .describing import described
from .questions import Asking
from .rendering import deadline, render


def application_form(call: Call, language: str) -> str:
    """The empty form of Appendix 1, complete without JavaScript; no heading of level one."""
    return render("apply.html", call, language, data=described(call, language), until=closing(call, language),
                  sections=list(Asking(call, language).sections()), receipt={}, dropped=())  # fmt: skip


def my_application(call: Call, language: str) -> str:
    """Number and key, posted (never in an address), and the place where form.js puts the answer."""
    return render("my.html", call, language, number="")


def closing(call: Call, language: str) -> str:
    return deadline(call, language, call.closes_at.isoformat())
