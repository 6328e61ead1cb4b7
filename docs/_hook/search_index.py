"""One search index per language: results of the other language must not show up. People search with the spaces and
hyphens of their keyboard, so the index has those.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from chalicelib.call.wording import keyboard_text

# What lunr needs for `lang: [ru, en]` (domain facts 5.4); Material ships two dozen more.
_LUNR = ("lunr.stemmer.support.min.js", "lunr.multi.min.js", "lunr.ru.min.js")


def part_by_language(site: Path, languages: list[str]) -> None:
    """/search/search_index.json keeps the first language; each other one has its own beside its home."""
    whole = json.loads((site / "search" / "search_index.json").read_text("utf-8"))
    first, *others = languages
    for language in languages:
        own = [entry for entry in whole["docs"] if _language(entry["location"], others, first) == language]
        folder = site / "search" if language == first else site / language / "search"
        folder.mkdir(parents=True, exist_ok=True)
        part = {"config": whole["config"], "docs": own}
        words = keyboard_text(json.dumps(part, ensure_ascii=False, separators=(",", ":")))
        (folder / "search_index.json").write_text(words, "utf-8")
    _keep_worker(site / "assets" / "javascripts")


def _language(location: str, others: list[str], first: str) -> str:
    start = location.split("/")[0]
    return start if start in others else first


def _keep_worker(scripts: Path) -> None:
    """Of Material's scripts only the search worker and its lunr are used; the worker gets a name that stays."""
    for path in sorted(scripts.rglob("*.js*")):
        if path.parent.name == "workers" and path.suffix == ".js":
            code = re.sub(r"\n//# sourceMappingURL=.*", "", path.read_text("utf-8"))
            (path.parent / "search.js").write_text(code, "utf-8")
        if path.name not in _LUNR:
            path.unlink()
