"""The results page is printed from what `baiqau results` wrote: consent respected, words escaped, both languages."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from results import ForeignResults, results

from chalicelib.call import Call

pytestmark = pytest.mark.call_of_2021

LINE = {"group": "skills", "territory": "196200000", "rule": "admission", "state": "admitted",
        "exceptional": False, "admitted_on": "2021-10-05"}  # fmt: skip
TOTALS = {"received": 89, "interviewed": 12, "admitted": 2, "declined": 3, "excluded": 0, "withdrawn": 1}


def written(folder: Path, call_id: str, *lines: dict[str, Any]) -> Path:
    made = {"call": call_id, "as_of": "2021-10-20T12:00:00.000+06:00", "admitted": list(lines),
            "ledger": [{"day": "2021-09-30", **TOTALS}], "totals": TOTALS | {"waiting": 83}}  # fmt: skip
    file = folder / "results.json"
    file.write_text(json.dumps(made), "utf-8")
    return file


@pytest.mark.parametrize(("language", "said"), [("kk", "Жобаның атауы жарияланбайды"),
                                                ("ru", "Название проекта не публикуется")])  # fmt: skip
def test_a_name_is_shown_only_with_consent(call: Call, tmp_path: Path, language: str, said: str) -> None:
    named = LINE | {"title": "Ауыл [x](javascript:1) <b>", "leader": "Сәрсенова Әйгерім"}
    page = results(call, language, written(tmp_path, call.id, named, LINE))
    assert page.count("Сәрсенова Әйгерім") == 1
    assert "Ауыл [x](javascript:1) &lt;b&gt;" in page
    assert page.count(said) == 1


def test_the_ledger_has_every_count_and_a_total(call: Call, tmp_path: Path) -> None:
    file = written(tmp_path, call.id)
    # As `baiqau results` of an earlier version wrote it: sorted, and without naming its columns.
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")), sort_keys=True), "utf-8")
    page = results(call, "ru", file)
    heads = re.findall(r'<th scope="col">([^<]+)</th>', page)
    assert heads[1:] == ["Поступило", "Интервью", "Допущено", "Не допущено", "Исключено", "Отозвано"]
    assert page.count("<td>89</td>") == 2
    assert "Заявок, ожидающих решения: 83" in page
    assert "Допущенных проектов пока нет." in page


def test_another_calls_results_stop_the_build(call: Call, tmp_path: Path) -> None:
    with pytest.raises(ForeignResults):
        results(call, "kk", written(tmp_path, "next-2022"))


def test_before_anything_is_published_there_is_nothing(call: Call, tmp_path: Path) -> None:
    assert results(call, "kk", tmp_path / "results.json") == ""
