"""The languages are listed once, in call/languages.py; whatever else is by language follows that list."""

import ast
import re
from pathlib import Path

from chalicelib.call.languages import LANGUAGES

ROOT = Path(__file__).parents[2]
FOLDERS = ("functions", "staff", "infra", "docs", "rehearsal")
LIST = "functions/chalicelib/call/languages.py"
# The grammar of number words, which a language has or has not; one without it is read as having none.
GRAMMARS = {"functions/chalicelib/call/number_words.py"}


def names_every_language(node: ast.AST) -> bool:
    parts = node.elts if isinstance(node, ast.Tuple | ast.List | ast.Set) else getattr(node, "keys", ())
    constants = {part.value for part in parts if isinstance(part, ast.Constant)}
    return set(LANGUAGES) <= constants


def test_no_other_module_lists_the_languages() -> None:
    lists = {
        path.relative_to(ROOT).as_posix()
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*.py")
        if any(
            names_every_language(node)
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Tuple | ast.List | ast.Set | ast.Dict)
        )
    }
    assert lists - {LIST} == GRAMMARS


def test_no_template_names_a_language_or_its_path() -> None:
    named = re.compile("|".join(rf"[\"']/?{code}/?[\"']|[\"']/{code}/" for code in LANGUAGES))
    templates = [
        path
        for folder in ("functions/chalicelib/pages/templates", "functions/chalicelib/notices", "docs/_theme")
        for path in (ROOT / folder).rglob("*.html")
        # Material's own words, one file a language.
        if path.parent.name != "languages"
    ]
    assert templates
    assert {path.name: named.findall(path.read_text("utf-8")) for path in templates if
            named.search(path.read_text("utf-8"))} == {}  # fmt: skip
