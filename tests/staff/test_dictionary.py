"""The data dictionary says of every column what it is, in both languages."""

from __future__ import annotations

import json
import re
from html import escape
from pathlib import Path

import pytest

from chalicelib.call import Call
from staff.dictionary import dictionary, page
from staff.main import main
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


def test_every_view_and_every_column_that_may_be_asked_is_explained_with_its_type(call: Call, tmp_path: Path) -> None:
    full_export(tmp_path, [])
    opened = desk(tmp_path)
    told = {view["view"]: view for view in dictionary(call)["views"]}
    assert list(told) == opened.public
    for name, view in told.items():
        answer = opened.ask(f"SELECT * FROM {name}")
        assert [(column["column"], column["type"]) for column in view["columns"]] == [
            *zip(answer.columns, answer.types, strict=True)
        ]
        for words in (view["about"], *(column["label"] for column in view["columns"])):
            assert set(words) == set(call.languages) and all(words.values())


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_page_has_the_same_and_its_anchors_are_the_same_in_both_languages(call: Call, language: str) -> None:
    html, told = page(call, language), dictionary(call)
    anchors = re.findall(r'<h2 id="([^"]+)"', html)
    assert anchors == [
        *(section.id for section in call.form.sections), "documents", "statuses", "acts",
        *(f"view-{view['view']}" for view in told["views"]),
    ]  # fmt: skip
    assert {f"#{anchor}" for anchor in anchors} == set(re.findall(r'href="([^"]+)"', html))
    for field in call.form:
        assert f"<code>{field.id}</code>" in html and escape(field.label[language]) in html
        assert all(f"<code>{field.id}.{column.id}</code>" in html for column in field.columns)
    assert f'<html lang="{language}">' in html and not re.search(r"\ssrc=|url\(|@import|<script", html)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_next_organiser_gets_it_before_there_is_an_export(call: Call, tmp_path: Path, language: str) -> None:
    for name in ("a.html", "a.json"):
        assert main(["form", "--dictionary", str(tmp_path / name), "--lang", language]) == 0
    assert (tmp_path / "a.html").read_text("utf-8") == page(call, language)
    assert json.loads((tmp_path / "a.json").read_text("utf-8")) == dictionary(call)
