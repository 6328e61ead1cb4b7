"""The style sheet's purge: what is used stays, the rest goes."""

import re
from pathlib import Path

import pytest
import stylesheet


@pytest.mark.parametrize(("css", "left"), [
    (".used{a:b}.idle{a:b}", ".used{a:b}"),
    (".used .idle,.used p{a:b}", ".used p{a:b}"),
    ("p:not(.idle){a:b}", "p:not(.idle){a:b}"),
    ("@media print{.idle{a:b}.used{a:b}}", "@media print{.used{a:b}}"),
    ("@media print{.idle{a:b}}", ""),
    ("[data-md-toggle=drawer]{a:b}[dir=ltr] p{a:b}", ""),
    ("@font-face{font-family:x}", "@font-face{font-family:x}"),
    (".used\\:x{a:b}", ""),
])  # fmt: skip
def test_purging(css: str, left: str) -> None:
    assert stylesheet.without_unused_rules(css, {"used"}) == left


def test_variables_nobody_reads_go_even_in_a_chain() -> None:
    css = ":root{--a:url('data:x;y');--b:var(--a);--c:1px}p{margin:var(--c)}"
    assert stylesheet.without_idle_variables(css) == ":root{--c:1px}p{margin:var(--c)}"


def test_variables_another_sheet_reads_stay() -> None:
    css = ":root{--a:1px;--b:2px}"
    assert stylesheet.without_idle_variables(css, "p{margin:var(--a)}") == ":root{--a:1px;}"


def test_every_variable_the_sheets_read_is_declared(built_site: Path) -> None:
    sheets = [(built_site / "assets" / name).read_text("utf-8") for name in ("site.css", "form.css")]
    read = set(re.findall(r"var\((--bq-[\w-]+)\)", "".join(sheets)))
    assert read - set(re.findall(r"(--bq-[\w-]+):", "".join(sheets))) == set()


def test_compacting_keeps_strings_and_selectors_apart() -> None:
    assert stylesheet.compact("a :focus { content: 'x ; y' ; }\n/* gone */ b { margin: 0 auto }") == (
        """a :focus{content:"x ; y"}b{margin:0 auto}"""
    )
