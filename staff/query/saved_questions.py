"""Saved questions: `<name>.sql`, ours in `staff/queries`, a call's own in `questions` of its folder, which come first.

The first line says what one answers: `-- Қазақша | По-русски`. `{group}` stands for the column of the question with
that role, and in the first line for its label, so that one text asks of every call; what stands in `[[…]]` is left out
where the form lacks a role in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from chalicelib.call import Call, Text
from chalicelib.call.current import call_folder, current_call
from chalicelib.call.languages import LANGUAGES

from ..console.errors import USAGE, Failed
from .column_names import ROLES_ASKED, role_name
from .field_columns import quote
from .form_columns import role_column, role_fields
from .optional_views import asked_of_absent

FOLDER = Path(__file__).resolve().parent.parent / "queries"
OWN = "questions"
_OPTIONAL = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
_ROLE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class SavedQuestion:
    name: str
    answers: Text
    sql: str


def questions(call: Call) -> list[SavedQuestion]:
    """Those that the call can be asked: one by a role that its form lacks, or of what it has not, is not offered."""
    return [_read(call, file) for file in _files(call).values() if _can_be_asked(call, file)]


def question(call: Call, name: str) -> SavedQuestion:
    """Raises Failed that names those there are, or the role without which the call cannot be asked it."""
    file = _files(call).get(name)
    if file is None:
        known = ", ".join(saved.name for saved in questions(call))
        raise Failed("query.no_question", USAGE, "reports", name=name, known=known)
    if absent := asked_of_absent(call, _text(file)):
        raise Failed("query.no_part", USAGE, "reports", name=name, view=", ".join(absent))
    if absent := _absent(call, file):
        raise Failed("query.no_role", USAGE, "reports", name=name, role=", ".join(absent))
    return _read(call, file)


def is_sql(asked: str) -> bool:
    """A name is one word; anything else is SQL."""
    return len(asked.split()) > 1


def _files(call: Call) -> dict[str, Path]:
    """By name, in the order of names."""
    own = (call_folder() / OWN).glob("*.sql") if current_call().id == call.id else ()
    files = [*FOLDER.glob("*.sql"), *own]
    return dict(sorted((file.stem, file) for file in files))


def _text(file: Path) -> str:
    """Some editors begin a file with a mark of byte order."""
    return file.read_text("utf-8-sig")


def _can_be_asked(call: Call, file: Path) -> bool:
    return not _absent(call, file) and not asked_of_absent(call, _text(file))


def _absent(call: Call, file: Path) -> list[str]:
    """Roles that the question asks by and the form does not have."""
    needed = _OPTIONAL.sub("", _text(file))
    return [role for role in _roles(needed) if role_column(call, role) is None]


def _roles(text: str) -> Iterator[str]:
    return (name for name in dict.fromkeys(_ROLE.findall(text)) if name in ROLES_ASKED)


def _read(call: Call, file: Path) -> SavedQuestion:
    first, _, sql = _OPTIONAL.sub(lambda part: _optional_part(call, part[1]), _text(file)).partition("\n")
    texts = zip(LANGUAGES, first.removeprefix("--").split("|"), strict=True)
    answers = {language: _with_labels(call, text.strip(), language) for language, text in texts}
    return SavedQuestion(file.stem, answers, _ROLE.sub(lambda role: _column(call, role), sql.strip()))


def _optional_part(call: Call, part: str) -> str:
    return part if all(role_column(call, role) for role in _roles(part)) else ""


def _with_labels(call: Call, text: str, language: str) -> str:
    fields = {role: role_column(call, role) for role in _roles(text)}
    labels = {f"{{{role}}}": field.label[language] for role, field in fields.items() if field}
    return _ROLE.sub(lambda role: labels.get(role[0], role[0]), text)


def _column(call: Call, match: re.Match[str]) -> str:
    """The one column that all versions of the form answer the role in, else that of the role itself."""
    if match[1] not in ROLES_ASKED:
        return match[0]
    names = {field.id for field in role_fields(call, match[1]).values()}
    return quote(names.pop() if len(names) == 1 else role_name(match[1]))
