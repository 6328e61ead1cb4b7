"""Saved questions: `staff/queries/<name>.sql`. The first line says what one answers: `-- Қазақша | По-русски`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from chalicelib.call import Text

from ..failing import USAGE, Failed

FOLDER = Path(__file__).resolve().parent.parent / "queries"


@dataclass(frozen=True)
class Question:
    name: str
    answers: Text
    sql: str


def questions() -> list[Question]:
    return [_read(file) for file in sorted(FOLDER.glob("*.sql"))]


def question(name: str) -> Question:
    """Raises Failed that names those there are."""
    file = FOLDER / f"{name}.sql"
    if not name.replace("_", "").isalnum() or not file.is_file():
        known = ", ".join(each.name for each in questions())
        raise Failed("query.no_question", USAGE, "reports", name=name, known=known)
    return _read(file)


def is_sql(asked: str) -> bool:
    """A name is one word; anything else is SQL."""
    return len(asked.split()) > 1


def _read(file: Path) -> Question:
    first, _, sql = file.read_text("utf-8").partition("\n")
    kk, ru = first.removeprefix("--").split("|")
    return Question(file.stem, {"kk": kk.strip(), "ru": ru.strip()}, sql.strip())
