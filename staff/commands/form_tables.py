"""`form --to` writes a form's questions as a table of Word or Excel; `form --from` makes `form.toml` of one."""

from __future__ import annotations

import shutil
import tempfile
import tomllib
from pathlib import Path
from typing import Any, NoReturn

from chalicelib.call import Call, DefinitionError, say
from chalicelib.call.definition_refusal import sentences
from chalicelib.call.loading import load_call
from staff.console.errors import GONE, REFUSED, USAGE
from staff.console.session import LANGUAGES, Session
from staff.form_sheets import Questionnaire, SheetError, merge, read, read_file, sheets_of_form, write_file
from staff.form_sheets.toml_text import form_text
from staff.new_call import load_with_fingerprint
from staff.printing.private_files import replacement
from staff.printing.terminal import write


def write_table(session: Session, folder: Path, to: Path) -> None:
    form = tomllib.loads((folder / "form.toml").read_text("utf-8"))
    try:
        write_file(to, sheets_of_form(form))
    except SheetError as error:
        _fail(session, error)
    sentence = session.say("written", "sheets", file=to)
    session.out({"file": str(to)}, lambda console: write(console, sentence))


def read_table(session: Session, folder: Path | None, source: Path) -> None:
    """The folder keeps its form as it was unless the new one is accepted."""
    if folder is None:
        session.fail("form.from_unnamed", USAGE)
    if not source.is_file():
        session.fail("form.no_table", GONE, file=source)
    if not (folder / "form.toml").is_file():
        load_call(folder)
    try:
        first_section = {language: say("sheets", "first_section", language) for language in LANGUAGES}
        questionnaire = read(read_file(source), first_section)
    except SheetError as error:
        _fail(session, error)
    text, call = _accept(session, folder, questionnaire)
    with replacement(folder / "form.toml") as part:
        part.write_text(text, "utf-8")
    _tell(session, folder, call)


def _accept(session: Session, folder: Path, questionnaire: Questionnaire) -> tuple[str, Call]:
    """The text of the new `form.toml`, in a folder like this one, and the call it makes."""
    kept = tomllib.loads((folder / "form.toml").read_text("utf-8"))
    with tempfile.TemporaryDirectory() as temporary:
        trial = Path(shutil.copytree(folder, Path(temporary) / folder.resolve().name))
        comment = "\n".join(say("sheets", "comment", language) for language in LANGUAGES)
        (trial / "form.toml").write_text(form_text(merge(kept, questionnaire.form), comment), "utf-8")
        try:
            call = load_with_fingerprint(trial)
        except DefinitionError as error:
            _fail_at_cell(session, questionnaire, error)
        return (trial / "form.toml").read_text("utf-8"), call


def _tell(session: Session, folder: Path, call: Call) -> None:
    count, file = len(list(call.form)), folder / "form.toml"
    sentence = session.say("read", "sheets", file=file, fields=count)
    data: dict[str, Any] = {"file": str(file), "fields": count, "fingerprint": call.form.fingerprint}
    session.out(data, lambda console: write(console, sentence))


def _fail(session: Session, error: SheetError) -> NoReturn:
    why = session.say(error.code, "sheets", **error.params)
    where = session.say("where", "sheets", cell=error.cell) + ": " if error.cell else ""
    session.fail("refused", REFUSED, "sheets", why=f"{where}{why}")


def _fail_at_cell(session: Session, questionnaire: Questionnaire, error: DefinitionError) -> NoReturn:
    """The loader's own sentences, each with the cell that it speaks of; a fault of another file keeps its place."""
    for refusal in (error, *error.others):
        if cell := questionnaire.cell_of(refusal.place):
            refusal.file, refusal.line, refusal.shown = session.say("where", "sheets", cell=cell), 0, ""
    session.fail("refused", REFUSED, "sheets", why="\n".join(sentences(error, session.language)))
