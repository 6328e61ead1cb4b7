"""The page: one file, nothing fetched, readable on paper and in the dark."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from chalicelib.call import say, wording

from .facts import Facts
from .svg import bar, columns


def page(facts: Facts) -> str:
    return _template().render(facts=facts, say=lambda key: say("reports", f"report.{key}", facts.language))


@lru_cache(maxsize=1)
def _template() -> Template:
    folder = FileSystemLoader(Path(__file__).parent)
    environment = Environment(
        loader=folder, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"number": wording.number, "columns": columns, "bar": bar}
    return environment.get_template("page.html")
