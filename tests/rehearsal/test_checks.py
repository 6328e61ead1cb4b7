"""The checker under test: each breach planted in a sound rehearsal is found by the check that is there for it."""

import pytest

from rehearsal.checks import CHECKS
from tests.rehearsal import desk_plants
from tests.rehearsal.building import world
from tests.rehearsal.plants import PLANTS, Plant

# Importing it plants.
assert desk_plants


def test_a_sound_rehearsal_breaks_nothing() -> None:
    assert world().broken() == set()


@pytest.mark.parametrize(("check", "plant"), [pytest.param(*each, id=each[1].__name__) for each in PLANTS])
def test_a_planted_breach_is_found(check: str, plant: Plant) -> None:
    spoilt = world()
    plant(spoilt)
    assert check in spoilt.broken()


def test_every_check_can_fail() -> None:
    assert {check for check, _ in PLANTS} == set(CHECKS)
