"""An invented applicant remembers what a real one would."""

import json
from collections.abc import Mapping
from random import Random
from types import SimpleNamespace

from chalicelib.call import current_call
from rehearsal.applicant import Applicant
from rehearsal.notes import Log
from tests.building import OPEN


class Answered(Applicant):
    """`answers_to_come` are the receipts that it is given."""

    answers_to_come: list[dict[str, object]]

    def _exchange(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> tuple[int, bytes]:
        return 201, json.dumps(self.answers_to_come.pop(0)).encode()


def test_a_receipt_that_is_shown_again_without_the_key_takes_the_key_from_nobody() -> None:
    cloud = SimpleNamespace(now=lambda: OPEN)
    person = Answered(cloud, Log(), current_call(), Random(1), {}, "double_without_script")
    receipt = {"number": "2DFG-7JNR", "version": 1}
    person.answers_to_come = [{**receipt, "key": "2345"}, {**receipt, "key": ""}, {**receipt, "key": "6789"}]
    kept = []
    for _ in range(3):
        person.submit(keyed=False)
        kept.append((person.number, person.key))
    assert kept == [("2DFG-7JNR", "2345"), ("2DFG-7JNR", "2345"), ("2DFG-7JNR", "6789")]
