"""A call's own pages and saved questions, asked as strictly as its definition: names, twins, headings, phases.

What stands in a page's braces is known when the page is made: docs/_hook/page_faults.py tells of it.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Mapping
from pathlib import Path

from .definition_error import DefinitionError
from .definition_files import files_in, read_file, read_text, unreadable
from .languages import LANGUAGES
from .page_phase import PIECE_BEGINS, PIECE_ENDS, PagePhase

PAGES, QUESTIONS, ALIASES = "pages", "questions", "pages/aliases"
_PAGE = re.compile(rf"([a-z0-9-]+)\.({'|'.join(LANGUAGES)})\.md")
_QUESTION = re.compile(r"[a-z][a-z0-9_]*\.sql")
# Small letters, digits and hyphens, a slash between.
_ADDRESS = re.compile(r"[a-z0-9-]+(?:/[a-z0-9-]+)*")
_MARK = re.compile(rf"{PIECE_BEGINS}|({PIECE_ENDS})")
_HEADING = re.compile(r"#{1,4}[ \t]+(.*?)[ \t]*")
_ANCHOR = re.compile(r"\{#([a-z][a-z0-9-]*)\}")
_FENCE = "```"


def page_faults(folder: Path) -> Iterator[DefinitionError]:
    """A refusal for each page, question or alias that is none, located already."""
    names: dict[str, dict[str, list[str] | None]] = {}
    for file in files_in(folder / PAGES):
        name = f"{PAGES}/{file.name}"
        if match := _PAGE.fullmatch(file.name):
            names.setdefault(match[1], {})[match[2]] = None
            text = yield from _text(folder, name)
            if text is not None:
                names[match[1]][match[2]] = yield from _anchors(folder, name, text)
                yield from _phase_faults(folder, name, text)
        elif name != f"{ALIASES}.toml":
            yield unreadable(folder, name, "page_name", languages=" / ".join(LANGUAGES))
    for page, anchors in names.items():
        yield from _twin_faults(folder, page, anchors)
    yield from _alias_faults(folder)
    yield from _question_faults(folder)


def _text(folder: Path, name: str) -> Generator[DefinitionError, None, str | None]:
    """Gives the text back; None for one that cannot be read."""
    try:
        return read_text(folder, name)
    except DefinitionError as error:
        yield error
        return None


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines with their numbers from 1, those of a block of code left out."""
    is_code = False
    for number, line in enumerate(text.split("\n"), 1):
        is_code ^= line.startswith(_FENCE)
        if not is_code:
            yield number, line


def _anchors(folder: Path, name: str, text: str) -> Generator[DefinitionError, None, list[str] | None]:
    """Gives back the headings' own ids, by which others link to them, `{#payment}`; None where one lacks it."""
    ids: list[str] | None = []
    for number, line in _lines(text):
        if heading := _HEADING.fullmatch(line):
            anchor = _ANCHOR.search(heading[1])
            if not anchor:
                yield unreadable(folder, name, "heading_id", number, heading=heading[1][:60])
            ids = [*ids, anchor[1]] if anchor and ids is not None else None
    return ids


def _phase_faults(folder: Path, name: str, text: str) -> Iterator[DefinitionError]:
    """`<!--when open-->` names phases there are, and each piece ends before the next begins."""
    opened = 0
    for number, line in _lines(text):
        for mark in _MARK.finditer(line):
            phases = (mark[1] or "").split()
            unknown = [phase for phase in phases if phase not in list(PagePhase)]
            if unknown or not (phases or mark[2]):
                known = ", ".join(PagePhase)
                yield unreadable(
                    folder, name, "unknown_phase", number, phase=" ".join(unknown)[:60] or "—", known=known
                )
            if bool(mark[2]) != bool(opened):
                yield unreadable(folder, name, "lone_phase", opened or number)
                return
            opened = 0 if mark[2] else number
    if opened:
        yield unreadable(folder, name, "lone_phase", opened)


def _twin_faults(folder: Path, page: str, anchors: Mapping[str, list[str] | None]) -> Iterator[DefinitionError]:
    """`anchors` by language; of a page that was refused already they are None, and are not compared."""
    if lacking := [language for language in LANGUAGES if language not in anchors]:
        (language,) = anchors
        missing = f"{PAGES}/{page}.{lacking[0]}.md"
        yield unreadable(folder, f"{PAGES}/{page}.{language}.md", "page_twin", missing=missing)
        return
    first, second = (anchors[language] for language in LANGUAGES)
    if first is not None and second is not None and first != second:
        at = next((at for at, (one, other) in enumerate(zip(first, second, strict=False)) if one != other),
                  min(len(first), len(second)))  # fmt: skip
        one, other = ((ids[at] if at < len(ids) else "—") for ids in (first, second))
        name, twin = (f"{PAGES}/{page}.{language}.md" for language in LANGUAGES)
        yield unreadable(folder, name, "headings_differ", one=one, other=other, twin=twin)


def _alias_faults(folder: Path) -> Iterator[DefinitionError]:
    """Old addresses: `"accelerator/kaz" = "kk"`."""
    if not (folder / f"{ALIASES}.toml").exists():
        return
    try:
        table = read_file(folder, ALIASES).table
    except DefinitionError as error:
        yield error
        return
    for address, language in table.items():
        if not _ADDRESS.fullmatch(address) or language not in LANGUAGES:
            yield unreadable(folder, f"{ALIASES}.toml", "bad_alias", address=address[:60], known=", ".join(LANGUAGES))


def _question_faults(folder: Path) -> Iterator[DefinitionError]:
    """A saved question says in its first line what it answers, in both languages, and asks something."""
    for file in files_in(folder / QUESTIONS):
        name = f"{QUESTIONS}/{file.name}"
        if not _QUESTION.fullmatch(file.name):
            yield unreadable(folder, name, "question_name")
            continue
        text = yield from _text(folder, name)
        first, _, sql = (text or "").partition("\n")
        names = [part.strip() for part in first.removeprefix("--").split("|")]
        if text is not None and not (first.startswith("--") and len(names) == len(LANGUAGES) and all(names)):
            yield unreadable(folder, name, "question_first_line", 1)
        elif text is not None and not sql.strip():
            yield unreadable(folder, name, "question_empty", 1)
