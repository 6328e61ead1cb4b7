"""The results page's list and ledger, printed from what `baiqau results` wrote; what an applicant wrote is escaped."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from chalicelib.call import Call, say, wording, words
from chalicelib.call.languages import LANGUAGE
from chalicelib.call.roles import options_of_role

DOCS = Path(__file__).parent.parent
# Where `baiqau results` leaves what was published, a file a call; whoever builds for another place says so.
FOLDER = "BAIQAU_RESULTS"
_COLUMN = "results.column."
DEFAULT_FOLDER = DOCS.parent / ".published"


class ForeignResults(ValueError):
    """The results in the call's file are another call's."""


def latest_results(call: Call, file: Path | None = None) -> Mapping[str, Any] | None:
    """What was published last; None before anything was. Raises ForeignResults."""
    file = file or Path(os.environ.get(FOLDER, DEFAULT_FOLDER)) / f"{call.id}.json"
    if not file.exists():
        return None
    results: Mapping[str, Any] = json.loads(file.read_text("utf-8"))
    if results["call"] != call.id:
        raise ForeignResults(f"{file.name} is of the call {results['call']!r}, not {call.id!r}")
    return results


def results(call: Call, language: str, file: Path | None = None) -> str:
    """HTML: admitted projects by group, and the ledger by day. Empty before anything was published."""
    published_results = latest_results(call, file)
    if published_results is None:
        return ""
    environment = Environment(
        loader=FileSystemLoader(DOCS / "_theme"), undefined=StrictUndefined, autoescape=True, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    return environment.get_template("results.html").render(
        call=call, language=language, results=published_results, columns=_columns(published_results),
        groups=_groups(call, language, published_results["admitted"]),
        say=lambda key, **params: say("site", f"results.{key}", language, **params),
        territories={option.code: option.label[language] for option in options_of_role(call, "territory")},
        day=lambda text: wording.day(date.fromisoformat(text), language),
        moment=lambda text: wording.moment(datetime.fromisoformat(text).replace(microsecond=0, second=0), language),
        number=partial(wording.number), home=LANGUAGE[language].home,
    )  # fmt: skip


def _columns(found: Mapping[str, Any]) -> list[str]:
    """The ledger's, in the order of the life cycle, which is that of their words; a file of an earlier version names
    none, and the order in which it counts is that of the alphabet.
    """
    known = [key.removeprefix(_COLUMN) for key in words("site") if key.startswith(_COLUMN)]
    columns: list[str] = found.get("columns") or [column for column in known if column in found["totals"]]
    return columns


def _groups(call: Call, language: str, admitted: Sequence[Any]) -> list[tuple[str, list[Any]]]:
    """Headings with their lines; those whose group the call does not know come last, so that none is lost.

    One list without a heading where the form has no question with the role of a group.
    """
    titles = {option.code: option.label[language] for option in options_of_role(call, "group")}
    groups = [(title, [line for line in admitted if line["group"] == code]) for code, title in titles.items()]
    rest = [line for line in admitted if line["group"] not in titles]
    groups.append((_without_group(call, language) if titles else "", rest))
    return [(title, lines) for title, lines in groups if lines]


def _without_group(call: Call, language: str) -> str:
    asked = call.form.role("group")
    return say("site", "results.no_group", language, group=asked.label[language] if asked else "")
