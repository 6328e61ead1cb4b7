"""The picture a messenger shows beside a link, one a language, and the icon of a phone's home screen.

The build draws them from the call's title, deadline, emblem and colours with a font of this machine. Where there is no
such font or no resvg the site has no such pictures and its pages name none.
"""

from __future__ import annotations

import re
import textwrap
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader

from chalicelib.call import Call, say, wording
from chalicelib.call.look import current_look

HERE = Path(__file__).parent
# Fonts with Kazakh letters, as Debian installs them: family, its regular and its bold file.
_FOLDER = Path("/usr/share/fonts/truetype")
FONTS = {
    "Noto Sans": ("noto/NotoSans-Regular.ttf", "noto/NotoSans-Bold.ttf"),
    "DejaVu Sans": ("dejavu/DejaVuSans.ttf", "dejavu/DejaVuSans-Bold.ttf"),
}
# What site.css has where a call names no colour of its own.
_OWN_COLOURS = {"deep": "#1f3560", "gold": "#f2c14e", "on-deep": "#fff"}
WIDTH, HEIGHT, ICON = 1200, 630, 180
# Signs a line, and lines, of the title and of the deadline.
_TITLE, _UNTIL = (32, 4), (44, 2)


@cache
def drawable_font() -> str:
    """The family pictures are drawn in; empty where none can be drawn."""
    if not _has_resvg():
        return ""
    return next((family for family, files in FONTS.items() if all((_FOLDER / file).is_file() for file in files)), "")


def _has_resvg() -> bool:
    try:
        return find_spec("resvg_py") is not None
    except ValueError:
        return False


def theme_colour() -> str:
    return _colours()["deep"]


def picture_of(language: str) -> str:
    """Its address on the site; empty where the build draws none."""
    return f"assets/share.{language}.png" if drawable_font() else ""


def draw(site: Path, call: Call) -> None:
    if not drawable_font():
        return
    for language in call.languages:
        (site / picture_of(language)).write_bytes(_png(drawing(call, language), WIDTH))
    icon = (site / "assets" / "icon.svg").read_text("utf-8")
    # Phones round the corners themselves, and show what is clear as black.
    (site / "assets" / "icon-180.png").write_bytes(_png(icon.replace(' rx="14"', ""), ICON))


def drawing(call: Call, language: str) -> str:
    zone = ZoneInfo(call.timezone)
    until = wording.until(call.closes_at.astimezone(zone), language)
    colours = _colours()
    return Environment(loader=FileSystemLoader(HERE), trim_blocks=True).get_template("share.svg").render(
        deep=colours["deep"], gold=colours["gold"], ink=colours["on-deep"], emblem=current_look().emblem,
        font=drawable_font(), title=_lines(call.title[language], *_TITLE),
        until=_lines(say("site", "share.until", language, until=until), *_UNTIL),
    )  # fmt: skip


def _lines(text: str, signs: int, most: int) -> list[str]:
    """As many as there is room for; the last tells that it is cut."""
    return textwrap.wrap(text, signs, max_lines=most, placeholder="…", break_on_hyphens=False)


def _colours() -> dict[str, str]:
    return _OWN_COLOURS | {name: colour for name, colour in current_look().light.items() if name in _OWN_COLOURS}


def _png(svg: str, width: int) -> bytes:
    import resvg_py

    files = [str(_FOLDER / font) for font in FONTS[drawable_font()]]
    return bytes(resvg_py.svg_to_bytes(svg_string=re.sub(r"\n\s*", "\n", svg), width=width, skip_system_fonts=True,
                                       font_files=files))  # fmt: skip
