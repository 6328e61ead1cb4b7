"""One style sheet, /assets/site.css: Material's rules that this site can use, then our own, as short as they go."""

from __future__ import annotations

import re
import shutil
from itertools import pairwise
from pathlib import Path
from typing import Any

import tinycss2
from tinycss2.ast import AtRule, QualifiedRule

FUNCTIONS = Path(__file__).parents[2] / "functions" / "chalicelib" / "pages"
_WORD = re.compile(r"[\w-]+")
_STRING = re.compile(r"""("[^"]*"|'[^']*')""")
_DECLARED = re.compile(r"""(--[\w-]+):(?:[^;{}"']|"[^"]*"|'[^']*')*(?:;|(?=}))""")
_FOLD = re.compile(r"\b(details|summary)\b")
# Nothing of Material that moves is used here.
_DROPPED = ("charset", "keyframes", "-webkit-keyframes")
_VAR = re.compile(r"var\(\s*(--[\w-]+)")


def join(site: Path) -> None:
    """Drops Material's own files. The functions' pages wear this sheet too, so their classes count as used."""
    own = site / "assets" / "site.css"
    folder = site / "assets" / "stylesheets"
    sheets = sorted(folder.glob("main.*.css")) + sorted(folder.glob("palette.*.css"))
    material = "\n".join(sheet.read_text("utf-8") for sheet in sheets)
    known = used_words(site)
    css = without_unused_rules(material, known) + compact(own.read_text("utf-8"))
    others = [sheet.read_text("utf-8") for sheet in own.parent.glob("*.css") if sheet != own]
    own.write_text(without_idle_variables(css, "".join(others)), "utf-8")
    shutil.rmtree(folder)
    shutil.rmtree(site / "assets" / "images", ignore_errors=True)


def used_words(site: Path) -> set[str]:
    """Every word a page or a script could use as a class: generous, never too small."""
    texts = [" ".join(re.findall(r'class="([^"]*)"', p.read_text("utf-8"))) for p in site.rglob("*.html")]
    texts += [path.read_text("utf-8") for path in (site / "assets").glob("*.js")]
    texts += [path.read_text("utf-8") for path in FUNCTIONS.rglob("*.html")]
    return {word for text in texts for word in _WORD.findall(text)}


def without_unused_rules(css: str, known: set[str]) -> str:
    """The rules whose classes all occur; a selector without classes stays."""
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return "".join(filter(None, (_rule(rule, known) for rule in rules)))


def _rule(rule: Any, known: set[str]) -> str:
    if isinstance(rule, QualifiedRule):
        kept = [part for part in _parts(rule.prelude) if _classes(part) <= known and not _foreign(part)]
        selectors = ",".join(tinycss2.serialize(part).strip() for part in kept)
        return f"{selectors}{{{tinycss2.serialize(rule.content)}}}" if kept else ""
    if isinstance(rule, AtRule) and rule.content and rule.lower_at_keyword in ("media", "supports", "layer"):
        inner = without_unused_rules(tinycss2.serialize(rule.content), known)
        return f"@{rule.at_keyword} {tinycss2.serialize(rule.prelude).strip()}{{{inner}}}" if inner else ""
    return "" if isinstance(rule, AtRule) and rule.lower_at_keyword in _DROPPED else str(rule.serialize())


def _parts(prelude: list[object]) -> list[list[object]]:
    parts: list[list[Any]] = [[]]
    for token in prelude:
        if token == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _classes(selector: list[Any]) -> set[str]:
    """What stands inside :not(), :is() and the like is no requirement."""
    return {token.value for dot, token in pairwise(selector) if dot == "." and token.type == "ident"}


def _foreign(selector: list[object]) -> bool:
    """Material's own attributes: its scripts do not run here, its colours are not ours, no page has a `dir`. It draws
    every fold as a note; here a fold is one line that opens.
    """
    text = tinycss2.serialize(selector)
    return "[data-md-" in text or "[dir=" in text or _FOLD.search(text) is not None


def compact(css: str) -> str:
    """Comments and superfluous white space gone, nothing else."""
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    pieces = _STRING.split(tinycss2.serialize(rules))
    # Every second piece is a string and stays as it is.
    return "".join(piece if at % 2 else _squeeze(piece) for at, piece in enumerate(pieces))


def _squeeze(css: str) -> str:
    css = re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))
    # A space before a colon parts two selectors, one after it parts nothing.
    return re.sub(r"\s*([{};,])\s*", r"\1", css).replace(";}", "}").replace(": ", ":")


def without_idle_variables(css: str, others: str = "") -> str:
    """Drops what neither this sheet nor the others read, most of it Material's drawn icons; one may feed another."""
    slim = _without_unread(css, set(_VAR.findall(css + others)))
    return re.sub(r"[^{}]+\{\}", "", slim) if slim == css else without_idle_variables(slim, others)


def _without_unread(css: str, read: set[str]) -> str:
    return _DECLARED.sub(lambda rule: rule[0] if rule[1] in read else "", css)
