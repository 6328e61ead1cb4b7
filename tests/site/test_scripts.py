"""Modules are joined into one script a page, and shortened without being read."""

import subprocess
from pathlib import Path

import pytest
import scripts
from mkdocs.exceptions import PluginError


def test_only_indentation_whole_comments_and_types_go() -> None:
    script = "/* a\n   b */\nconst a = 1; // stays\n\n  // goes\n  const b = `x  // ${a}`;\n"
    script += "f(/** @type {A<{}>} */ (a));\n"
    assert scripts.short(script) == "const a = 1; // stays\nconst b = `x  // ${a}`;\nf((a));\n"


def test_a_text_over_several_lines_stops_the_build(tmp_path: Path) -> None:
    folder = tmp_path / "assets"
    folder.mkdir()
    (folder / "a.js").write_text("const a = `x\n  y`;\n")
    with pytest.raises(PluginError):
        scripts.shorten(tmp_path)


@pytest.fixture
def assets(tmp_path: Path) -> Path:
    folder = tmp_path / "assets"
    (folder / "parts").mkdir(parents=True)
    return folder


def written(assets: Path, **modules: str) -> Path:
    """The modules `a` of the entry, and `b`, `c` of its folder."""
    for name, text in modules.items():
        (assets / f"{name}.js" if name == "a" else assets / "parts" / f"{name}.js").write_text(text)
    return assets / "a.js"


def test_an_entry_becomes_one_script_of_the_modules_that_it_imports(assets: Path) -> None:
    entry = written(
        assets,
        a='import { one, two } from "./parts/b.js";\nimport { three } from "./parts/c.js";\none(two, three);\n',
        b='import { three } from "./c.js";\nexport const two = three;\nexport async function one() {}\n',
        c='import "./d.js";\nexport let three = 3;\n',
        d="start();\n",
    )
    scripts.join(assets.parent)
    assert entry.read_text().splitlines() == [
        "start();", "let three = 3;", "const two = three;", "async function one() {}", "one(two, three);",
    ]  # fmt: skip
    assert list(assets.iterdir()) == [entry]


def test_what_two_entries_import_stands_in_both(assets: Path) -> None:
    written(assets, a='import { b } from "./parts/b.js";\nb();\n', b="export const b = () => 1;\n")
    (assets / "other.js").write_text('import { b } from "./parts/b.js";\nb(2);\n')
    scripts.join(assets.parent)
    assert (assets / "a.js").read_text() == "const b = () => 1;\nb();\n"
    assert (assets / "other.js").read_text() == "const b = () => 1;\nb(2);\n"


ASKS = 'import { x } from "./parts/b.js";\n'
GIVES = "export const x = 1;\n"


@pytest.mark.parametrize(
    ("a", "b", "said"),
    [
        (ASKS + "const y = x;\n", GIVES + "function y() {}\n", "declared twice: y"),
        (ASKS + "const y = x;\n", GIVES + "const [z, y] = x;\n", "declared twice: y"),
        (ASKS + "x();\n", "const x = 1;\n", "b.js does not export x"),
        (ASKS + "export const y = x;\n", 'import { y } from "../a.js";\n' + GIVES, "ring"),
        ('import { x as y } from "./parts/b.js";\n', GIVES, "does not export x as y"),
        ('import * as x from "./parts/b.js";\n', GIVES, "not joined: import \\* as x"),
        (ASKS, GIVES + "export default x;\n", "not joined: export default"),
        (ASKS, GIVES + 'import("./c.js");\n', "not joined: import\\("),
        (ASKS, GIVES + 'export { y } from "./c.js";\n', "not joined: export {"),
    ],
)
def test_what_cannot_stand_in_one_scope_stops_the_build(assets: Path, a: str, b: str, said: str) -> None:
    with pytest.raises(PluginError, match=said):
        scripts.join_modules(written(assets, a=a, b=b))


ENTRIES = sorted((Path(__file__).parents[2] / "docs" / "assets").glob("*.js"))


@pytest.mark.node
@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.stem)
def test_each_script_of_ours_is_whole_when_it_is_joined(entry: Path) -> None:
    """As a module, where a name declared twice is an error."""
    command = ["node", "--input-type=module", "--check"]
    joined = scripts.short(scripts.join_modules(entry))
    assert subprocess.run(command, input=joined, capture_output=True, text=True).stderr == ""
