"""Both languages say the same: every page has its twin, neither is empty, and their headings have the same anchors."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import call_pages

from chalicelib.call import say
from chalicelib.call.languages import LANGUAGES

HEADINGS = ("h1", "h2", "h3", "h4")
# Fewer words than this is a page somebody forgot to write.
LEAST_WORDS = 12


class _Main(HTMLParser):
    """The anchors of the headings and the words inside <main>."""

    def __init__(self) -> None:
        super().__init__()
        self.anchors: list[str] = []
        self.words = self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.depth += tag == "main"
        if self.depth and tag in HEADINGS and (anchor := dict(attrs).get("id")):
            self.anchors.append(anchor)

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "main"

    def handle_data(self, data: str) -> None:
        if self.depth:
            self.words += len(data.split())


def missing(docs: Path, languages: list[str]) -> list[str]:
    """Pages that lack a twin in some language, by the names of their sources."""
    names = {path.name.split(".")[0] for path in docs.glob("*.md")}
    return [
        f"{name}.{language}.md: no such twin" for name in sorted(names) for language in languages
        if not (docs / f"{name}.{language}.md").exists()
    ]  # fmt: skip


def problems(site: Path, languages: list[str]) -> list[str]:
    """One line for each way in which the two languages differ; empty when they do not."""
    first, *others = languages
    faults: list[str] = []
    # Old addresses only lead home.
    old = [address.split("/")[0] for address in call_pages.aliases()]
    for other in others:
        here, there = _pages(site, skip=[*others, *old]), _pages(site / other, skip=[])
        faults += [f"{page}: no twin in {first}" for page in sorted(set(there) - set(here))]
        faults += [f"{page}: no twin in {other}" for page in sorted(set(here) - set(there))]
        for page in sorted(set(here) & set(there)):
            faults += _differences(page, {first: here[page], other: there[page]})
    return faults


def _differences(page: str, twins: dict[str, Path]) -> list[str]:
    read = {language: _read(path) for language, path in twins.items()}
    empty = [
        say("definition", "page_empty", shown_in, place=page, language=language, least=LEAST_WORDS)
        for language, main in read.items() if main.words < LEAST_WORDS for shown_in in LANGUAGES
    ]  # fmt: skip
    anchors = [main.anchors for main in read.values()]
    # Markdown numbers a Cyrillic heading, `_6`: an address that moves with every edit.
    if any(anchor.startswith("_") for anchor in anchors[0] + anchors[1]):
        empty.append(f"{page}: a heading without an id of its own")
    return empty + ([f"{page}: anchors differ: {anchors}"] if anchors[0] != anchors[1] else [])


def _read(path: Path) -> _Main:
    main = _Main()
    main.feed(path.read_text("utf-8"))
    return main


def _pages(root: Path, skip: list[str]) -> dict[str, Path]:
    pages = {path.relative_to(root).as_posix(): path for path in root.rglob("*.html")}
    return {page: path for page, path in pages.items() if page.split("/")[0] not in skip}
