"""Reads a page as a browser would: ids, links, and the pairs its form would post."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from chalicelib.call.wording import keyboard_text


class Words(str):
    """A page's text, where a part is found however its spaces and hyphens break: that, test_wording knows."""

    def __contains__(self, part: object) -> bool:
        return keyboard_text(str(part)) in keyboard_text(str(self))


@dataclass
class Page(HTMLParser):
    ids: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    described: list[str] = field(default_factory=list)
    labelled: set[str] = field(default_factory=set)
    tags: list[str] = field(default_factory=list)
    text: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._area = self._select = ""
        self._words: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attributes}
        self.tags.append(tag)
        self.ids += [has["id"]] if "id" in has else []
        self.links += [has["href"]] if "href" in has else []
        self.described += has.get("aria-describedby", "").split()
        self.labelled |= {has["for"]} if "for" in has else set()
        if tag in ("input", "textarea", "select"):
            self.names.append(has.get("name", ""))
        self._control(tag, has)

    def _control(self, tag: str, has: dict[str, str]) -> None:
        if tag == "input" and (has["type"] not in ("radio", "checkbox") or "checked" in has):
            self.pairs.append((has["name"], has.get("value", "")))
        elif tag == "textarea":
            self._area, self._words = has["name"], []
        elif tag == "select":
            self._select = has["name"]
        elif tag == "option" and self._select and "selected" in has:
            self.pairs.append((self._select, has["value"]))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            # The parser of a browser drops the one line end that follows the tag.
            self.pairs.append((self._area, "".join(self._words).removeprefix("\n")))
            self._area = ""
        elif tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        self.text += data
        self._words.append(data)


def read(html: str) -> Page:
    page = Page()
    page.feed(html)
    page.close()
    page.text = Words(page.text)
    return page
