"""The committee's workbook, read back by openpyxl and by LibreOffice."""

from __future__ import annotations

import csv
import subprocess
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from chalicelib.call import Call, say
from staff.main import main
from staff.query.excel_files import CELL, ExcelFile, units
from staff.workbook.sheets import TITLE, sheet_title
from tests.building import answers, event
from tests.staff.conftest import Tool, rehearsal_clock
from tests.staff.export_building import KAZAKH, NASTY, full_export, invented, items, nasty

LIVES = invented(120)


def book(place: Path, to: Path, language: str) -> openpyxl.Workbook:
    assert main(["workbook", str(to), "--from", str(place), "--lang", language]) == 0
    return openpyxl.load_workbook(to)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    full_export(folder, items(LIVES), nasty())
    return folder


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_there_is_a_front_page_and_a_sheet_for_each_direction(
    place: Path, tmp_path: Path, call: Call, language: str
) -> None:
    made = book(place, tmp_path / "a.xlsx", language)
    titles = [sheet_title(number, d.label[language]) for number, d in enumerate(call.directions, 1)]
    assert made.sheetnames == [say("reports", "workbook.front", language), *titles]
    submitted = [life for life in LIVES if any(event.act == "submit" for event in life)]
    assert sum(made[title].max_row - 1 for title in titles) == len(submitted) + 1
    front = made.worksheets[0]
    labels = [front.cell(row, 2).value for row in range(6, 12)]
    assert labels == [direction.label[language] for direction in call.directions]
    assert front.cell(12, 11).value == len(submitted) + 1


def test_every_field_has_a_labelled_column_the_header_stays_and_filters(
    place: Path, tmp_path: Path, call: Call
) -> None:
    made = book(place, tmp_path / "a.xlsx", "kk")
    for sheet in made.worksheets[1:]:
        heads = [cell.value for cell in sheet[1]]
        assert {field.label["kk"] for field in call.form if field.id != "direction"} <= set(heads)
        assert sheet.freeze_panes == "C2" and sheet.auto_filter.ref.startswith("A1:")
        assert sheet.print_title_rows == "$1:$1"


def test_codes_are_shown_as_labels_and_rows_of_tables_as_lines(place: Path, tmp_path: Path, call: Call) -> None:
    sheet = next(s for s in book(place, tmp_path / "a.xlsx", "ru").worksheets[1:] if s.title.startswith("2."))
    heads = {cell.value: cell.column for cell in sheet[1]}
    row = next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 1).value == "3333-DDDD")
    cells = {head: sheet.cell(row, column).value for head, column in heads.items()}
    assert cells["Район / город областного значения"] == "Талгарский район"
    assert cells["Подана (по времени Нур\u2011Султана)"] == datetime.fromisoformat("2021-09-15T10:00")
    assert cells[call.form.by_id["budget_items"].label["ru"]].splitlines() == [
        "Оплата труда · Мұғалімдер · 900\u00a0000", "Оборудование · Ноутбуктер · 600\u00a0000",
    ]  # fmt: skip
    assert cells["ИИН"] == "•••14" and cells["Мобильный телефон"] == "•••67"


def test_nothing_runs_nothing_is_eaten_and_what_is_cut_says_so(place: Path, tmp_path: Path, call: Call) -> None:
    made = book(place, tmp_path / "a.xlsx", "ru")
    cells = {
        cell.value: cell for sheet in made.worksheets[1:] for row in sheet.iter_rows() for cell in row if cell.value
    }
    for name, value in NASTY.items():
        if name != "target_audience":
            assert cells[value].data_type == "s" and cells[value].hyperlink is None, name
    assert not any(cell.data_type == "f" for cell in cells.values())
    [cut] = [value for value in cells if str(value).startswith("ұзын ұзын")]
    assert len(cut) <= CELL and cut.endswith("полная длина 40000 знаков]")
    assert cells[cut].font.color.rgb == "FFC00000"


def read_by_libreoffice(workbook: Path, folder: Path) -> set[str]:
    """Every cell of every sheet, as LibreOffice tells it."""
    # 44: comma, 34: quotes, 76: UTF-8; formulas as text; every sheet a file.
    filters = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,true,false,-1"
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/home", "--headless", "--convert-to", filters, "--outdir",
         str(folder / "out"), str(workbook)], check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    seen: set[str] = set()
    for file in (folder / "out").iterdir():
        with file.open(encoding="utf-8", newline="") as lines:
            seen |= {cell for row in csv.reader(lines) for cell in row}
    return seen


@pytest.mark.spreadsheet
def test_libreoffice_reads_the_same(place: Path, tmp_path: Path) -> None:
    book(place, tmp_path / "a.xlsx", "ru")
    seen = read_by_libreoffice(tmp_path / "a.xlsx", tmp_path)
    assert {value for name, value in NASTY.items() if name != "target_audience"} <= seen
    assert any(KAZAKH in cell for cell in seen)


