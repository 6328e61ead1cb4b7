"""Scripts are shortened without being read."""

import pytest

pytest.importorskip("mkdocs")

import scripts
from mkdocs.exceptions import PluginError


def test_only_indentation_and_whole_comments_go() -> None:
    script = "/* a\n   b */\nconst a = 1; // stays\n\n  // goes\n  const b = `x  // ${a}`;\n"
    assert scripts.short(script) == "const a = 1; // stays\nconst b = `x  // ${a}`;\n"


def test_a_text_over_several_lines_stops_the_build(tmp_path: object) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path)) / "assets"
    folder.mkdir()
    (folder / "a.js").write_text("const a = `x\n  y`;\n")
    with pytest.raises(PluginError):
        scripts.shorten(Path(str(tmp_path)))
