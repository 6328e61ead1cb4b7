"""Whatever the call of 2021 shows or sends, in both languages, is written as people write."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from chalicelib.call import Call
from tests.call.everything_shown import everything_shown
from tests.machine_spelling import found

# Not for people, or not written by us.
FOR_MACHINES = ("ics",)


@pytest.fixture(scope="module")
def shown(call: Call) -> Mapping[str, str]:
    outputs = everything_shown(call)
    return {name: text for name, text in outputs.items()
            if name.split("/")[0] in call.languages and name.split("/")[1] not in FOR_MACHINES}  # fmt: skip


def as_announced(call: Call) -> list[str]:
    """The numbers as the announcement has them, and the name of the consent's version, which is kept with each."""
    return [*(phone.shown for phone in call.contact.phones), call.consent.version]


def test_every_page_mail_and_answer_is_written_as_people_write(call: Call, shown: Mapping[str, str]) -> None:
    assert {"page", "mail", "answer", "refusal", "frame"} <= {name.split("/")[1] for name in shown}
    faults = [f"{name}: {fault}" for name, text in shown.items() for fault in found(text, as_announced(call))]
    assert faults == []


@pytest.mark.parametrize("spelled", [
    "мысалы 2021-10", "10 сентября (2021-09-10)", "2021-09-30T18:00:00+06:00", "в 18:00 30 сентября", "до 30.09.2021",
    "1500000 ₸", "+77479002640", "балл: None",
    "<p>Мерзімі <time>2021-10-01</time></p>", '<img alt="2021-10"></img>',
    '{"problems": [{"message": "мысалы 2021-10"}]}', '<template><p>18:00</p></template>',
])  # fmt: skip
def test_a_machines_spelling_is_found(spelled: str) -> None:
    assert found(spelled)


@pytest.mark.parametrize("written", [
    "2021 жылғы 30 қыркүйек сағат 18.00-ге дейін", "в 18:00:04,125", "1 500 000 ₸", "2021", "ИИН 900101100014",
    "+7 747 900 26 40", "https://baiqau.example/my/?day=2021-09-10", '<time datetime="2021-09-10">10 сентября</time>',
    '<input value="2021-10"><b></b>', "<script>const day = '2021-09-10'</script>", '{"at": "2021-09-10T00:00+06:00"}',
    "BEGIN:VCALENDAR\nDTSTART:20210910T000000\nEND:VCALENDAR", "JGWJ-6V33", "2026-12-22T15:00:00Z#draft_closed",
    "41-15-81",
    "<p>18</p><p>:00</p>",
])  # fmt: skip
def test_what_people_or_only_machines_read_is_no_fault(written: str) -> None:
    assert found(written) == []


def test_what_is_allowed_to_the_letter_is_no_fault() -> None:
    assert found("тел. 87479002640", ["87479002640"]) == [] != found("тел. 87479002641", ["87479002640"])
