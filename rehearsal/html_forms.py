"""The forms of a page as a browser without scripts would send them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class HtmlForm:
    """`fields` are what a browser would send without a button pressed; `buttons` the named ones."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def filled(self, values: dict[str, str | list[str]]) -> list[tuple[str, str]]:
        """What is sent once these values stand in it, whatever stood there before."""
        pairs = [(name, value) for name, value in self.fields if name not in values]
        for name, value in values.items():
            pairs += [(name, part) for part in (value if isinstance(value, list) else [value])]
        return pairs


class Forms(HTMLParser):
    """Every form of the page in `found`."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[HtmlForm] = []
        self._area: tuple[str, list[str]] | None = None
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(HtmlForm(given["action"]))
        if not self.found:
            return
        form, name = self.found[-1], given.get("name", "")
        form.names |= {name}
        if tag == "input" and name:
            ticked = given.get("type") not in ("radio", "checkbox") or "checked" in given
            form.fields += [(name, given.get("value", ""))] if ticked else []
        elif tag == "button" and name:
            form.buttons.append((name, given.get("value", "")))
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            form.fields.append((self._select, given.get("value", "")))
        elif tag == "textarea":
            self._area = (name, [])

    def handle_data(self, data: str) -> None:
        if self._area:
            self._area[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        self._select = "" if tag == "select" else self._select
        if tag == "textarea" and self._area:
            self.found[-1].fields.append((self._area[0], "".join(self._area[1]).removeprefix("\n")))
            self._area = None
