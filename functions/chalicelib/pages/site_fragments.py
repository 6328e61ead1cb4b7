"""HTML fragments for the static site: the empty form and the look-up of an application.

They must enter a page as they are, after Markdown has done its work. The scripts and `form.css` are linked from
the fragment, so no other page carries them.
"""

from __future__ import annotations

from ..call import Call
from .form_data import data_file
from .form_preparation import start_of
from .form_purpose import form
from .rendering import closing, render


def application_form(call: Call, language: str) -> str:
    """The empty form of Appendix 1, complete without JavaScript; no heading of level one."""
    return _empty_form("apply.html", call, language)


def application_page(call: Call, language: str) -> str:
    """What the application's page says in each phase, between the marks of `phased`; the form while it can be sent."""
    return _empty_form("apply_phases.html", call, language)


def _empty_form(template: str, call: Call, language: str) -> str:
    """With the views of a receipt that the script fills in."""
    return render(template, call, language, data=data_file(call, language).name, receipt={}, view={}, dropped=(),
                  documents=(), closes=closing(call, language),
                  **form(call, language, {}) | {"start": start_of(call, language)})  # fmt: skip


def my_application(call: Call, language: str) -> str:
    """Number and key, posted (never in an address), and the place where my.js puts the answer."""
    return render("my.html", call, language, number="")


def lost_key(call: Call, language: str) -> str:
    """The form that asks for a one-time link to a new key."""
    return render("lost_key.html", call, language, number="", email="")
