"""Pages that are files of their own: nothing fetched, readable on paper and in the dark."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from chalicelib.call import wording

FRAME = Path(__file__).parent


def render_page(template: Path, filters: Mapping[str, Callable[..., object]], **given: object) -> str:
    """`template` extends `frame.html`, which asks for `language` and `title`."""
    environment = _environment(template.parent)
    environment.filters |= filters
    return environment.get_template(template.name).render(given)


@cache
def _environment(folder: Path) -> Environment:
    environment = Environment(
        loader=FileSystemLoader([folder, FRAME]), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["number"] = wording.number
    return environment
