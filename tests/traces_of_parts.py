"""What speaks of a part of a call, as patterns over whatever anybody is shown, and where in it."""

from __future__ import annotations

import re
from collections.abc import Mapping

# «міндетті» is "required", «қосымша» also "further".
SPEAKS_OF: Mapping[str, str] = {
    "interview": r"сұхбат|интервью",
    "supplement": r"және/немесе толықтыр|и/или дополнить|срок\w* дополнен|толықтыру мерзімі|дополняете заявку",
    "tasks": r"міндет(?!т)|задач[аиеу]?\b|акселера",
    "territory": r"(?<!республикасының )аума[қғ]|территори(?!и республики)",
    "groups": r"бағыт|направлени",
    "criteria": r"критери|\bбалл|\bбалд|\bбалы|медиан",
    "appendix": r"-қосымша|приложени[еюя]\b|тармағы|положени[яю]\b",
}
# The first call's, everywhere; a page's one-time token may hold any four digits.
FIRST = r"(?<![\w-])2021(?!\w)|алмат|жаңғыру|акселера|нур-султан|нұр-сұлтан|openco|ауда[нң]|район|бастамашыл|инициативн"
# Characters shown before and after a hit.
AROUND = 40


def absent(parts: frozenset[str]) -> Mapping[str, str]:
    """The patterns of what a call with these parts does not have; points are given at an interview alone."""
    missing = {part: pattern for part, pattern in SPEAKS_OF.items() if part not in parts}
    return missing


def hits(pattern: str, texts: Mapping[str, str]) -> list[tuple[str, str]]:
    """Where the pattern stands, with what is around it."""
    compiled = re.compile(pattern)
    return [
        (name, text[max(0, match.start() - AROUND) : match.end() + AROUND])
        for name, text in texts.items() for match in compiled.finditer(text)
    ]  # fmt: skip


def traces(parts: frozenset[str], texts: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Every word of a part that is absent, and of the first call: which, where and what stands around it."""
    lowered = {name: text.lower() for name, text in texts.items()}
    of_parts = [(part, *hit) for part, pattern in absent(parts).items() for hit in hits(pattern, lowered)]
    return of_parts + [("the first call", *hit) for hit in hits(FIRST, lowered)]
