"""The folder of a new call, made of the template; nothing is left behind when it cannot be made."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from string import Template

from chalicelib.call import Call, DefinitionError
from chalicelib.call.loading import load_call

from .proposed_dates import ZONE, proposed_window

TEMPLATE = Path(__file__).parent / "template"
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_FINGERPRINT = re.compile(r'(?m)^fingerprint = "[0-9a-f]*"$')


class NewCallError(ValueError):
    """`code` names a sentence in words/staff.toml, `form.new_…`."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def template_texts(name: str, opening: date) -> Mapping[str, str]:
    """The text of each file by its name, for a call that opens on that day."""
    window = proposed_window(opening)
    given = {
        "id": name, "from": opening.isoformat(), "timezone": ZONE, "opens_at": window.opens_at.isoformat(),
        "closes_at": window.closes_at.isoformat(), "valid_until": window.valid_until.isoformat(),
        "non_working_days": ", ".join(day.isoformat() for day in window.days_off),
    }  # fmt: skip
    paths = sorted(path for path in TEMPLATE.rglob("*") if path.is_file())
    return {str(path.relative_to(TEMPLATE)): Template(path.read_text("utf-8")).substitute(given) for path in paths}


def make_folder_of_call(folder: Path, opening: date) -> Call:
    """The call of the new folder. Raises NewCallError; DefinitionError only if the template itself is at fault."""
    name = folder.name
    if not NAME.fullmatch(name):
        raise NewCallError("new_name", name=name[:80])
    if folder.exists():
        raise NewCallError("new_exists", folder=folder)
    with tempfile.TemporaryDirectory() as temporary:
        draft_folder = Path(temporary) / name
        for file, text in template_texts(name, opening).items():
            (draft_folder / file).parent.mkdir(parents=True, exist_ok=True)
            (draft_folder / file).write_text(text, "utf-8")
        call = load_with_fingerprint(draft_folder)
        shutil.copytree(draft_folder, folder)
    return call


def load_with_fingerprint(folder: Path) -> Call:
    """The folder's call once the fingerprint of its form stands in `form.toml`. Raises DefinitionError."""
    try:
        return load_call(folder)
    except DefinitionError as error:
        if error.code != "form_changed":
            raise
        form = folder / "form.toml"
        line = f'fingerprint = "{error.params["fingerprint"]}"'
        form.write_text(_FINGERPRINT.sub(line, form.read_text("utf-8"), count=1), "utf-8")
    return load_call(folder)
