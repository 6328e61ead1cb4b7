"""Appendix 1 from `form.toml`: sections, fields, lists and the document package."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .definition import RULES
from .form_definition import KINDS, Condition, Document, Field, Form, OnlyWith, Option, Package, Section, Text
from .reading import DefinitionError, Reader, text_of, unique
from .roles import check_roles

Lists = Mapping[str, tuple[Option, ...]]
_COMPARABLE = {"month": "month", "integer": "number", "number": "number"}
_FLAGS = ("required", "personal")
_WORDS = ("autocomplete", "not_before", "rule", "consent", "role")


def build_form(r: Reader, lists: Lists, notes: Mapping[str, Text]) -> Form:
    """Raises DefinitionError on anything unknown, missing, doubled or said in one language only."""
    everything = _lists(r.take("options", dict), lists, r)
    title = r.text("title")
    sections = tuple(_section(s, everything, notes) for s in r.tables("section"))
    form = Form(title, sections, _package(r.table_at("package")), r.take("version", int),
                r.take("fingerprint", str, ""))  # fmt: skip
    r.done()
    _check(form)
    check_roles(form, r.place, r.languages)
    return form


def _lists(own: Mapping[str, Any], given: Lists, r: Reader) -> Lists:
    found = dict(given)
    for name, rows in own.items():
        place = f"{r.place}.options.{name}"
        parts = [found[row] if isinstance(row, str) else (_option(row, place, r),) for row in rows]
        found[name] = unique(tuple(option for part in parts for option in part), place)
    return found


def _option(row: Mapping[str, Any], place: str, r: Reader) -> Option:
    reader = Reader(row, place, r.languages)
    option = Option(reader.take("code", str), reader.text("label"))
    reader.done()
    return option


def _section(r: Reader, lists: Lists, notes: Mapping[str, Text]) -> Section:
    note = r.take("note", str, "")
    section = Section(r.take("id", str), r.text("label"), tuple(_field(f, lists) for f in r.tables("field")),
                      text_of(notes[note], r.place, r.languages) if note else None)  # fmt: skip
    r.done()
    return section


def _field(r: Reader, lists: Lists) -> Field:
    kind, name = r.take("kind", str), r.take("options", str, "")
    if kind not in KINDS:
        raise DefinitionError("unknown_kind", r.place, kind=kind)
    if name and name not in lists:
        raise DefinitionError("unknown_list", r.place, list=name)
    field = Field(
        id=r.take("id", str), kind=kind, label=r.text("label"), hint=r.text("hint", optional=True),
        example=r.text("example", optional=kind != "month"),
        row=r.text("row", optional=True), options=lists[name] if name else (),
        min=r.take("min", int, None), max=r.take("max", int, None),
        min_rows=r.take("min_rows", int, 0), max_rows=r.take("max_rows", int, 0),
        required_when=r.condition("required_when"), asked_when=r.condition("asked_when"),
        criteria=tuple(r.take("criteria", list, [])), columns=tuple(_field(c, lists) for c in r.tables("column", [])),
        more_rows=_more_rows(r), adds_up=_adds_up(r), only_with=tuple(_only_with(o) for o in r.tables("only_with", [])),
        **{key: r.take(key, bool, False) for key in _FLAGS}, **{key: r.take(key, str, "") for key in _WORDS},
    )  # fmt: skip
    r.done()
    if field.rule and field.rule not in RULES:
        raise DefinitionError("unknown_rule", r.place, rule=field.rule)
    return field


def _more_rows(r: Reader) -> tuple[Condition, int] | None:
    if "more_rows" not in r.table:
        return None
    more = r.table_at("more_rows")
    return more.condition("when"), more.take("min_rows", int)


def _adds_up(r: Reader) -> tuple[str, str] | None:
    if "adds_up" not in r.table:
        return None
    sums = r.table_at("adds_up")
    return sums.take("column", str), sums.take("to", str)


def _only_with(r: Reader) -> OnlyWith:
    return OnlyWith(r.condition("when"), tuple(r.take("codes", list)))


def _package(r: Reader) -> Package:
    documents = tuple(_document(d) for d in r.tables("document"))
    package = Package(tuple(r.take("extensions", list)), r.take("file_max_bytes", int),
                      r.take("package_max_bytes", int), documents)  # fmt: skip
    r.done()
    return package


def _document(r: Reader) -> Document:
    document = Document(r.take("kind", str), r.text("label"), r.take("required", bool, False),
                        r.condition("required_when"), r.take("most", int, 1))  # fmt: skip
    r.done()
    if document.most < 1:
        raise DefinitionError("no_files", r.place, most=document.most)
    return document


def _check(form: Form) -> None:
    """Ids are unique, and every condition names a field of the form and codes that field has."""
    ids = [field.id for field in form]
    for field in form:
        if ids.count(field.id) > 1:
            raise DefinitionError("twin_code", "form.section", code=field.id)
        for each in (field, *field.columns):
            for condition in (each.required_when, each.asked_when, *(o.when for o in each.only_with)):
                _check_condition(form, condition, f"form.{each.id}")
        _check_order(form, field)
        for name in (field.not_before, field.adds_up[1] if field.adds_up else ""):
            if name and name not in ids:
                raise DefinitionError("unknown_field", f"form.{field.id}", field=name)


def _check_order(form: Form, field: Field) -> None:
    """What must not come before another answer can be compared with it: both are months, or both are numbers."""
    other = form.by_id.get(field.not_before)
    if other and (_COMPARABLE.get(field.kind) is None or _COMPARABLE.get(field.kind) != _COMPARABLE.get(other.kind)):
        raise DefinitionError("not_comparable", f"form.{field.id}.not_before", field=other.id)


def _check_condition(form: Form, condition: Condition, place: str) -> None:
    for test in condition:
        if test.field not in form.by_id:
            raise DefinitionError("unknown_field", place, field=test.field)
        if unknown := test.codes - form.by_id[test.field].codes:
            raise DefinitionError("unknown_code", place, code=sorted(unknown)[0])
