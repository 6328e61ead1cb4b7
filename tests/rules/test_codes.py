"""Codes, sentences and the faults the rules can really make are the same, both ways."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from chalicelib.call import words
from chalicelib.rules import document_history, problems

LIB = Path(__file__).parents[2] / "functions" / "chalicelib"
# A document is judged where it is announced and where it arrives; everything else in rules/ judges answers.
OF_DOCUMENTS = {
    "announced_document.py", "document_history.py", "document_limits.py", "announcement_checks.py",
    "document_names.py", "upload.py",
}  # fmt: skip
ANSWERS = [path for path in sorted((LIB / "rules").glob("*.py")) if path.name not in OF_DOCUMENTS]
DOCUMENTS = [LIB / "rules" / name for name in sorted(OF_DOCUMENTS)] + [
    path for room in ("examination", "intake") for path in sorted((LIB / room).glob("*.py"))
]


def statements(paths: list[Path]) -> Iterator[ast.AST]:
    """Every node of these modules, but for the lists of codes themselves and the docstrings."""
    for path in paths:
        for statement in ast.parse(path.read_text("utf-8")).body:
            lists_codes = isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "CODES"
            yield from () if lists_codes else ast.walk(statement)


def fault_arguments(paths: list[Path], place: int) -> Iterator[ast.expr]:
    """What stands at `place` of every `Fault(code, sentence, …)`; of a choice, both halves."""
    for node in statements(paths):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Fault" and len(node.args) > place:
            argument = node.args[place]
            yield from (argument.body, argument.orelse) if isinstance(argument, ast.IfExp) else (argument,)


def unwritten(names: set[str], paths: list[Path]) -> set[str]:
    """The names that stand nowhere in the code, neither whole nor as a text with braces given to a Fault."""
    whole = {node.value for node in statements(paths) if isinstance(node, ast.Constant)}
    composed = [argument for place in (0, 1) for argument in fault_arguments(paths, place)]
    patterns = [pattern_of(argument) for argument in composed if isinstance(argument, ast.JoinedStr)]
    return {name for name in names - whole if not any(re.fullmatch(pattern, name) for pattern in patterns)}


def pattern_of(text: ast.JoinedStr) -> str:
    return "".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"\w+" for part in text.values)


def named_in_faults(paths: list[Path], place: int) -> set[str]:
    return {str(part.value) for part in fault_arguments(paths, place) if isinstance(part, ast.Constant)} - {""}


@pytest.mark.parametrize(("codes", "paths"), [(problems.CODES, ANSWERS), (document_history.CODES, DOCUMENTS)])
def test_every_code_is_made_somewhere_and_every_fault_has_a_known_code(codes: set[str], paths: list[Path]) -> None:
    assert unwritten(set(codes), paths) == set()
    assert named_in_faults(paths, 0) - codes == set()


def test_every_sentence_about_an_answer_is_said_somewhere_and_every_fault_has_its_sentence() -> None:
    sentences = set(words("problems"))
    assert unwritten(sentences, ANSWERS) == set()
    assert named_in_faults(ANSWERS, 1) - sentences == set()
    # A code alone is its own sentence; a code that has none of its own is always made with one.
    alone = {code for code in problems.CODES if code not in sentences}
    assert {code for code in alone if not any(word.startswith(code) for word in sentences)} == set()


def test_every_sentence_about_a_document_belongs_to_a_code() -> None:
    keys = {key.removeprefix("problem.") for key in words("documents") if key.startswith("problem.")}
    assert keys == set(document_history.CODES)
