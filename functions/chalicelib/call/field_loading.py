"""One question of a form from its table: kind, words, limits, conditions; so is a column of a table read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .allowed_characters import ID
from .compound_values import LABEL, LARGEST, DefinitionReader
from .definition import RULES
from .field_keys import AUTOCOMPLETE, refuse_foreign_keys
from .field_kinds import KINDS, LONGEST_TEXT, NUMBERS
from .form_definition import Condition, Field, OnlyWith, Option

# By name: the lists that a question may take its options from.
Lists = Mapping[str, tuple[Option, ...]]
CONSENTS = ("personal_data", "publication")
HINT, COLUMNS, LIST_ROWS = 1000, 20, 100
_FLAGS = ("required", "personal")


def build_field(r: DefinitionReader, lists: Lists, in_table: bool = False) -> Field:
    kind, name = _kind(r, in_table), r.take("options", str, "")
    if name and name not in lists:
        r.refuse("unknown_list", "options", list=name[:60], known=", ".join(lists))
    is_known = kind in KINDS and not (in_table and kind == "table")
    if is_known:
        refuse_foreign_keys(r, kind, in_table)
    label = r.text("label", longest=LABEL)
    return Field(
        id=r.name("id", ID), kind=kind, label=label,
        hint=r.text("hint", optional=True, longest=HINT),
        example=r.text("example", optional=not (is_known and KINDS[kind].needs_example), longest=LABEL),
        # A row without a name of its own is called as its table is.
        row=r.text("row", optional=True, longest=LABEL) or (label if kind == "table" else None),
        options=lists.get(name, ()),
        **_limits(r, kind), **_rows(r, kind if is_known else ""),
        required_when=r.condition("required_when"), asked_when=r.condition("asked_when"),
        criteria=tuple(r.values("criteria", int, [])),
        columns=tuple(build_field(c, lists, in_table=True) for c in r.tables("column", [], least=1, most=COLUMNS)),
        more_rows=_more_rows(r), adds_up=_adds_up(r), only_with=tuple(_only_with(o) for o in r.tables("only_with", [])),
        not_before=r.take("not_before", str, ""), rule=_one_of(r, "rule", RULES, "unknown_rule"),
        consent=_one_of(r, "consent", CONSENTS, "unknown_consent"), autocomplete=_autocomplete(r),
        role=r.take("role", str, ""),
        **{key: r.take(key, bool, False) for key in _FLAGS},
    )  # fmt: skip


def _kind(r: DefinitionReader, in_table: bool) -> str:
    """As it is written; one that is not known, or not of a column, is refused."""
    written = r.table.get("kind")
    kind: str = r.take("kind", str)
    known = sorted(set(KINDS) - ({"table"} if in_table else set()))
    if kind == written and kind not in known:
        code = "table_in_table" if kind == "table" else "unknown_kind"
        r.refuse(code, "kind", kind=kind[:60], known=", ".join(known))
    return kind


def _autocomplete(r: DefinitionReader) -> str:
    name: str = r.take("autocomplete", str, "")
    if name and name not in AUTOCOMPLETE:
        r.refuse("unknown_autocomplete", "autocomplete", name=name[:60])
    return name


def _one_of(r: DefinitionReader, key: str, known: tuple[str, ...], code: str) -> str:
    name: str = r.take(key, str, "")
    if name and name not in known:
        r.refuse(code, key, **{key: name[:60], "known": ", ".join(known)})
    return name


def _limits(r: DefinitionReader, kind: str) -> dict[str, Any]:
    """`min` and `max`, of a number its value, of a text its length; the lower is not above the higher."""
    of_value = kind in NUMBERS
    lowest, highest = (-LARGEST, LARGEST) if of_value else (0, LONGEST_TEXT)
    limits = {key: r.limit(key, whole=kind in KINDS and KINDS[kind].limits_are_whole) for key in ("min", "max")}
    for key, limit in limits.items():
        least = 1 if key == "max" and not of_value else lowest
        if limit is not None and not least <= limit <= highest:
            r.refuse("limit_out_of_range", key, value=limit, low=least, high=highest)
            return {}
    if None not in limits.values() and limits["min"] > limits["max"]:
        r.refuse("limits_in_disorder", "min", low=limits["min"], high=limits["max"])
    return limits


def _rows(r: DefinitionReader, kind: str) -> dict[str, Any]:
    """How many rows a table has: it says how many at most, and not more at least."""
    if kind != "table":
        return {key: r.take(key, int, 0) for key in ("min_rows", "max_rows")}
    most = r.whole("max_rows", 1, LIST_ROWS)
    least = r.whole("min_rows", 0, LIST_ROWS, 0)
    if "max_rows" in r.given and least > most:
        r.refuse("limits_in_disorder", "min_rows", low=least, high=most)
    return {"min_rows": least, "max_rows": most}


def _more_rows(r: DefinitionReader) -> tuple[Condition, int] | None:
    if "more_rows" not in r.table:
        return None
    more = r.table_at("more_rows")
    if "when" not in more.table:
        more.refuse("missing", "when")
    return more.condition("when"), more.whole("min_rows", 1, LIST_ROWS)


def _adds_up(r: DefinitionReader) -> tuple[str, str] | None:
    if "adds_up" not in r.table:
        return None
    sums = r.table_at("adds_up")
    return sums.take("column", str), sums.take("to", str)


def _only_with(r: DefinitionReader) -> OnlyWith:
    if "when" not in r.table:
        r.refuse("missing", "when")
    return OnlyWith(r.condition("when"), tuple(r.values("codes", str, least=1)))
