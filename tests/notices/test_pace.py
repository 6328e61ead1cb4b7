"""So many mails a second and no more, of however many senders."""

from collections import Counter

from chalicelib.notices.sending_pace import Pace
from tests.notices.building import FakeServiceRecord


class Clock:
    def __init__(self, now: float = 1000.25) -> None:
        self.now = now

    def read(self) -> float:
        return self.now

    def pause(self, seconds: float) -> None:
        assert 0 < seconds <= 1
        self.now += seconds


def test_two_senders_together_keep_the_pace() -> None:
    record, clock = FakeServiceRecord(), Clock()
    senders = [Pace(3, record.take_turn, clock.read, clock.pause) for _ in range(2)]
    seconds = [int(clock.now) for _ in range(10) for sender in senders if sender.wait()]
    assert Counter(seconds) == {1000: 3, 1001: 3, 1002: 3, 1003: 3, 1004: 3, 1005: 3, 1006: 2}


def test_who_gets_no_turn_for_too_long_gives_up_and_leaves_the_mail() -> None:
    clock = Clock()
    assert not Pace(3, lambda second, most: False, clock.read, clock.pause).wait()
    assert clock.now == 1010
