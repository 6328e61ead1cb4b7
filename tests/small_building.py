"""Builders of the small pinned call (tests/call/small-call): for rules that are any call's, not those of 2021.

Its dates, codes and limits are pinned in its own folder; a module that is about rules takes its `call` from here.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from chalicelib.call import Call
from chalicelib.call.form_definition import Document
from chalicelib.call.loading import load_call
from chalicelib.rules.application import Event
from tests.submissions import submission, with_changes

ID = "small-call"
FOLDER = Path(__file__).parent / "call" / "small-call"
# A Wednesday, so that a window after Thursday's interview rolls over a weekend.
OPEN = datetime.fromisoformat("2026-04-08T10:00:00+05:00")
# By the second of its two amendments.
HELD = date(2026, 4, 9)
# Supplement after that interview ends with Monday the 13th, 24:00 in Almaty.
AFTER_WINDOW = OPEN + timedelta(days=6)
CLOSES = datetime.fromisoformat("2026-04-25T18:00:00+05:00")

COMPLETE: dict[str, Any] = {
    "language": "kk", "surname": "Сәрсенова", "mail": "aigerim@example.kz", "iin": "900101100014", "category": "ngo",
    "organisation": "«Жастар» бірлестігі", "project": "Ән кеші", "topic": "music", "stage": "idea",
    "summary": "Әр ауылда бір кеш, әр кеште он ән.", "places": ["all"], "starts": "2026-05", "ends": "2026-09",
    "people": 40, "share": 12.5, "total": 1500,
    "costs": [{"item": "Домбыра", "amount": 900, "reason": "Ескісі сынған"},
              {"item": "Көлік", "amount": 600, "reason": "Алыс"}],
    "agreed": True, "public": True,
}  # fmt: skip

# What a grown-up's package has to hold; the consent of a parent is a child's.
PACKAGE = ("passport",)


@cache
def small_call() -> Call:
    return load_call(FOLDER)


# The documents asked for, in order, each with the most files it takes.
DOCUMENTS = {"passport": 4, "charter": 5, "poster": 1, "ensemble": 20, "letters": 20, "songs": 20}
WHOLE_PACKAGE = ("passport", "charter", "poster", "ensemble")


@cache
def call_with_documents() -> Call:
    """The small call, asking for many documents of every kind of file."""
    small = small_call()
    asked = [Document(kind, small.title, required=kind in WHOLE_PACKAGE, most=most) for kind, most in DOCUMENTS.items()]
    extensions = ("pdf", "jpg", "png", "docx", "xlsx", "pptx")
    package = small.form.package._replace(extensions=extensions, documents=tuple(asked))
    return replace(small, form=replace(small.form, package=package))


def answers(**changes: Any) -> dict[str, Any]:
    """A complete set; a value of None leaves the question out."""
    return with_changes(COMPLETE, changes)


def event(**changes: Any) -> Event:
    return submission(ID, OPEN, answers(), changes)
