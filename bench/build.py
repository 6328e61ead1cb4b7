"""Building our site, against building a default Material site of the same text; both in two languages."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench import default_site
from bench.figures import Figure, alternating_pairs, medians, ratios
from infra.site_build import LOCAL_URL, run_mkdocs

PAIRS = 7
AIM = 1.5


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run_mkdocs(LOCAL_URL, folder / "no-results", folder / "ours")
        default_site.write(folder / "ours", folder / "source")
        default_site.build(folder / "source", folder / "default")
        pairs = alternating_pairs(lambda: ours(folder), lambda: default(folder), PAIRS)
    note = "the default site is handed its text as finished HTML, so it has no Markdown, macros or checks to do"
    yield Figure("site_build", ratios(pairs), AIM, medians(pairs, "s"), note)


def ours(folder: Path) -> float:
    started = time.perf_counter()
    run_mkdocs(LOCAL_URL, folder / "no-results", folder / "ours")
    return time.perf_counter() - started


def default(folder: Path) -> float:
    started = time.perf_counter()
    default_site.build(folder / "source", folder / "default")
    return time.perf_counter() - started
