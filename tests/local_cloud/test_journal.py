"""The journal and the saved state of the local cloud, on disks that fill up, tear and stop in the middle."""

import errno
import os
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from infra import emulator_state
from infra.emulator_state import NotSaved, SavedState, StateMark
from infra.write_ahead_log import NotDurable, RecoveredWrites, WriteAheadLog, line_of

ENTRIES = st.lists(st.text(max_size=40), min_size=1, max_size=12)


@dataclass
class Disk:
    """Takes `room` more bytes, in pieces as a disk does, and then none; every `sync` of `failing` fails."""

    room: int
    failing: frozenset[int] = frozenset()
    syncs: int = field(default=0)

    def write(self, descriptor: int, data: bytes) -> int:
        if not self.room:
            raise OSError(errno.ENOSPC, "No space left on device")
        written = os.write(descriptor, data[: min(self.room, 7)])
        self.room -= written
        return written

    def sync(self, descriptor: int) -> None:
        self.syncs += 1
        if self.syncs in self.failing:
            raise OSError(errno.EIO, "Input/output error")


def journal(folder: Path, disk: Disk, after: int = 0) -> WriteAheadLog:
    return WriteAheadLog(folder, after, disk.write, disk.sync)


def acknowledged(written: WriteAheadLog, texts: list[str]) -> list[dict[str, str]]:
    """Append all; what the journal said is on disk."""
    kept = []
    for text in texts:
        try:
            written.append({"text": text})
        except NotDurable:
            continue
        kept.append({"text": text})
    return kept


@settings(max_examples=40, deadline=None)
@given(texts=ENTRIES, room=st.integers(0, 600), more=st.integers(0, 200), failing=st.frozensets(st.integers(1, 12)))
@example(texts=["a", "b"], room=30, more=100, failing=frozenset())
def test_wherever_the_disk_fills_or_fails_just_what_was_acknowledged_comes_back(
    texts: list[str], room: int, more: int, failing: frozenset[int]
) -> None:
    with TemporaryDirectory() as folder:
        disk = Disk(room, failing)
        first = journal(Path(folder), disk)
        kept = acknowledged(first, texts)
        disk.room += more
        kept += acknowledged(first, texts)

        again = journal(Path(folder), Disk(10_000))
        kept += acknowledged(again, ["after the restart"])

        assert again.recovered() == RecoveredWrites(tuple(kept), 0)


@settings(max_examples=40, deadline=None)
@given(texts=ENTRIES, cut=st.integers(1, 60))
def test_a_line_a_kill_cut_off_is_left_out_and_told_and_later_starts_lose_nothing(texts: list[str], cut: int) -> None:
    with TemporaryDirectory() as folder:
        first = journal(Path(folder), Disk(100_000))
        kept = acknowledged(first, texts)
        [file] = first.files()
        torn = line_of({"text": "never answered" * 5})[:-1][:cut]
        file.write_bytes(file.read_bytes() + torn)

        again = journal(Path(folder), Disk(100_000))
        kept += acknowledged(again, texts)

        assert again.recovered() == RecoveredWrites(tuple(kept), 1)


@settings(max_examples=40, deadline=None)
@given(texts=st.lists(st.text(max_size=20), min_size=3, max_size=8, unique=True), where=st.integers(0, 10_000))
def test_a_line_torn_in_the_middle_hides_no_other(texts: list[str], where: int) -> None:
    with TemporaryDirectory() as folder:
        first = journal(Path(folder), Disk(100_000))
        acknowledged(first, texts)
        [file] = first.files()
        lines = file.read_bytes().splitlines(keepends=True)
        at = where % (len(lines[1]) - 1)
        lines[1] = lines[1][:at] + bytes([lines[1][at] ^ 1]) + lines[1][at + 1 :]
        file.write_bytes(b"".join(lines))

        recovered = journal(Path(folder), Disk(0)).recovered()

        whole = [{"text": text} for place, text in enumerate(texts) if place != 1]
        assert [entry for entry in recovered.entries if entry in whole] == whole
        assert len(recovered.entries) == len(whole)
        assert recovered.torn >= 1


def test_where_not_even_the_cut_succeeds_the_torn_line_stands_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(descriptor: int, size: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "ftruncate", refuse)
    disk = Disk(25)
    written = journal(tmp_path, disk)
    assert acknowledged(written, ["x" * 50]) == []
    disk.room = 1000

    kept = acknowledged(written, ["after it"])

    assert journal(tmp_path, Disk(0)).recovered() == RecoveredWrites(tuple(kept), 1)


