"""How a call looks: its own drawings and colours, each checked; what it does not have is the software's."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from look import with_colours

from chalicelib.call import DefinitionError, say
from chalicelib.call.look import COLOURS, MOST_DRAWING, OWN, current_look, look_of

DOCS = Path(__file__).parents[2] / "docs"
CSS = (DOCS / "assets" / "site.css").read_text("utf-8")
BLOCK = re.compile(r":root[^{]*\{([^}]*--bq-paper: #[^}]*)\}")
COLOUR = re.compile(r"--bq-([a-z0-9-]+): (#[0-9a-f]+);")
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48">{}</svg>'
# What is read, on what it stands; WCAG 2.2, 1.4.3 and 1.4.11 ask for so much contrast.
READ = {
    4.5: [("ink", "paper"), ("ink", "card"), ("ink", "tint"), ("muted", "paper"), ("muted", "card"), ("muted", "tint"),
          ("brand", "paper"), ("brand", "card"), ("brand", "tint"), ("on-deep", "deep"), ("on-deep", "deep-2"),
          ("on-deep-muted", "deep"), ("on-deep-muted", "deep-2"), ("chosen", "on-deep"), ("on-gold", "gold"),
          ("on-gold", "gold-hover"), ("gold", "deep"), ("danger", "danger-tint"), ("danger", "paper"),
          ("ok", "ok-tint")],
    3.0: [("field-line", "paper"), ("field-line", "card"), ("focus", "paper"), ("gold-line", "paper")],
}  # fmt: skip


def palettes(css: str) -> list[dict[str, str]]:
    """Light and dark; what the dark one does not name it keeps."""
    light, dark, chosen = (dict(COLOUR.findall(block)) for block in BLOCK.findall(css)[:3])
    assert dark == chosen
    return [light, light | dark]


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) > 4 else "".join(sign * 2 for sign in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("css", [CSS, with_colours(CSS, current_look())], ids=["the software's", "the call's"])
def test_everything_can_be_read_in_light_and_in_dark(css: str) -> None:
    faint = [
        (front, back, round(contrast(palette[front], palette[back]), 2))
        for palette in palettes(css) for least, pairs in READ.items() for front, back in pairs
        if contrast(palette[front], palette[back]) < least
    ]  # fmt: skip
    assert faint == []


def test_a_call_may_name_every_colour_of_the_sheet_and_no_other() -> None:
    assert set(palettes(CSS)[0]) == set(COLOURS)


def test_a_colour_of_the_call_stands_in_the_light_block_or_in_both_dark_ones(tmp_path: Path) -> None:
    (tmp_path / "look.toml").write_text('[light]\npaper = "#fefefe"\n[dark]\nink = "#eee"\n', "utf-8")
    light, dark = palettes(with_colours(CSS, look_of(tmp_path)))
    default_light, default_dark = palettes(CSS)
    assert light == default_light | {"paper": "#fefefe"}
    assert dark == default_dark | {"ink": "#eee"}


def test_a_call_without_a_look_wears_the_softwares(tmp_path: Path) -> None:
    assert with_colours(CSS, look_of(tmp_path)) == CSS
    assert look_of(tmp_path).emblem != current_look().emblem


def test_drawings_are_the_markup_inside(tmp_path: Path) -> None:
    (tmp_path / "emblem.svg").write_text(SVG.format('<circle cx="24" cy="24" r="20"/>') + "\n", "utf-8")
    assert look_of(tmp_path).emblem == '<circle cx="24" cy="24" r="20"/>'


def test_the_line_that_a_drawing_program_begins_with_is_no_part_of_the_drawing(tmp_path: Path) -> None:
    drawing = '<?xml version="1.0" encoding="UTF-8"?>\n' + SVG.format('<path d="M0 0"/>')
    (tmp_path / "emblem.svg").write_text(drawing, "utf-8")
    assert look_of(tmp_path).emblem == '<path d="M0 0"/>'


@pytest.mark.parametrize(("inside", "found"), [
    # From the first that does not place the shape on.
    ('<path fill="#f00" d="M0 0"/>', 'fill="#f00" d="M0 0"'),
    ('<path d="M0 0" fill="#f00"/>', 'fill="#f00"'), ("<text>2021</text>", "<text>2021</text>"), ("7\n8", "7 8"),
])  # fmt: skip
def test_a_refused_drawing_names_what_it_may_not_have(tmp_path: Path, inside: str, found: str) -> None:
    (tmp_path / "emblem.svg").write_text(SVG.format(inside), "utf-8")
    with pytest.raises(DefinitionError) as error:
        look_of(tmp_path)
    assert error.value.params["found"] == found


@pytest.mark.parametrize(("raw", "found"), [
    (b"", "…"), (b" \n", "…"), (b"\x89PNG\r\n", "\ufffdPNG"), (b"x" * (MOST_DRAWING + 1), "…"),
    (b"not a drawing " * 9, "not a drawing not a drawing not a drawin"),
])  # fmt: skip
def test_what_is_no_drawing_at_all_is_named_by_its_beginning(tmp_path: Path, raw: bytes, found: str) -> None:
    (tmp_path / "ornament.svg").write_bytes(raw)
    with pytest.raises(DefinitionError) as error:
        look_of(tmp_path)
    assert (error.value.place, error.value.params) == ("ornament", {"limit": MOST_DRAWING, "found": found})


def test_a_drawing_may_be_as_large_as_the_bound(tmp_path: Path) -> None:
    least = SVG.format('<path d="M0 0"/>')
    (tmp_path / "emblem.svg").write_text(least + " " * (MOST_DRAWING - len(least)), "utf-8")
    assert look_of(tmp_path).emblem == '<path d="M0 0"/>'


def test_each_drawing_and_each_table_of_colours_is_the_calls_or_else_the_softwares(tmp_path: Path) -> None:
    inside = {name: (OWN / f"{name}.svg").read_text("utf-8") for name in ("emblem", "ornament")}
    bare = look_of(tmp_path)
    assert bare.emblem in inside["emblem"] and bare.ornament in inside["ornament"] and bare.emblem != bare.ornament
    assert (bare.light, bare.dark, bare.icon) == ({}, {}, {"ground": "#1f3560", "line": "#f2c14e"})
    own = tmp_path / "own"
    own.mkdir()
    (own / "ornament.svg").write_text(SVG.format('<path d="M1 1"/>'), "utf-8")
    (own / "look.toml").write_text('[light]\nink = "#111"\n[icon]\nline = "#222222"\n', "utf-8")
    look = look_of(own)
    assert (look.emblem, look.ornament) == (bare.emblem, '<path d="M1 1"/>')
    assert (look.light, look.dark, look.icon) == ({"ink": "#111"}, {}, {"ground": "#1f3560", "line": "#222222"})


def test_a_colour_that_is_none_is_named_as_far_as_a_line_shows_it(tmp_path: Path) -> None:
    (tmp_path / "look.toml").write_text(f'[light]\nink = "{"r" * 50}"\n', "utf-8")
    with pytest.raises(DefinitionError) as error:
        look_of(tmp_path)
    assert (error.value.place, error.value.params) == ("look.light.ink", {"value": "r" * 40})


SPOILT = {
    "script": ("emblem.svg", SVG.format("<script>alert(1)</script>"), "bad_drawing", "emblem"),
    "an event": ("emblem.svg", SVG.format('<path onload="x()" d="M0 0"/>'), "bad_drawing", "emblem"),
    "a style": ("ornament.svg", SVG.format('<path style="fill:url(//x)" d="M0"/>'), "bad_drawing", "ornament"),
    "text": ("emblem.svg", SVG.format("2021"), "bad_drawing", "emblem"),
    "no drawing": ("emblem.svg", "", "bad_drawing", "emblem"),
    "a colour of its own": ("emblem.svg", SVG.format('<path d="M0 0" fill="#f00"/>'), "bad_drawing", "emblem"),
    "no text at all": ("emblem.svg", "\x89PNG\r\n", "bad_drawing", "emblem"),
    "a huge one": ("emblem.svg", SVG.format('<path d="M0 0"/>' * 2000), "bad_drawing", "emblem"),
    "a table": ("look.toml", "[evening]\n", "unknown_key", "look"),
    "no table": ("look.toml", 'light = "#fff"\n', "not_a_table", "look.light"),
    "a name": ("look.toml", '[light]\nviolet = "#fff"\n', "unknown_key", "look.light"),
    "a slip": ("look.toml", '[light]\nbrend = "#fff"\n', "unknown_key_near", "look.light"),
    "no colour": ("look.toml", '[dark]\nink = "red; }"\n', "bad_colour", "look.dark.ink"),
    "a number": ("look.toml", "[icon]\nline = 5\n", "bad_colour", "look.icon.line"),
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_look_that_is_more_than_a_look_is_refused(tmp_path: Path, name: str) -> None:
    file, text, code, place = SPOILT[name]
    (tmp_path / file).write_text(text, "utf-8")
    with pytest.raises(DefinitionError) as error:
        look_of(tmp_path)
    assert (error.value.code, error.value.place) == (code, place)
    sentences = [say("definition", code, lang, place=place, **error.value.params) for lang in ("kk", "ru")]
    assert all(place in sentence for sentence in sentences) and all(a != b for a, b in pairwise(sentences))
