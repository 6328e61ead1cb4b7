"""What people read of a stored answer; the browser's script writes the same, in Node, from the same table."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
import scripts

from chalicelib.call import wording
from chalicelib.call.answer_words import answer_words
from chalicelib.call.languages import LANGUAGE

NBSP = wording.NBSP
FORM = Path(__file__).parents[2] / "docs" / "assets" / "form"
CASES = [
    ("integer", "1500000", "1~500~000"), ("integer", "2021", "2021"), ("integer", "12000", "12~000"),
    ("integer", "-45000", "-45~000"), ("integer", "0", "0"), ("integer", "007", "007"),
    ("number", "1.5", "1,5"), ("number", "1500000.25", "1~500~000,25"), ("number", "3.0", "3"),
    ("integer", "9" * 5000, "9" * 5000),
    ("number", "1.50", "1,50"), ("number", "250-300", "250-300"), ("month", "2021-10", "октябрь~2021"),
    ("month", "2021-1", "2021-1"), ("month", "10.2021", "10.2021"), ("phone", "+77479002640", "+7~747~900~26~40"),
    ("phone", "+7747•••2640", "+7747•••2640"), ("text", "1500000", "1500000"), ("iin", "900101100014", "900101100014"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "stored", "written"), CASES)
def test_a_stored_answer_reads_as_people_write_it(kind: str, stored: str, written: str) -> None:
    assert answer_words(kind, stored, "ru") == written.replace("~", NBSP)


@pytest.mark.parametrize(
    ("stored", "written"), [(1500000, "1~500~000"), (1.5, "1,5"), (1e16, "10~000~000~000~000~000")]
)
def test_a_stored_number_reads_as_its_text_does(stored: float, written: str) -> None:
    assert answer_words("number", stored, "kk") == written.replace("~", NBSP)


@pytest.mark.parametrize("kind", ["integer", "number", "month", "phone", "text"])
@pytest.mark.parametrize("sent", [True, None, ["a"], {"a": 1}])
def test_what_is_no_answer_of_its_kind_stays_as_it_came(kind: str, sent: object) -> None:
    """A draft keeps whatever was sent."""
    assert answer_words(kind, sent, "ru") == str(sent)


@pytest.mark.skipif(not shutil.which("node"), reason="Node runs the browser's script")
def test_the_browser_writes_what_the_server_writes() -> None:
    script = f"""
const window = {{ baiqauForm: {{ loneMonths: {json.dumps(LANGUAGE["ru"].lone_months)} }} }};
{scripts.join_modules(FORM / "written_values.js")}
console.log(JSON.stringify({json.dumps(CASES)}.map(([kind, stored]) => written(kind, stored))));
"""
    ran = subprocess.run(
        ["node", "--input-type=module", "-e", script], capture_output=True, text=True, check=True, timeout=120
    )
    assert json.loads(ran.stdout) == [written.replace("~", NBSP) for _, _, written in CASES]