def test_what_was_refused_is_taken_back_and_nothing_else(tmp_path: Path) -> None:
    written = journal(tmp_path, Disk(1000))
    written.append({"text": "kept"})
    written.take_back(written.append({"text": "refused"}))
    written.append({"text": "kept too"})

    assert written.recovered() == RecoveredWrites(({"text": "kept"}, {"text": "kept too"}), 0)


def test_only_what_a_saved_state_holds_leaves_the_journal(tmp_path: Path) -> None:
    written = journal(tmp_path, Disk(1000))
    written.append({"text": "saved"})
    last = written.turn()
    written.append({"text": "later"})

    assert journal(tmp_path, Disk(0)).recovered().entries == ({"text": "saved"}, {"text": "later"})
    assert journal(tmp_path, Disk(0), after=last).recovered().entries == ({"text": "later"},)
    written.drop(last)
    assert journal(tmp_path, Disk(0)).recovered().entries == ({"text": "later"},)


def test_a_number_is_never_used_again_though_all_files_are_gone(tmp_path: Path) -> None:
    written = journal(tmp_path, Disk(1000))
    written.append({"text": "saved"})
    last = written.turn()
    written.drop(last)

    again = journal(tmp_path, Disk(1000), after=last)
    again.append({"text": "new"})

    assert again.recovered().entries == ({"text": "new"},)


def test_the_one_file_of_before_is_read_on(tmp_path: Path) -> None:
    older = tmp_path / "journal.jsonl"
    older.write_bytes(b'{"text": "whole"}\n{"text": "to')

    written = WriteAheadLog(tmp_path / "journal", older=older)
    written.append({"text": "new"})

    assert written.recovered() == RecoveredWrites(({"text": "whole"}, {"text": "new"}), 1)
    assert not older.exists()


OLD, NEW = {"a.json": "old", "b.json": "old"}, {"a.json": "new", "b.json": "new"}


def test_a_save_that_does_not_fit_changes_nothing_and_leaves_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    SavedState(tmp_path).save(OLD, 1)
    before = contents(tmp_path)
    for fits in range(3):
        monkeypatch.setattr(emulator_state, "write_durably", writing(fits))
        with pytest.raises(NotSaved):
            SavedState(tmp_path).save(NEW, 2)

        assert contents(tmp_path) == before


class Killed(BaseException):
    """As a kill: nothing tidies up behind it."""


@pytest.mark.parametrize("renames", range(4))
def test_a_kill_between_any_two_names_leaves_the_whole_old_state_or_the_whole_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, renames: int
) -> None:
    SavedState(tmp_path).save(OLD, 1)
    replace, left = Path.replace, iter(range(renames))

    def until_killed(source: Path, target: Path) -> Path:
        if next(left, None) is None:
            raise Killed
        return replace(source, target)

    with monkeypatch.context() as killed:
        killed.setattr(Path, "replace", until_killed)
        if renames < 3:
            with pytest.raises(Killed):
                SavedState(tmp_path).save(NEW, 2)
        else:
            SavedState(tmp_path).save(NEW, 2)

    again = SavedState(tmp_path)
    again.finish()
    assert again.mark() == (StateMark(2, ("a.json", "b.json")) if renames else StateMark(1, ("a.json", "b.json")))
    texts = contents(tmp_path)
    assert {name: texts[name] for name in NEW} == (NEW if renames else OLD)
    assert sorted(texts) == ["a.json", "b.json", "saved"]


def test_a_save_a_kill_cut_off_is_not_taken_for_the_one_before(tmp_path: Path) -> None:
    SavedState(tmp_path).save(OLD, 1)
    (tmp_path / "a.json.2.new").write_text("ha")

    SavedState(tmp_path).finish()

    assert contents(tmp_path)["a.json"] == "old"
    assert not (tmp_path / "a.json.2.new").exists()


def contents(folder: Path) -> dict[str, str]:
    return {file.name: file.read_text() for file in folder.iterdir()}


def writing(fits: int):  # type: ignore[no-untyped-def]
    """Writes `fits` files, and of the next only a piece."""
    left = iter(range(fits))

    def write(file: Path, text: str) -> None:
        if next(left, None) is None:
            file.write_text(text[:1])
            raise OSError(errno.ENOSPC, "No space left on device")
        file.write_text(text)

    return write
