"""From a folder with `call.toml` and `form.toml` to a `Call`, or a `DefinitionError` that says what to mend.

A definition is read in three steps, each only when the one before found nothing: every table by itself, what must
hold between them, and the form's versions. All mistakes that a step finds are told together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from . import form_loading, text_templates
from .allowed_characters import FOLDER, misspelt
from .call_consistency import filled_faults, sense_faults, text_faults
from .call_tables import call_of
from .call_words import word_faults
from .compound_values import DefinitionReader
from .definition import Call
from .definition_error import DefinitionError
from .definition_files import File, files_in, read_file
from .form_definition import Form
from .form_versions import checked_versions
from .languages import LANGUAGES
from .look_loading import look_faults
from .optional_parts import part_faults
from .page_files import page_faults
from .refusal_places import with_places
from .text_facts import facts_of

Table = dict[str, Any]


def load_call(folder: Path) -> Call:
    """Read one call's folder, with every version of its form, its own words, its look, its pages and questions.

    Raises DefinitionError, with file and line.
    """
    call, form = read_file(folder, "call"), read_file(folder, "form")
    kept = [read_file(folder, f"forms/{path.stem}") for path in form_files(folder)]
    beside = [*(f"words/{path.stem}" for path in word_files(folder)), *(["look"] * (folder / "look.toml").exists())]
    files = [call, form, *kept, *(read_file(folder, root) for root in beside)]
    # What is judged by its file's name cannot be judged under another's.
    if misnamed := list(_version_faults(kept)):
        raise with_places(misnamed, folder, files)
    faults = [*_id_faults(folder, call), *word_faults(folder), *look_faults(folder), *page_faults(folder)]
    try:
        built = build_call(call.table, form.table, [file.table for file in kept])
    except DefinitionError as error:
        faults += [error, *error.others]
    if faults:
        raise with_places(faults, folder, files)
    return built


def form_files(folder: Path) -> list[Path]:
    """Where the earlier versions of a call's form lie: `forms/1.toml` and so on."""
    return files_in(folder / "forms", "*.toml")


def word_files(folder: Path) -> list[Path]:
    return files_in(folder / "words", "*.toml")


def _version_faults(kept: Sequence[File]) -> Iterator[DefinitionError]:
    """A kept form's file is called by its version."""
    for file in kept:
        version = file.table.get("version", "?")
        if not isinstance(version, int) or str(version) != file.root.partition("/")[2]:
            yield DefinitionError("form_file_name", f"{file.root}.version", version=version)


def _id_faults(folder: Path, call: File) -> Iterator[DefinitionError]:
    """A call's folder is called by its id; how an id is spelt, `build_call` asks."""
    call_id, name = call.table.get("id"), folder.resolve().name
    if isinstance(call_id, str) and not misspelt(call_id, FOLDER) and call_id != name:
        yield DefinitionError("call_id_not_folder", "call.id", id=call_id, folder=name)


def build_call(call_table: Table, form_table: Table, earlier_tables: Sequence[Table] = ()) -> Call:
    """The call of these tables; `earlier_tables` are kept versions of the form. Raises DefinitionError."""
    forms = [form_table, *earlier_tables]
    roots = ["form", *(f"forms/{table.get('version')}" for table in earlier_tables)]
    faults: list[DefinitionError] = []
    call, built = _read(call_table, forms, roots, faults)
    _refuse(faults)
    facts = facts_of(call_table, ZoneInfo(call.timezone), list(call.languages))
    _refuse(sense_faults(call, built, roots))
    _refuse(text_faults(call_table, dict(zip(roots, forms, strict=True)), facts))
    call, built = _read(
        text_templates.fill(call_table, facts),
        [text_templates.fill(table, facts) for table in forms],
        roots,
        faults,
    )
    _refuse([*faults, *filled_faults(built, roots)])
    form, earlier = checked_versions(built[0], built[1:])
    return replace(call, form=form, other_forms=earlier)


def _refuse(faults: Iterable[DefinitionError]) -> None:
    """Does nothing where there are no faults; otherwise raises the first of them, which knows the others."""
    every = tuple(faults)
    for first in every[:1]:
        first.others = every[1:]
        raise first


def _read(
    call_table: Table, form_tables: Sequence[Table], roots: Sequence[str], faults: list[DefinitionError]
) -> tuple[Call, list[Form]]:
    """The call and its forms, the current one first; what is wrong with any table is added to `faults`."""
    r = DefinitionReader(call_table, "call", LANGUAGES, faults.append)
    faults += part_faults(call_table)
    call = call_of(r)
    r.refuse_rest()
    lists = {"applicant_types": call.applicant_types, "directions": call.directions, "districts": call.districts}
    forms = [
        form_loading.build_form(
            DefinitionReader(table, root, r.languages, faults.append), lists, {"no_grant": call.no_grant}
        )
        for table, root in zip(form_tables, roots, strict=True)
    ]
    return replace(call, form=forms[0]), forms
