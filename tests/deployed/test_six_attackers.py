"""Six attackers at once: nothing breaks, and everybody honest is in. How long it takes is `make bench`'s figure."""

import pytest

from bench.attack import costly_posts, measure_attack
from tests.deployed.cloud import Cloud

pytestmark = [pytest.mark.deployed, pytest.mark.slow]
SECONDS = 8.0
# Before bodies were bounded, honest people waited 15.5 s. The aim, a ratio, is in bench/attack.py.
UNUSABLE_S = 10.0


def test_while_six_attack_every_honest_submission_is_in_and_nothing_breaks(cloud: Cloud) -> None:
    measured = measure_attack(cloud, SECONDS)

    assert {status for status, _ in [*measured.quiet, *measured.attacked]} == {201}
    assert max(seconds for _, seconds in measured.attacked) < UNUSABLE_S
    assert sum(measured.attackers.values()) > 2 * len(costly_posts()), "the attackers hardly got to attack"
    assert [status for status in measured.attackers if status >= 500 or status == 0] == []
