"""The fingerprint of a form: what its answers are judged by, without its words.

Ids, kinds, limits, conditions, codes, columns, their order and the document package count. Labels, hints and what
only directs a reader (criteria, rules, roles, autocompletion, masking) do not: they may be mended at any time.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields
from hashlib import sha256
from typing import Any

from .form_definition import Form

SIGNS = 16
# The version and what follows from it are of the same kind: they say which form it is, not what it asks.
NOT_JUDGED_BY = frozenset(
    ["label", "hint", "example", "row", "note", "title", "about", "criteria", "rule", "role", "autocomplete",
     "personal", "version", "fingerprint", "retired"]
)  # fmt: skip


def fingerprint(form: Form) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of the form's structure."""
    written = json.dumps(_structure(form), ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return sha256(written.encode()).hexdigest()[:SIGNS]


def _structure(part: Any) -> object:
    """Plain JSON. What has its default is left out, so that a property the software learns later changes nothing."""
    if isinstance(part, frozenset):
        return sorted(part)
    if hasattr(part, "_fields"):
        return _parts_by_name(part, part._fields, part._field_defaults)
    if hasattr(part, "__dataclass_fields__"):
        defaults = {field.name: field.default for field in fields(part) if field.default is not MISSING}
        return _parts_by_name(part, [field.name for field in fields(part)], defaults)
    return [_structure(item) for item in part] if isinstance(part, tuple | list) else part


def _parts_by_name(part: Any, names: Any, defaults: Mapping[str, Any]) -> dict[str, object]:
    counted = [name for name in names if name not in NOT_JUDGED_BY]
    values = {name: getattr(part, name) for name in counted}
    return {
        name: _structure(value) for name, value in values.items() if name not in defaults or value != defaults[name]
    }
