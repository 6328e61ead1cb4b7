"""The function ends, or an answer is lost, at every single call to the store and the bucket, before and after it.

What was acknowledged is there; what was not can be sent again, and is there once.
"""

from collections.abc import Iterator
from itertools import product

import pytest

from chalicelib.call import Call
from chalicelib.rules.refusals import OutcomeUnknown, Refused
from tests.faults.acts import ACTS, Do, Scene
from tests.faults.breaking import Fault, Killed


@pytest.fixture(params=ACTS)
def act(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def prepared(call: Call, act: str, fault: Fault | None = None) -> tuple[Scene, Do]:
    """The fault begins to count with the act itself."""
    before, do = ACTS[act]
    scene = Scene(call)
    before(scene)
    scene.fault = fault or Fault()
    return scene, do


def faults(call: Call, act: str) -> Iterator[Fault]:
    scene, do = prepared(call, act)
    do(scene)
    for at, after, error in product(range(1, scene.fault.seen + 1), (False, True), (Killed, OutcomeUnknown)):
        yield Fault(at, after, error)


def test_whatever_call_fails_the_act_can_be_repeated_and_is_done_once(call: Call, act: str) -> None:
    undisturbed, do = prepared(call, act)
    told = do(undisturbed)
    for fault in faults(call, act):
        scene, do = prepared(call, act, fault)
        try:
            assert do(scene) == told, f"{act} was acknowledged otherwise with {fault}"
        except (Killed, OutcomeUnknown):
            assert do(scene) == told, f"{act} was told otherwise the second time, after {fault}"
        assert scene.told == undisturbed.told, f"{act} is not there once after {fault}"
        assert do(scene) == told, f"{act} cannot be repeated once more after {fault}"
        assert scene.told == undisturbed.told


def test_a_lost_answer_is_never_a_no(call: Call, act: str) -> None:
    """Whoever is stored is told yes, or that nobody knows."""
    for fault in (each for each in faults(call, act) if each.error is OutcomeUnknown):
        scene, do = prepared(call, act, fault)
        try:
            do(scene)
        except Refused as refused:
            assert isinstance(refused, OutcomeUnknown), f"{act} was told {refused!r} after {fault}"
