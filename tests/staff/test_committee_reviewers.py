"""`baiqau reviewers`: numbers about people, in both languages, and nothing where there is too little to say."""

from datetime import timedelta

import pytest

from chalicelib.call import Call
from chalicelib.selection import interviews
from tests.building import OPEN
from tests.selection import building
from tests.selection.building import EXPERT, MEMBER
from tests.staff.conftest import Tool

LATER = OPEN + timedelta(days=2)
PLACES = ("Есік", "Түрген", "Шелек", "Қаскелең", "Талғар", "Текелі", "Үштөбе", "Жаркент")


def judged(call: Call, tool: Tool, count: int) -> None:
    """The expert gives three points more than the member, give or take one."""
    for n, place in enumerate(PLACES[:count]):
        number = building.interviewed(call, tool.store, settlement=place)
        for person, points in ((MEMBER, 4), (EXPERT, 7 + n % 2)):
            given, reasons = {str(c): points for c in range(1, 6)}, {str(c): "Негіз" for c in range(1, 6)}
            interviews.score(building.desk(call, tool.store, 1.2, person), number, person, given, reasons)


def test_progress_mean_spread_severity_and_agreement_are_told(call: Call, tool: Tool) -> None:
    judged(call, tool, 8)
    building.interviewed(call, tool.store, settlement="Алтынемел")
    told = tool.json("reviewers", at=LATER)
    rows = {row["person"]: row for row in told["reviewers"]}
    assert {(row["scored"], row["asked"]) for row in rows.values()} == {(8, 9)}
    assert (rows[EXPERT]["mean"], rows[MEMBER]["mean"], rows[MEMBER]["spread"]) == (7.5, 4, 0)
    assert (rows[EXPERT]["severity"], rows[MEMBER]["severity"]) == (1.75, -1.75)
    assert [row["is_noticeable"] for row in rows.values()] == [True, True]
    assert told["agreement"] < 0
    for language, words in (
        ("kk", ("8/9", "назар аударыңыз", "7,5")),
        ("ru", ("8 из 9", "обратите внимание", "+1,75")),
    ):
        shown = " ".join(tool("reviewers", "--lang", language, at=LATER).out.split())
        assert [word for word in words if word not in shown] == []


@pytest.mark.parametrize(("language", "words"), [("kk", "айтуға тым аз"), ("ru", "слишком мало, чтобы судить")])
def test_of_too_little_it_says_so(call: Call, tool: Tool, language: str, words: str) -> None:
    judged(call, tool, 2)
    assert [row["severity"] for row in tool.json("reviewers", at=LATER)["reviewers"]] == [None, None]
    assert tool.json("reviewers", at=LATER)["agreement"] is None
    assert tool("reviewers", "--lang", language, at=LATER).out.count(words) == 3
