"""A lost key: asking tells nothing, opening changes nothing, using gives a new key once and ends the old one."""

import hmac
from datetime import datetime, timedelta

import pytest

from chalicelib.call import Call
from chalicelib.intake.look_up_application import look_up
from chalicelib.intake.lost_key import ask_for_link, open_link, use_link
from chalicelib.intake.number_and_key import key_of
from chalicelib.intake.submit_application import Receipt, submit
from chalicelib.rules.application import Application
from chalicelib.rules.confirmed_address import MOST_ADDRESS, address_mark, address_of, is_confirmed
from chalicelib.rules.lost_key_link import KeyLink, LinkRequest
from chalicelib.rules.refusals import LinkOver, NotFound
from chalicelib.selection.reissue_key import reissue_key
from tests.building import MS, PEPPER, FakeStore
from tests.notices.building import FakeLinks
from tests.selection.building import desk
from tests.small_building import OPEN, answers, small_call

ADDRESS = "aigerim@example.kz"
UNTIL = OPEN + timedelta(minutes=15)


@pytest.fixture
def call() -> Call:
    return small_call()


class Scene:
    """A submitted application and a link that was sent to its address."""

    def __init__(self, call: Call) -> None:
        self.call, self.store = call, FakeStore()
        self.links: FakeLinks = FakeLinks()
        self.receipt: Receipt = submit(call, self.store, PEPPER, answers(), OPEN)
        self.number = self.receipt.event.number
        self.token = self.links.issue(self.number, address_mark(self.number, ADDRESS), UNTIL)

    def use(self, at: object = OPEN, token: str = "") -> str:
        return use_link(self.call, self.store, self.links, PEPPER, token or self.token, at)[1]  # type: ignore[arg-type]

    @property
    def application(self) -> Application:
        return Application(self.store.events(self.number))


@pytest.fixture
def scene(call: Call) -> Scene:
    return Scene(call)


@pytest.mark.parametrize("typed", [" 2dfg7jnr ", "2DFG-7JNR", "2dfg 7jnr"])
def test_a_request_is_noted_whether_or_not_there_is_such_an_application(call: Call, typed: str) -> None:
    links = FakeLinks()
    ask_for_link(call, links, typed, " Aigerim@Example.KZ ", OPEN)
    assert links.asked == [LinkRequest("2DFG-7JNR", address_mark("2DFG-7JNR", ADDRESS), OPEN)]


@pytest.mark.parametrize(
    ("number", "address"), [("2DFG-7JNR", "no address"), ("2DFG", ADDRESS), ("ABCD-EFGH", ADDRESS), ("", ""),
                            ("2" * 100_000, ADDRESS), ("2DFG-7JNR", f"{'a' * 100_000}@example.kz"),
                            ("2DFG-7JNR", "a@b.kz,c@d.kz"), ("2DFG-7JNR", "a@b.kz\nBcc: c@d.kz")],
)  # fmt: skip
def test_what_is_no_number_or_no_address_is_not_noted_and_not_told(call: Call, number: str, address: str) -> None:
    links = FakeLinks()
    ask_for_link(call, links, number, address, OPEN)
    assert links.asked == []


def test_an_address_is_read_up_to_the_longest_there_is_and_no_further(call: Call) -> None:
    links, longest = FakeLinks(), ADDRESS.rjust(MOST_ADDRESS)
    ask_for_link(call, links, "2DFG-7JNR", f" {longest}", OPEN)
    assert links.asked == []
    ask_for_link(call, links, "2DFG-7JNR", longest, OPEN)
    assert [asked.address_mark for asked in links.asked] == [address_mark("2DFG-7JNR", ADDRESS)]


def test_the_mark_of_what_is_typed_is_the_mark_of_what_is_stored(scene: Scene) -> None:
    ask_for_link(scene.call, scene.links, scene.number, ADDRESS.upper(), OPEN)
    (asked,) = scene.links.asked
    assert asked.address_mark == address_mark(scene.number, address_of(scene.call, scene.application))


def test_opening_a_link_changes_nothing_however_often(scene: Scene) -> None:
    for _ in range(3):
        assert open_link(scene.links, scene.token, OPEN).number == scene.number
    assert look_up(scene.call, scene.store, scene.number, scene.receipt.key).version == 1


