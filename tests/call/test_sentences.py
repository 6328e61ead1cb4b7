"""Plural forms and quotes within quotes: the same sentences of the server and, in Node, of the browser's script."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
import scripts

from chalicelib.call.sentences import quote, sentence

SENTENCES = Path(__file__).parents[2] / "docs" / "assets" / "shared" / "sentences.js"
SIGNS = "не более {limit} {limit|знака|знаков|знаков}"
CASES = [
    (SIGNS, {"limit": 1}, "не более 1 знака"), (SIGNS, {"limit": 11}, "не более 11 знаков"),
    (SIGNS, {"limit": 21}, "не более 21 знака"), (SIGNS, {"limit": "1\u00a0000"}, "не более 1\u00a0000 знаков"),
    ("{minutes|минуту|минуты|минут}", {"minutes": 2}, "минуты"),
    ("{minutes|минуту|минуты|минут}", {"minutes": 12}, "минут"),
    ("{count|знак|знака|знаков}", {"count": "—"}, "знаков"),
    ("Поле «{other}»", {"other": "Принципы «Рухани жаңғыру»"}, "Поле «Принципы „Рухани жаңғыру“»"),
    ("{other}: {sum}", {"other": "«Рухани жаңғыру»", "sum": 3}, "«Рухани жаңғыру»: 3"),
    ("«{a}» и «{b}»", {"a": "1", "b": "«2»"}, "«1» и «„2“»"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "params", "said"), CASES)
def test_a_sentence_agrees_with_its_numbers_and_never_nests_the_same_quotes(
    text: str, params: dict[str, object], said: str
) -> None:
    assert sentence(text, params) == said


def test_a_quotation_keeps_one_pair_of_outer_marks() -> None:
    assert quote("Принципы «Рухани жаңғыру»") == "«Принципы „Рухани жаңғыру“»"


@pytest.mark.skipif(not shutil.which("node"), reason="Node runs the browser's script")
def test_the_browser_says_the_same_sentences() -> None:
    asked = json.dumps([[text, params] for text, params, _ in CASES])
    script = (
        scripts.join_modules(SENTENCES)
        + f"\nconsole.log(JSON.stringify({asked}.map(([text, params]) => fill(text, params))));"
    )
    ran = subprocess.run(
        ["node", "--input-type=module", "-e", script], capture_output=True, text=True, check=True, timeout=120
    )
    assert json.loads(ran.stdout) == [said for _, _, said in CASES]
