"""The data dictionary says of every column what it is, in both languages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chalicelib.call import Call
from staff.dictionary import dictionary, fragment
from tests.staff.export_building import desk, full_export


def test_every_field_every_cell_and_every_code_is_explained_in_both_languages(call: Call) -> None:
    told = dictionary(call)
    assert json.loads(json.dumps(told)) == told
    fields = {field["column"]: field for field in told["fields"]}
    assert list(fields) == [field.id for field in call.form]
    for field in call.form:
        entry = fields[field.id]
        assert set(entry["label"]) == set(call.languages)
        assert [code["code"] for code in entry.get("codes", [])] == [option.code for option in field.options]
        assert [column["column"] for column in entry.get("columns", [])] == [column.id for column in field.columns]
    assert fields["leader_iin"]["personal"] and not fields["direction"]["personal"]
    assert fields["geography"]["type"] == "VARCHAR[]" and fields["budget_total"]["type"] == "BIGINT"


def test_every_column_of_every_view_is_in_it(call: Call, tmp_path: Path) -> None:
    full_export(tmp_path, [])
    told = dictionary(call)
    known = set(told["columns"]) | {field.id for field in call.form} | {c.id for f in call.form for c in f.columns}
    opened = desk(tmp_path)
    for view in opened.public:
        if view != "clock":
            assert set(opened.ask(f"SELECT * FROM {view}").columns) <= known, view


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_page_has_the_same_and_its_anchors_are_the_same_in_both_languages(call: Call, language: str) -> None:
    html = fragment(call, language)
    for section in call.form.sections:
        assert f'<h2 id="{section.id}">' in html
    for field in call.form:
        assert f"<code>{field.id}</code>" in html
    assert html.count("<tr>") == html.count("</tr>")
