"""What a table says of a form over what the form said before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Table = Mapping[str, Any]


def merge(before: Table, table: Table) -> dict[str, object]:
    """The questions are the table's. Of title, version, lists and documents what it does not speak of stays.

    Earlier lists that no question takes its answers from any more are left out.
    """
    form = {key: before[key] for key in ("version", "fingerprint", "title") if key in before}
    form |= {key: value for key, value in table.items() if key not in ("options", "package")}
    lists = {**before.get("options", {}), **table["options"]}
    wanted = {*_needed_lists(lists, form["section"]), *table["options"]}
    form["options"] = {name: rows for name, rows in lists.items() if name in wanted}
    package = {**before.get("package", {}), **table.get("package", {})}
    return form | ({"package": package} if package else {})


def _needed_lists(lists: Table, sections: object) -> list[str]:
    wanted = list(dict.fromkeys(_list_names(sections)))
    for name in wanted:
        # A list may take in another.
        wanted += [row for row in lists.get(name, ()) if isinstance(row, str) and row not in wanted]
    return wanted


def _list_names(sections: Any) -> Iterator[str]:
    fields = [field for section in sections for field in section["field"]]
    for question in (*fields, *(column for field in fields for column in field.get("column", ()))):
        if "options" in question:
            yield question["options"]
