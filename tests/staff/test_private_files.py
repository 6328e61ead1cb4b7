"""Whatever the umask, what the tool writes is its owner's alone; what was there before is left as it was, and told."""

from __future__ import annotations

import os
import shutil
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from chalicelib.call import Call, say
from staff.console.errors import Failed
from staff.main import main
from staff.printing.private_files import make_folder, replacement
from tests.selection.building import submitted
from tests.staff.conftest import Tool
from tests.staff.export_building import full_export, invented, items


@pytest.fixture(autouse=True, params=[0o000, 0o022, 0o777])
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    """As open as a machine can be, as it usually is, and so closed that even the owner is shut out."""
    before = os.umask(request.param)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def modes_below(folder: Path) -> set[tuple[str, int]]:
    return {("folder" if path.is_dir() else "file", mode(path)) for path in folder.rglob("*")}


CLOSED = {("folder", 0o700), ("file", 0o600)}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    make_folder(tmp_path / "export")
    full_export(tmp_path / "export", items(invented(5)))
    return tmp_path / "export"


@pytest.mark.parametrize("name", ["a.csv", "a.json", "a.xlsx", "a.parquet"])
def test_an_answer_in_a_file_and_the_parquet_beside_the_export(place: Path, tmp_path: Path, name: str) -> None:
    assert main(["query", "SELECT * FROM applications", "--from", str(place), "--to", str(tmp_path / name)]) == 0
    assert mode(tmp_path / name) == 0o600 and (tmp_path / name).stat().st_size > 0
    assert len(list(place.rglob("*.parquet"))) == 1 and modes_below(place) == CLOSED


def test_workbook_report_and_dictionary_also_over_an_older_file_that_was_open(place: Path, tmp_path: Path) -> None:
    for command, name in (("workbook", "a.xlsx"), ("report", "a.html")):
        (tmp_path / name).touch()
        (tmp_path / name).chmod(0o666)
        assert main([command, str(tmp_path / name), "--from", str(place)]) == 0
        assert mode(tmp_path / name) == 0o600
    for name in ("d.html", "d.json"):
        assert main(["form", "--dictionary", str(tmp_path / name)]) == 0
        assert mode(tmp_path / name) == 0o600


def test_what_is_made_beside_a_zip(place: Path, tmp_path: Path) -> None:
    packed = tmp_path / "a.zip"
    with zipfile.ZipFile(packed, "w") as into:
        for path in place.rglob("*"):
            into.write(path, path.relative_to(place))
    packed.chmod(0o600)
    assert main(["query", "SELECT * FROM applications", "--from", str(packed), "--to", str(tmp_path / "a.csv")]) == 0
    assert modes_below(tmp_path / "a.zip.made") == CLOSED and mode(tmp_path / "a.zip.made") == 0o700


def test_a_scan_and_the_results(call: Call, tool: Tool, tmp_path: Path) -> None:
    submitted(call, tool.store)
    ran = tool("export", "--to", str(tmp_path / "new" / "deep"), "--lang", "ru")
    assert ran.code == 0 and "могут заглянуть" not in ran.err
    assert modes_below(tmp_path / "new") == CLOSED and mode(tmp_path / "new") == 0o700
    assert tool("results", "--out", str(tmp_path / "data" / "results.json")).code == 0
    assert modes_below(tmp_path / "data") == {("file", 0o600)} and mode(tmp_path / "data") == 0o700


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_folder_that_is_open_to_others_stays_so_and_it_is_told(
    call: Call, tool: Tool, tmp_path: Path, language: str
) -> None:
    submitted(call, tool.store)
    make_folder(tmp_path / "shared")
    (tmp_path / "shared").chmod(0o755)
    ran = tool("export", "--to", str(tmp_path / "shared"), "--lang", language)
    assert say("reports", "export.open_folder", language, folder=tmp_path / "shared") in ran.err
    assert mode(tmp_path / "shared") == 0o755 and modes_below(tmp_path / "shared") == CLOSED


def test_half_a_file_is_never_seen_and_what_cannot_be_written_is_named(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("old")
    file.chmod(0o600)
    with pytest.raises(ZeroDivisionError), replacement(file) as part:  # noqa: PT012 — it breaks between two writings
        part.write_text("half")
        raise ZeroDivisionError
    assert [each.name for each in tmp_path.iterdir()] == ["a.txt"] and file.read_text() == "old"
    with pytest.raises(Failed) as stopped, replacement(tmp_path / "missing" / "a.txt"):
        pass
    assert stopped.value.key == "trouble.not_written"


def test_a_link_is_followed_and_a_device_is_written_to(tmp_path: Path) -> None:
    make_folder(tmp_path / "there")
    (tmp_path / "a.txt").symlink_to(tmp_path / "there" / "b.txt")
    with replacement(tmp_path / "a.txt") as part:
        part.write_text("new")
    assert (tmp_path / "a.txt").is_symlink() and (tmp_path / "there" / "b.txt").read_text() == "new"
    with replacement(Path("/dev/null")) as part:
        part.write_text("new")
    assert Path("/dev/null").is_char_device()
    shutil.rmtree(tmp_path / "there")
