"""Our scripts, put together from their parts, as short as they go without reading them: no indentation, no lines that
are only a comment.

They are written to be read and sent over poor connections; what remains is the same code, line by line.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from mkdocs.exceptions import PluginError

_BLOCK = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*\n", re.DOTALL | re.MULTILINE)


def join(site: Path) -> None:
    """`assets/form/01-….js`, `02-….js`: parts small enough to read, one script `assets/form.js` to fetch."""
    for first in (site / "assets").glob("*/01-*.js"):
        (site / "assets" / f"{first.parent.name}.js").write_text(whole(first.parent), "utf-8")
        shutil.rmtree(first.parent)


def whole(folder: Path) -> str:
    """The parts in their order, in one scope of their own."""
    parts = "".join(path.read_text("utf-8") for path in sorted(folder.glob("*.js")))
    return f'(() => {{\n"use strict";\n{parts}}})();\n'


def shorten(site: Path) -> None:
    """Raises PluginError for a script whose white space may be part of a text."""
    for path in (site / "assets").glob("*.js"):
        script = path.read_text("utf-8")
        if any(line.count("`") % 2 for line in script.splitlines()):
            raise PluginError(f"{path.name}: a text in backticks goes over several lines")
        path.write_text(short(script), "utf-8")


def short(script: str) -> str:
    lines = (line.strip() for line in _BLOCK.sub("", script).splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))
