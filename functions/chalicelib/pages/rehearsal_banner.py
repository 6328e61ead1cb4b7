"""The banner of a rehearsal on whole pages: nothing sent here counts, and what time it is here."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from ..call import Call, say
from ..call.languages import LANGUAGE
from .rendering import render

# Where templates/page.html leaves room for it. Nothing an applicant writes can look like it: `<` is escaped.
ROOM = "<!--rehearsal-->"


def with_banner(page: str, call: Call, language: str, at: datetime) -> str:
    """The page with the banner above all; `at` is the instant of the request by the rehearsal's clock."""
    local = at.astimezone(ZoneInfo(call.timezone))
    now = say("site", "rehearsal.moment", language, year=local.year, month=LANGUAGE[language].months[local.month - 1],
              day=local.day, clock=f"{local:%H:%M:%S}")  # fmt: skip
    banner = render("rehearsal.html", call, language, s=partial(_site_sentence, language), now=now,
                    iso=local.isoformat(timespec="seconds"))  # fmt: skip
    return page.replace(ROOM, banner, 1)


def _site_sentence(language: str, key: str) -> str:
    return say("site", key, language)
