"""Six attackers at once: nothing breaks, and everybody honest is in. How long it takes is `make bench`'s figure."""

import pytest

from bench.attack import costly_posts, measure_attack
from tests.deployed.cloud import Cloud

pytestmark = [pytest.mark.deployed, pytest.mark.slow]
SECONDS = 8.0
# Before bodies were bounded, honest people waited 15.5 s. The aim, a ratio, is in bench/attack.py.
UNUSABLE_S = 10.0
# A machine that pauses by itself is asked again; what attackers do to others, they do every time.
TRIES = 3


def test_while_six_attack_every_honest_submission_is_in_and_nothing_breaks(cloud: Cloud) -> None:
    assert any(is_usable(cloud) for _ in range(TRIES)), "too slow, or the attackers hardly got to attack"


def is_usable(cloud: Cloud) -> bool:
    """Of one attack, whether it was one and all were served in time; that nothing breaks holds for every one."""
    measured = measure_attack(cloud, SECONDS)

    assert {status for status, _ in [*measured.quiet, *measured.attacked]} == {201}
    assert [status for status in measured.attackers if status >= 500 or status == 0] == []
    is_attack = sum(measured.attackers.values()) > 2 * len(costly_posts())
    return is_attack and max(seconds for _, seconds in measured.attacked) < UNUSABLE_S
