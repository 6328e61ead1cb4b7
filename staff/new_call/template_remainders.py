"""What of a call's folder is still as the template has it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from staff import ROOT

from .new_folder import template_texts

DEFAULT_PAGES, PAGE = ROOT / "docs", ".kk.md"

# What every organiser has of their own; anything else of the template may be left as it is.
OWN: Mapping[str, tuple[str, ...]] = {
    "call": (
        "title", "short_title", "opens_at", "closes_at", "contact.name", "contact.role", "contact.phones",
        "contact.email", "consent.operator", "consent.text", "applicant_type", "direction", "criterion",
    ),
    "form": ("title", "section", "package.document"),
}  # fmt: skip
# The first line says how the folder was made; without it no date can be told from a proposed one.
_MADE = re.compile(r"# baiqau form --new \S+ --opens (\d{4}-\d{2}-\d{2})")
_DATES = ("opens_at", "closes_at")
_SOME_DAY = date(2030, 1, 7)


class TemplateRemainder(NamedTuple):
    """`key` is as in `file`, dots between tables; `line` is where it stands, from 1."""

    file: str
    line: int
    key: str
    value: Any


def remainders(folder: Path) -> tuple[TemplateRemainder, ...]:
    """In the files' order. The folder is one that the loader accepts."""
    texts = {name: (folder / f"{name}.toml").read_text("utf-8") for name in OWN}
    opening = _opening(texts["call"])
    template = template_texts(folder.name, opening or _SOME_DAY)
    rest: list[TemplateRemainder] = []
    for name, keys in OWN.items():
        ours, theirs = tomllib.loads(texts[name]), tomllib.loads(template[f"{name}.toml"])
        compared = [key for key in keys if opening or key not in _DATES]
        same = [key for key in compared if _same(_value(ours, key), _value(theirs, key))]
        rest += [TemplateRemainder(f"{name}.toml", _line(texts[name], key), key, _value(ours, key)) for key in same]
    return tuple(sorted(rest, key=lambda remainder: remainder[:2]))


def default_pages(folder: Path) -> tuple[str, ...]:
    """Pages of the site that speak of any call, and of which this one has none of its own."""
    names = sorted(page.name.removesuffix(PAGE) for page in DEFAULT_PAGES.glob(f"*{PAGE}"))
    return tuple(name for name in names if not (folder / "pages" / f"{name}{PAGE}").exists())


def _opening(call: str) -> date | None:
    match = _MADE.match(call)
    try:
        return date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def _value(table: Mapping[str, object], key: str) -> object:
    value: Any = table
    for part in key.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _same(ours: object, theirs: object) -> bool:
    return ours is not None and ours == theirs


def _line(text: str, key: str) -> int:
    """Of the key's first mention under its table."""
    table, _, name = key.rpartition(".")
    inside = not table
    for number, line in enumerate(text.splitlines(), 1):
        head = re.fullmatch(r"\[\[?([\w.]+)\]?\]\s*", line)
        if head:
            inside = head[1] == table
            if head[1] == key:
                return number
        elif inside and re.match(rf"{re.escape(name)}\s*=", line):
            return number
    return 1
