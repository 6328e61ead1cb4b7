"""What tests read out of the built HTML."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

PAGES = ("", "rules/", "apply/", "my/", "results/", "faq/", "contacts/", "privacy/", "checklist/", "accessibility/")
HOMES = {"kk": "", "ru": "ru/"}
SILENT = ("script", "style", "svg", "template")


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.silent = 0
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in SILENT

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.pieces.append(data)


def text_of(html: str) -> str:
    parser = _Text()
    parser.feed(html)
    return " ".join(parser.pieces)


def words_of(text: str) -> str:
    """Letters and digits only, so that punctuation, cards and line breaks do not matter; spaces keep words apart."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def page(site: Path, language: str, name: str) -> str:
    return (site / HOMES[language] / name / "index.html").read_text("utf-8")
