"""Scripts are shortened without being read."""

from pathlib import Path

import pytest
import scripts
from mkdocs.exceptions import PluginError


def test_only_indentation_and_whole_comments_go() -> None:
    script = "/* a\n   b */\nconst a = 1; // stays\n\n  // goes\n  const b = `x  // ${a}`;\n"
    assert scripts.short(script) == "const a = 1; // stays\nconst b = `x  // ${a}`;\n"


def test_a_text_over_several_lines_stops_the_build(tmp_path: Path) -> None:
    folder = tmp_path / "assets"
    folder.mkdir()
    (folder / "a.js").write_text("const a = `x\n  y`;\n")
    with pytest.raises(PluginError):
        scripts.shorten(tmp_path)


def test_a_script_in_parts_becomes_one_in_a_scope_of_its_own(tmp_path: Path) -> None:
    parts = tmp_path / "assets" / "form"
    parts.mkdir(parents=True)
    (parts / "01-a.js").write_text("const a = 1;\n")
    (parts / "02-b.js").write_text("use(a);\n")
    scripts.join(tmp_path)
    assert (tmp_path / "assets" / "form.js").read_text() == '(() => {\n"use strict";\nconst a = 1;\nuse(a);\n})();\n'
    assert not parts.exists()
