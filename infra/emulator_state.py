"""The local cloud's state on disk: replaced as a whole or not at all. Standard library only, like the journal.

A save writes every file under a name that holds the save's number, then the mark, which is the moment it counts, then
gives the files their names. A start finishes what a kill left between the mark and the last name.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from infra.write_ahead_log import sync_folder

NEW, MARK = ".new", "saved"


class NotSaved(Exception):
    """The disk did not take the state; what was saved before stands."""


@dataclass(frozen=True)
class StateMark:
    """`journal` is the number of the last journal file whose writes are in `files`."""

    journal: int = 0
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class SavedState:
    folder: Path

    def mark(self) -> StateMark:
        try:
            fields = json.loads((self.folder / MARK).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return StateMark()
        return StateMark(int(fields["journal"]), tuple(fields["files"]))

    def finish(self) -> None:
        """Before a state is read: files that counted get their names, files that never did go."""
        self._name(self.mark())
        self._remove_unfinished_file()

    def save(self, files: Mapping[str, str], journal: int) -> None:
        """`files` are texts by name, `journal` a number no save before had. Raises NotSaved: nothing has changed."""
        mark = StateMark(journal, tuple(files))
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            for name, text in files.items():
                write_durably(self._unfinished_file(name, mark), text)
            write_durably(self.folder / (MARK + NEW), json.dumps(asdict(mark)))
        except OSError as failure:
            self._remove_unfinished_file()
            raise NotSaved(str(failure)) from failure
        (self.folder / (MARK + NEW)).replace(self.folder / MARK)
        sync_folder(self.folder)
        self._name(mark)

    def _unfinished_file(self, name: str, mark: StateMark) -> Path:
        return self.folder / f"{name}.{mark.journal}{NEW}"

    def _name(self, mark: StateMark) -> None:
        for name in mark.files:
            if self._unfinished_file(name, mark).exists():
                self._unfinished_file(name, mark).replace(self.folder / name)
        if self.folder.exists():
            sync_folder(self.folder)

    def _remove_unfinished_file(self) -> None:
        for file in self.folder.glob(f"*{NEW}"):
            file.unlink(missing_ok=True)


def write_durably(file: Path, text: str) -> None:
    with file.open("w", encoding="utf-8") as written:
        written.write(text)
        written.flush()
        os.fsync(written.fileno())
