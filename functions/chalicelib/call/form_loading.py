"""Appendix 1 from `form.toml`: sections and lists; the fields and the document package have modules of their own."""

from __future__ import annotations

from collections.abc import Mapping

from .allowed_characters import CODE, ID
from .compound_values import LABEL, DefinitionReader
from .field_loading import Lists, build_field
from .form_definition import Form, Option, Section, Text
from .package_loading import build_package

SECTIONS, FIELDS = 50, 200


def build_form(r: DefinitionReader, lists: Lists, notes: Mapping[str, Text]) -> Form:
    """Each thing unknown, missing, out of bounds or said in one language only is told to the reader's `refuse`."""
    everything = _lists(r, lists)
    title = r.text("title", longest=LABEL)
    sections = tuple(_section(s, everything, notes) for s in r.tables("section", least=1, most=SECTIONS))
    form = Form(title, sections, build_package(r.table_at("package")), r.take("version", int),
                r.take("fingerprint", str, ""))  # fmt: skip
    r.refuse_rest()
    return form


def _lists(r: DefinitionReader, given: Lists) -> Lists:
    """The call's lists and the form's own; a row that is a name stands for that whole list, which comes before."""
    known, own = dict(given), r.table_at("options", optional=True)
    for name in list(own.table):
        places: list[str] = []
        options: list[Option] = []
        if own.table[name] == []:
            own.refuse("too_few_rows", name, count=0, least=1)
        rows = own.take(name, list)
        for index, row in enumerate(rows):
            here = _rows_of_list(own, f"{name}[{index}]", row, known)
            options += here
            places += [f"{name}[{index}]"] * len(here)
        own.check_options(options, places)
        known[name] = tuple(options)
    return known


def _rows_of_list(own: DefinitionReader, place: str, row: object, known: Lists) -> tuple[Option, ...]:
    if not isinstance(row, str):
        reader = own.part(row, place)
        return (Option(reader.name("code", CODE), reader.text("label", longest=LABEL)),)
    if row not in known:
        own.refuse("unknown_list", place, list=row[:60], known=", ".join(known))
    return known.get(row, ())


def _section(r: DefinitionReader, lists: Lists, notes: Mapping[str, Text]) -> Section:
    note = r.take("note", str, "")
    if note and note not in notes:
        r.refuse("unknown_note", "note", note=note[:60], known=", ".join(notes))
    fields = tuple(build_field(f, lists) for f in r.tables("field", least=1, most=FIELDS))
    return Section(r.name("id", ID), r.text("label", longest=LABEL), fields, notes.get(note))