def test_a_sheets_title_fits_and_differs(call: Call) -> None:
    for language in call.languages:
        titles = [sheet_title(n, d.label[language]) for n, d in enumerate(call.directions, 1)]
        assert len(set(titles)) == len(titles) and max(map(len, titles)) <= TITLE
    assert sheet_title(1, "a[b]c:d*e?f/g\\h'i") == "1. abcdefghi"


def test_a_cell_of_signs_outside_the_basic_plane_is_cut_between_them(tmp_path: Path) -> None:
    long = "\U0001f9d2" * 30_000
    with ExcelFile(tmp_path / "a.xlsx", ZoneInfo("Asia/Almaty"), "kk") as made:
        made.table("x", ["a"], [[long], ["_x0041_"], ["a\x0bb"], [None], [""]])
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    kept = sheet["A2"].value
    assert units(kept) <= CELL and kept.startswith("\U0001f9d2" * 100) and "60 000" not in kept
    # Excel reads this back as `_x0041_`; unescaped it would read an A.
    assert sheet["A3"].value == "_x005F_x0041_"


def test_personal_data_in_the_workbook_need_a_reason(place: Path, tmp_path: Path) -> None:
    assert main(["workbook", str(tmp_path / "a.xlsx"), "--from", str(place), "--with-personal"]) != 0
    assert not (tmp_path / "a.xlsx").exists()


# ---------------------------------------------------------------- what Excel would spoil, unmasked

PHONE, IIN, BIN = "+77471234567", "000101100018", "010940000015"
# In groups, as people read it; its plus stays.
READ_PHONE = "+7\u00a0747\u00a0123\u00a045\u00a067"


@pytest.fixture
def unmasked(tool: Tool, tmp_path: Path) -> Path:
    """A workbook with personal data, on record."""
    said = answers(leader_phone=PHONE, leader_iin=IIN, bin=BIN)
    full_export(tmp_path / "export", items([[event(number="3333-DDDD", answers=said)]]))
    reason = ("--with-personal", "--why", "Куәлікпен салыстыру")
    with rehearsal_clock(tool, "2021-10-05T10:00:00.000+06:00"):
        ran = tool("workbook", str(tmp_path / "p.xlsx"), "--from", str(tmp_path / "export"), *reason, at=None)
    assert ran.code == 0, ran
    return tmp_path / "p.xlsx"


def test_a_phone_and_leading_zeros_are_texts_that_excel_leaves_alone(unmasked: Path) -> None:
    cells = [cell for sheet in openpyxl.load_workbook(unmasked) for row in sheet.iter_rows() for cell in row]
    for value in (READ_PHONE, IIN, BIN):
        [cell] = [cell for cell in cells if cell.value == value]
        assert (cell.data_type, cell.number_format, cell.hyperlink) == ("s", "@", None), value


@pytest.mark.spreadsheet
def test_libreoffice_leaves_a_phone_and_leading_zeros_alone(unmasked: Path, tmp_path: Path) -> None:
    assert {READ_PHONE, IIN, BIN} <= read_by_libreoffice(unmasked, tmp_path)


# ---------------------------------------------------------------- the end of a window


HELD = {"held": "2021-10-05", "committee": ["А"], "experts": ["Б"], "outcome": "passed", "note": "",
        "until": "2021-10-09T00:00:00+06:00"}  # fmt: skip


@pytest.mark.parametrize(("language", "end"), [
    ("kk", "2021\u00a0жылғы\u00a08\u00a0қазан сағат\u00a024.00\u2011ге дейін"),
    ("ru", "до\u00a024.00 8\u00a0октября\u00a02021\u00a0года"),
])  # fmt: skip
def test_a_windows_end_reads_24_00_of_its_last_day_wherever_people_read_it(
    call: Call, tmp_path: Path, language: str, end: str, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """In the workbook, a table, a CSV with labels and an Excel file; JSON and codes keep the instant."""
    monkeypatch.setenv("COLUMNS", "300")
    life = [
        event(number="3333-DDDD"),
        event(number="3333-DDDD", seq=2, act="record_interview", status="interviewed", answers=None, detail=HELD),
    ]
    full_export(tmp_path, items([life]))
    sheets = book(tmp_path, tmp_path / "a.xlsx", language).worksheets
    assert end in [cell.value for sheet in sheets for row in sheet.iter_rows() for cell in row]
    asked = ("query", "SELECT supplement_until FROM packages", "--from", str(tmp_path), "--lang", language)
    capsys.readouterr()
    for form in (("--format", "table"), ("--format", "csv", "--labels")):
        assert main([*asked, *form]) == 0
        assert end in capsys.readouterr().out, form
    assert main([*asked, "--to", str(tmp_path / "b.xlsx")]) == 0
    assert openpyxl.load_workbook(tmp_path / "b.xlsx").worksheets[0]["A2"].value == end
    for form in (("--json",), ("--format", "csv")):
        assert main([*asked, *form]) == 0
        assert "2021-10-09T00:00:00.000+06:00" in capsys.readouterr().out, form
