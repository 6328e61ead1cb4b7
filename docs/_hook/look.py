"""The call's colours in the places of the site's own, and its emblem in the browser's tab."""

from __future__ import annotations

import re
from pathlib import Path

from chalicelib.call.look import Look, current_look

# The variables of the light block, then those of both dark ones.
_BLOCK = re.compile(r":root[^{]*\{[^}]*--bq-paper: #[^}]*\}")
_COLOUR = re.compile(r"--bq-([a-z0-9-]+): (#[0-9a-f]+);")
_TAB = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="14" fill="{ground}"/>'
    '<g transform="translate(8 8)" fill="none" stroke="{line}" stroke-width="3.6" stroke-linejoin="round" '
    'stroke-linecap="round">{emblem}</g></svg>\n'
)


def put_on(site: Path) -> None:
    """Before the style sheets are joined."""
    look, sheet = current_look(), site / "assets" / "site.css"
    sheet.write_text(with_colours(sheet.read_text("utf-8"), look), "utf-8")
    (site / "assets" / "icon.svg").write_text(_TAB.format(emblem=look.emblem, **look.icon), "utf-8")


def with_colours(css: str, look: Look) -> str:
    """Each colour that the call names in its place, in the light block and in both dark ones."""
    blocks = iter([look.light, look.dark, look.dark])
    return _BLOCK.sub(lambda block: _with(block[0], next(blocks)), css, count=3)


def _with(block: str, colours: dict[str, str]) -> str:
    return _COLOUR.sub(lambda colour: f"--bq-{colour[1]}: {colours.get(colour[1], colour[2])};", block)
