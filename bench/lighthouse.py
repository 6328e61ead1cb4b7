"""What Lighthouse says of the pages people come to first, as it has a phone of 2016 open them on a slow line.

Of three runs the middle one counts: the speed depends on what else the machine does.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median

from bench.figures import Figure
from bench.serving import Traffic, serving
from bench.visit import HOMES, api_call
from infra import npm_packages, tools
from infra.site_build import LOCAL_URL, run_mkdocs

PAGES = ("", "apply/", "my/", "rules/")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LEAST = 95
RUNS = 3
FLAGS = "--headless --no-sandbox --disable-gpu"
PATIENCE_S = 180
PROGRAM = npm_packages.LIGHTHOUSE / "node_modules" / "lighthouse" / "cli" / "index.js"

Scores = Mapping[str, float]


def figures() -> Iterator[Figure]:
    """For each page and category the least score over its own: as everywhere, met is 1 or less."""
    if not _is_there():
        print("lighthouse is left out: it needs npm, Node and Chromium", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory() as name:
        run_mkdocs(LOCAL_URL, Path(name) / "no-results", Path(name) / "ours")
        with serving(Traffic(Path(name) / "ours", {"/api/call": api_call()}), 0) as url:
            for path in (home + page for home in HOMES for page in PAGES):
                yield from figures_of(path, [scores(url + path) for _ in range(RUNS)])


def _is_there() -> bool:
    """Fetched by the first who ask for it."""
    if npm_packages.modules(npm_packages.LIGHTHOUSE) is None and shutil.which("npm"):
        npm_packages.fetch(npm_packages.LIGHTHOUSE)
    is_fetched = npm_packages.modules(npm_packages.LIGHTHOUSE) is not None
    return is_fetched and tools.is_installed("node") and tools.is_installed("chromium")


def figures_of(path: str, runs: Sequence[Scores]) -> Iterator[Figure]:
    for category in CATEGORIES:
        values = [run[category] for run in runs]
        of = {"page": path, "score": median(values), "scores": values, "least_score": LEAST}
        yield Figure(f"lighthouse_{category}", [LEAST / score for score in values], 1.0, of)


def scores(url: str) -> Scores:
    """Of one run, each from 1 to 100. Raises CalledProcessError where Lighthouse could not look."""
    command = ["node", str(PROGRAM), url, "--quiet", "--output=json",
               f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={FLAGS}"]  # fmt: skip
    environment = {**os.environ, "CHROME_PATH": str(tools.chromium())}
    done = subprocess.run(command, env=environment, capture_output=True, check=True, timeout=PATIENCE_S)
    categories = json.loads(done.stdout)["categories"]
    return {category: max(1.0, round(categories[category]["score"] * 100)) for category in CATEGORIES}
