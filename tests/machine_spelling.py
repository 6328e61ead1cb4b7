"""What only programs should read, found in what people read: `2021-10`, `T18:00`, `+06:00`, 1500000, 30.09.2021.

People read days, times, months, numbers and phones as `chalicelib.call.wording` writes them. Attributes for machines,
addresses, scripts and calendar files are not looked at.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from html.parser import HTMLParser
from typing import Any

SPELLINGS: Mapping[str, re.Pattern[str]] = {
    "a day or month of ISO 8601": re.compile(r"(?<![\d-])\d{4}-\d{2}(?:-\d{2})?(?!\d)"),
    "a time of ISO 8601": re.compile(r"\dT\d{2}:"),
    "an offset": re.compile(r"\d[+−-]\d{2}:\d{2}(?!\d)"),
    "a day in dots": re.compile(r"(?<![\d.])\d{1,2}\.\d{2}\.\d{4}(?!\d)"),
    "a time to the minute with a colon": re.compile(r"(?<![\d:+-])\d{1,2}:\d{2}(?![\d:])"),
    # Identifiers of people and organisations are of twelve digits, and are read digit by digit; longer are ids.
    "digits in no groups": re.compile(r"(?<![\w+#-])\d{5,11}(?![\w#-])"),
    "a phone in no groups": re.compile(r"\+\d{10,}(?!\w)"),
    "a word of a programming language": re.compile(r"\b(?:None|True|False|null|undefined|NaN|datetime)\b"),
}
# Addresses, and the mark of a mail, which an operator copies into the next command.
_ADDRESS = re.compile(r"(?:https?|urn|mailto|tel):\S+|\S+#[a-z_]+")
_CALENDAR = re.compile(r"BEGIN:VCALENDAR.*?END:VCALENDAR", re.DOTALL)
_SAID = frozenset({"alt", "title", "aria-label", "placeholder", "data-label"})
_DESCRIBING = frozenset({"description", "og:title", "og:description", "og:image:alt"})
# What stands inside a line: around everything else a line ends.
_INLINE = frozenset({"a", "abbr", "b", "bdi", "code", "em", "i", "mark", "small", "span", "strong", "time"})
# Of a JSON document, the sentences a program shows to its people.
_SENTENCES = frozenset({"message", "detail", "title", "next"})


def found(text: str, allowed: Iterable[str] = ()) -> list[str]:
    """Each machine's spelling in a page, a mail, a table or a JSON document, with what it is and the words around it.

    `allowed` are texts that stand as somebody wrote them, to the letter.
    """
    shown = shown_words(text)
    for words in allowed:
        shown = re.sub(rf"(?<!\w){re.escape(words)}(?!\w)", "…", shown)
    return [f"{kind}: {spelling[0]!r} in …{shown[max(0, spelling.start() - 50) : spelling.end() + 30]!r}"
            for kind, pattern in SPELLINGS.items() for spelling in pattern.finditer(shown)]  # fmt: skip


def shown_words(text: str) -> str:
    if text.lstrip().startswith("{"):
        return "\n".join(_sentences(json.loads(text)))
    shown = _of_markup(text) if re.search(r"</\w+>", text) else text
    return _ADDRESS.sub("…", _CALENDAR.sub("", shown))


def _sentences(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _sentences(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _sentences(inner, key)
    elif isinstance(value, str) and key in _SENTENCES:
        yield value


class _Shown(HTMLParser):
    """Text, and the attributes that are read out or shown; scripts and style are neither."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.silent = 0
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in ("script", "style")
        self.pieces += [] if tag in _INLINE else ["\n"]
        named = {name: value or "" for name, value in attrs}
        self.pieces += [f"\n{value}\n" for name, value in named.items() if name in _SAID]
        if named.get("name", named.get("property")) in _DESCRIBING:
            self.pieces.append(f"\n{named.get('content', '')}\n")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.pieces.append(data)


def _of_markup(text: str) -> str:
    parser = _Shown()
    parser.feed(text)
    parser.close()
    return "".join(parser.pieces)
