"""`baiqau key`: the key is shown once, a reason is required, and both languages say that the old key has ended."""

import pytest

from chalicelib.call import Call
from chalicelib.intake.look_up_application import look_up
from tests.selection import building
from tests.staff.conftest import Tool

WHY = "Жеке келді, куәлігі көрілді"


def test_a_key_given_in_person_opens_the_application(call: Call, tool: Tool) -> None:
    number = building.submitted(call, tool.store)
    done = tool.json("key", number.lower(), "--why", WHY)
    assert (done["act"], done["status"], done["detail"]) == ("reissue_key", "submitted", {"why": WHY})
    assert look_up(call, tool.store, number, done["key"]).number == number
    assert done["key"] not in tool("history", number).out


@pytest.mark.parametrize(
    ("language", "sentence"), [("kk", "Бұрынғы кілт енді жарамсыз"), ("ru", "Прежний ключ больше не")]
)
def test_it_is_said_in_both_languages(call: Call, tool: Tool, language: str, sentence: str) -> None:
    ran = tool("key", building.submitted(call, tool.store), "--why", WHY, "--lang", language)
    assert (ran.code, sentence in " ".join(ran.out.split())) == (0, True)


def test_no_reason_no_key(call: Call, tool: Tool) -> None:
    number = building.submitted(call, tool.store)
    assert tool("key", number).code == 2
    assert tool("key", number, "--why", " ").code == 3
    assert len(tool.store.events(number)) == 1
