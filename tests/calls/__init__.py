"""Calls for the tests: folders made of the current one by a change in their text, read by the strict loader."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from chalicelib.call import Call, DefinitionError, current_call
from chalicelib.call.current import CALLS, VARIABLE
from chalicelib.call.loading import load_call

Changes = tuple[tuple[str, str], ...]
TITLE = '  { id = "project_title",'
NEW_QUESTION = (
    '  { id = "village_elders", kind = "integer", required = true, min = 1, max = 9,'
    ' label = { kk = "Ақсақалдар саны", ru = "Число аксакалов" } },\n'
)


def copied(to: Path, call: Changes = (), form: Changes = ()) -> Path:
    """The current call's folder in `to`, each (old, new) replaced in its file; nothing else is mended."""
    folder = to / current_call().id
    shutil.copytree(CALLS / current_call().id, folder)
    change(folder / "call.toml", *call)
    change(folder / "form.toml", *form)
    return folder


def change(file: Path, *changes: tuple[str, str]) -> None:
    text = file.read_text("utf-8")
    for old, new in changes:
        assert old in text, f"{file.name} does not say {old}"
        text = text.replace(old, new)
    file.write_text(text, "utf-8")


def load_with_new_fingerprint(folder: Path) -> Call:
    """As an organiser whose call is not open yet: write the fingerprint that the refusal tells."""
    try:
        return load_call(folder)
    except DefinitionError as error:
        assert error.code == "form_changed"
        form = folder / "form.toml"
        written = re.sub(
            r"(?m)^fingerprint = .*$", f'fingerprint = "{error.params["fingerprint"]}"', form.read_text("utf-8")
        )
        form.write_text(written, "utf-8")
    return load_call(folder)


def with_next_version(folder: Path, *changes: tuple[str, str]) -> Call:
    """As an organiser with applications: the old form kept beside the changed one, under the next version."""
    form = folder / "form.toml"
    version = load_call(folder).form.version
    (folder / "forms").mkdir(exist_ok=True)
    shutil.copy(form, folder / "forms" / f"{version}.toml")
    change(form, *changes, (f"\nversion = {version}\n", f"\nversion = {version + 1}\n"))
    return load_with_new_fingerprint(folder)


# Calls that are nobody's: one as unlike the current one as can be, and the least that is a call.
SECOND = Path(__file__).parent / "tiri-koshe-2026"
LEAST = Path(__file__).parent / "bet-belgi-2027"


@contextmanager
def in_use(folder: Path) -> Iterator[Call]:
    """As in an installation whose BAIQAU_CALL names the folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, str(folder))
        yield current_call()
