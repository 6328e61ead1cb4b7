"""What of another call may stand nowhere in this one: its names, and every text that its folder alone has."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from chalicelib.call.current import CALLS

# Signs of the first call, whatever the word's ending is.
SIGNS = re.compile(
    r"(?<![\w-])2021(?!\w)|rukhani|Алматы\s+облыс|Алматинск|[Рр]ухани|[Аа]кселер|көшбасшы|лидер|Талдықорған"
    r"|Талдыкорган|аудандар мен қалалар|район(?:ы|ов|е|ах)?\b|Бастамашыл топ|[Ии]нициативн\w+ групп"
)
# A text this short may well be said of anything.
SHORTEST = 12


def own_texts(folder: Path) -> Iterator[str]:
    """Every text of a call's definition, words and pages; a text with a brace as far as the brace."""
    for file in sorted(folder.rglob("*.toml")):
        if file.name != "look.toml":
            yield from _texts(tomllib.loads(file.read_text("utf-8")))
    for file in sorted(folder.rglob("*.md")):
        yield from re.split(r"\n|\{\{.*?\}\}|\{%.*?%\}|\]\([^)]*\)|[\[*#]", file.read_text("utf-8"))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key in ("kk", "ru") and isinstance(inner, str):
                yield from re.split(r"\{[^}]*\}", inner)
            else:
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def default_texts(files: Iterable[Path]) -> str:
    """What the defaults say of any call: with every branch of a page, and with the first of two alone."""
    written = "\n".join(file.read_text("utf-8") for file in files)
    first_alone = re.sub(r"\{% else %\}.*?(?=\{% endif %\})", "", written, flags=re.DOTALL)
    return "\n".join(re.sub(r"\{%.*?%\}", "", text) for text in (written, first_alone))


def foreign_texts(folder: Path, shared: str) -> frozenset[str]:
    """What the first call's folder says and neither this folder nor `shared`, the defaults', does."""
    first = {text.strip(" \t.,:;—«»()") for text in own_texts(CALLS / current_call_id())}
    ours = "\n".join(own_texts(folder)) + shared
    return frozenset(text for text in first if len(text) >= SHORTEST and text not in ours)


def current_call_id() -> str:
    return (CALLS / "current.txt").read_text("utf-8").strip()


def found_in(texts: Mapping[str, str], foreign: frozenset[str]) -> list[str]:
    """Where something of the first call stands, and what."""
    told = [f"{where}: {sign[0]!r} …{text[max(0, sign.start() - 60):sign.end() + 40]!r}"
            for where, text in texts.items() for sign in SIGNS.finditer(text)]  # fmt: skip
    return told + [f"{where}: {words!r}" for where, text in texts.items() for words in foreign if words in text]
