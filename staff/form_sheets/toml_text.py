"""A form's definition as the text of `form.toml`, laid out as the file is kept by hand."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def value_text(value: object) -> str:
    """One TOML value on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, Mapping):
        return f"{{ {pairs_text(value)} }}" if value else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(value_text, value))}]"
    return str(value)


def pairs_text(table: Mapping[str, object]) -> str:
    return ", ".join(f"{_key(key)} = {value_text(value)}" for key, value in table.items())


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _string(key)


def _string(text: str) -> str:
    # JSON's escapes are TOML's, but for the sign of deletion, which TOML wants escaped too.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def form_text(form: Mapping[str, Any], comment: str) -> str:
    """The whole file; `comment` begins it, a line each."""
    lines = [*(f"# {line}".rstrip() for line in comment.splitlines()), ""]
    lines += [f"{key} = {value_text(form[key])}" for key in form if key not in ("section", "options", "package")]
    for section in form["section"]:
        lines += _section(section)
    lines += ["", "[options]"]
    for name, rows in form.get("options", {}).items():
        lines += [f"{_key(name)} = [", *(f"  {value_text(row)}," for row in rows), "]"]
    return "\n".join([*lines, *_package(form.get("package", {}))]) + "\n"


def _section(section: Mapping[str, Any]) -> list[str]:
    head = [f"{_key(key)} = {value_text(value)}" for key, value in section.items() if key != "field"]
    return ["", "[[section]]", *head, "field = [", *(line for field in section["field"] for line in _field(field)), "]"]


def _field(field: Mapping[str, Any]) -> list[str]:
    """A line a question; a table's columns are lines of their own."""
    plain = pairs_text({key: value for key, value in field.items() if key != "column"})
    if "column" not in field:
        return [f"  {{ {plain} }},"]
    columns = [f"    {value_text(column)}," for column in field["column"]]
    return [f"  {{ {plain}, column = [", *columns, "  ] },"]


def _package(package: Mapping[str, Any]) -> list[str]:
    if not package:
        return []
    plain = [f"{_key(key)} = {value_text(value)}" for key, value in package.items() if key != "document"]
    documents = [f"  {value_text(row)}," for row in package.get("document", [])]
    return ["", "[package]", *plain, "document = [", *documents, "]"]