def test_using_it_gives_a_new_key_ends_the_old_one_and_confirms_the_address(scene: Scene) -> None:
    key = scene.use()
    assert look_up(scene.call, scene.store, scene.number, key).number == scene.number
    with pytest.raises(NotFound):
        look_up(scene.call, scene.store, scene.number, scene.receipt.key)
    last = scene.application.events[-1]
    assert (last.act, last.actor, last.status, last.version) == ("reissue_key", "applicant", "submitted", 1)
    assert last.at == OPEN
    assert is_confirmed(scene.call, scene.application)
    assert key not in repr(scene.application)


def test_the_key_follows_from_the_links_secret_and_the_pepper_and_from_nothing_that_other_keys_follow_from(
    scene: Scene,
) -> None:
    """Deployed anew within the two minutes, a press come again still gets the same key."""
    assert scene.use() == key_of(hmac.digest(PEPPER, b"link\0" + scene.token.encode(), "sha256"))


class LinksWithRival(FakeLinks):
    """Another press of the same link is first, between looking at it and using it; it arrived `sooner`."""

    sooner = MS

    def use(self, token: str, link: KeyLink, at: datetime) -> bool:
        super().use(token, link, at - self.sooner)
        return False


def test_of_two_presses_at_once_the_second_gets_the_key_of_the_first(scene: Scene) -> None:
    scene.links = LinksWithRival([], scene.links.kept)
    key = scene.use()
    assert look_up(scene.call, scene.store, scene.number, key).number == scene.number
    assert scene.links.kept[scene.token].used_at == OPEN - MS


def test_a_press_that_was_under_way_for_longer_than_a_press_may_come_again_gets_nothing(scene: Scene) -> None:
    scene.links = links = LinksWithRival([], scene.links.kept)
    links.sooner = timedelta(minutes=2)
    with pytest.raises(LinkOver):
        scene.use()
    assert len(scene.application.events) == 1


def test_it_lasts_fifteen_minutes_to_the_millisecond(scene: Scene) -> None:
    assert open_link(scene.links, scene.token, UNTIL - MS)
    with pytest.raises(LinkOver):
        open_link(scene.links, scene.token, UNTIL)
    with pytest.raises(LinkOver):
        scene.use(UNTIL)
    assert len(scene.application.events) == 1


def test_a_press_come_again_gets_the_same_key_and_a_later_use_none(scene: Scene) -> None:
    key = scene.use(OPEN)
    assert scene.use(OPEN + timedelta(minutes=2) - MS) == key
    assert len(scene.application.events) == 2
    with pytest.raises(LinkOver):
        scene.use(OPEN + timedelta(minutes=2))


def test_a_use_that_ended_before_the_key_was_written_is_made_good_by_the_press_come_again(scene: Scene) -> None:
    scene.links.use(scene.token, scene.links.kept[scene.token], OPEN)
    key = scene.use(OPEN + MS)
    assert look_up(scene.call, scene.store, scene.number, key)


def test_a_key_that_a_later_one_ended_does_not_come_back(scene: Scene) -> None:
    scene.use(OPEN)
    _, later = reissue_key(desk(scene.call, scene.store, 1), scene.number, bytes(32), "Жеке келді.")
    with pytest.raises(LinkOver):
        scene.use(OPEN + MS)
    assert look_up(scene.call, scene.store, scene.number, later)


@pytest.mark.parametrize("token", ["", "x", "b" * 43, "../etc", "é" * 43])
def test_a_link_nobody_sent_opens_nothing(scene: Scene, token: str) -> None:
    for act in (lambda: open_link(scene.links, token, OPEN), lambda: use_link(
        scene.call, scene.store, scene.links, PEPPER, token, OPEN)):  # fmt: skip
        with pytest.raises(LinkOver):
            act()


def test_two_links_give_two_keys_and_the_last_used_counts(scene: Scene) -> None:
    other = scene.links.issue(scene.number, address_mark(scene.number, ADDRESS), UNTIL)
    first, second = scene.use(), scene.use(token=other)
    assert first != second
    assert look_up(scene.call, scene.store, scene.number, second)
    with pytest.raises(NotFound):
        look_up(scene.call, scene.store, scene.number, first)


def test_a_link_of_another_calls_application_opens_nothing(scene: Scene) -> None:
    lone = scene.links.issue("2222-2222", "mark", UNTIL)
    with pytest.raises(LinkOver):
        scene.use(token=lone)
