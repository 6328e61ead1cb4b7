"""How a call looks: an emblem, an ornament and colours. What its folder does not have is the software's own."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from .current import call_folder
from .definition_error import DefinitionError, unknown_key

OWN = Path(__file__).parent / "look"
# The colours of docs/assets/site.css, where each is `--bq-…`. A dark page keeps the light one's where it names none.
COLOURS = (
    "paper", "card", "tint", "ink", "muted", "line", "field-line", "brand", "deep", "deep-2", "on-deep",
    "on-deep-muted", "chosen", "ornament", "veil", "gold", "gold-hover", "on-gold", "gold-line", "danger",
    "danger-tint", "ok", "ok-tint", "focus",
)  # fmt: skip
TABLES = {"light": COLOURS, "dark": COLOURS, "icon": ("ground", "line")}
_COLOUR = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})")
_DRAWING = re.compile(r"<svg[^<>]*>(.*)</svg>\s*", re.DOTALL)
# Shapes and where they stand: nothing that runs, loads or is styled from elsewhere.
_SHAPE = re.compile(r"</?(?:g|path|circle|ellipse|rect|line|polyline|polygon)(?:\s+([^<>]*?))?\s*/?>")
_PLACED = re.compile(
    r'(?:(?:d|points|transform|cx|cy|r|rx|ry|x|y|x1|x2|y1|y2|width|height|stroke-width)="[-\w\s.,()]*"\s*)*'
)
# What programs that draw write above a drawing.
_DECLARATION = re.compile(r"\A\s*<\?xml[^<>]*\?>\s*")
MOST_DRAWING, MOST_FOUND = 20_000, 40


class Look(NamedTuple):
    """Drawings as the markup inside their `svg`: the emblem in a box of 48, the ornament's tile in one of 96."""

    emblem: str
    ornament: str
    light: dict[str, str]
    dark: dict[str, str]
    icon: dict[str, str]


def current_look() -> Look:
    return look_of(call_folder())


@lru_cache(maxsize=2)
def look_of(folder: Path) -> Look:
    """Drawings and colours. Raises DefinitionError for a drawing of more than shapes and an unknown colour or name."""
    emblem, ornament = (_drawing(folder, name) for name in ("emblem", "ornament"))
    return Look(emblem, ornament, *_colours(folder))


def _drawing(folder: Path, name: str) -> str:
    own = folder / f"{name}.svg"
    file = own if own.exists() else OWN / f"{name}.svg"
    # Of a text that is not UTF-8 something is left that is no shape.
    text = file.read_bytes().decode("utf-8-sig", "replace") if file.stat().st_size <= MOST_DRAWING else ""
    inside = _DRAWING.fullmatch(_DECLARATION.sub("", text))
    if inside is None or (no_shape := _first_no_shape(inside[1])):
        what = no_shape if inside else text.strip()
        raise DefinitionError("bad_drawing", name, limit=MOST_DRAWING, found=_printable(what)[:MOST_FOUND] or "…")
    return inside[1].strip()


def _first_no_shape(markup: str) -> str:
    """What stands between the shapes, or the attributes that do not place one; empty of a drawing that is one."""
    if stray := _SHAPE.sub("", markup).strip():
        return stray
    attributes = (shape[1] or "" for shape in _SHAPE.finditer(markup))
    # From the first attribute that does not place a shape on.
    return next((rest for attribute in attributes if (rest := _PLACED.sub("", attribute, count=1).strip())), "")


def _printable(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text).strip()


def _colours(folder: Path) -> list[dict[str, str]]:
    """In the order of TABLES."""
    from .definition_files import read_file

    table: dict[str, Any] = read_file(folder, "look").table if (folder / "look.toml").exists() else {}
    for name, colours in table.items():
        if name not in TABLES:
            raise unknown_key("look", name, TABLES)
        if not isinstance(colours, dict):
            raise DefinitionError("not_a_table", f"look.{name}")
        for key, value in colours.items():
            _check_colour(f"look.{name}", TABLES[name], key, value)
    return [_DEFAULTS.get(name, {}) | table.get(name, {}) for name in TABLES]


def _check_colour(place: str, known: tuple[str, ...], key: str, value: object) -> None:
    if key not in known:
        raise unknown_key(place, key, known)
    if not isinstance(value, str) or not _COLOUR.fullmatch(value):
        raise DefinitionError("bad_colour", f"{place}.{key}", value=str(value)[:40])


_DEFAULTS = {"icon": {"ground": "#1f3560", "line": "#f2c14e"}}
