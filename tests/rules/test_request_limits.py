"""Windows and numbers of the limits, and whose a request is."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.rules import request_limits
from chalicelib.rules.application import Application
from chalicelib.rules.client_address import client_of
from chalicelib.rules.objection import Objection
from chalicelib.rules.request_limits import (
    CHECKS,
    DOCUMENTS,
    KEY_LINKS,
    LOOK_UPS,
    NEW_DRAFTS,
    WRONG_KEY_UNITS,
    Limit,
    seconds_to_wait,
    window_end,
    window_start,
)
from chalicelib.rules.version_limits import version_objection
from tests.small_building import event

LIMITS = [limit for limit in vars(request_limits).values() if isinstance(limit, Limit)]
DAY = timedelta(days=1)
MS = timedelta(milliseconds=1)
SIX = datetime(2021, 9, 30, 6, 0, tzinfo=UTC)
TEN_MINUTES = Limit("x", 5, timedelta(minutes=10))


@pytest.mark.parametrize(
    ("at", "seconds"),
    [
        (SIX, 600),
        (SIX + MS, 600),
        (SIX + timedelta(minutes=9), 60),
        (SIX + timedelta(minutes=10) - MS, 1),
        (SIX + timedelta(minutes=10), 600),
    ],
)
def test_the_wait_ends_where_the_next_window_begins(at: datetime, seconds: int) -> None:
    assert seconds_to_wait(TEN_MINUTES, at) == seconds
    assert window_start(TEN_MINUTES, at) <= at < window_end(TEN_MINUTES, at)


def test_no_window_goes_over_the_day_at_which_the_marks_change() -> None:
    assert [limit.name for limit in LIMITS if DAY % limit.window] == []
    assert len({limit.name for limit in LIMITS}) == len(LIMITS)


def test_nobody_waits_longer_than_an_hour() -> None:
    assert max(limit.window for limit in LIMITS) == timedelta(hours=1)


def test_a_village_behind_one_address_uses_less_than_half_of_any_limit() -> None:
    """Sixty people within ten minutes: six look-ups and four checks each, a wrong key of every third; three hundred
    first drafts in an hour would be all of two hundred people and a half."""
    people = 60
    assert people * 6 + people // 3 * WRONG_KEY_UNITS <= LOOK_UPS.most / 2
    assert people * 4 <= CHECKS.most / 2
    assert NEW_DRAFTS.most / 2 >= 200
    assert people * 6 * 2 <= DOCUMENTS.most / 2, "announced and received, six documents each"
    assert KEY_LINKS.most / 2 >= 200 / 4, "a quarter of them lost the key in one hour"


def test_a_laptop_that_guesses_has_fewer_than_a_million_guesses_in_a_month() -> None:
    guesses = (LOOK_UPS.most // WRONG_KEY_UNITS + 1) * (timedelta(days=30) // LOOK_UPS.window)
    assert guesses < 1_000_000


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("203.0.113.9", "203.0.113.9"),
        (" 203.0.113.9 ", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:DB8:1:2::ffff", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("", ""),
        ("203.0.113.9, 10.0.0.1", ""),
        ("203.0.113", ""),
        ("x" * 10_000, ""),
        ("2001:db8::1" + "0" * 10_000, ""),
    ],
)
def test_a_client_is_an_ipv4_address_or_a_households_half_of_an_ipv6_one(address: str, client: str) -> None:
    assert client_of(address) == client


def written(act: str, count: int, **changes: Any) -> Application:
    """An application into which this act has written so many versions."""
    return Application(tuple(event(seq=seq, act=act, **changes) for seq in range(1, count + 1)))


def test_each_act_writes_a_hundred_versions_and_no_more() -> None:
    """What a draft used up is not taken from an edit; a document is no version."""
    refused = Objection("deadline", "too_many_versions", {"limit": 100})
    tried = [version_objection(written("edit", count), "edit", {}) for count in (99, 100)]
    assert tried == [None, refused]
    assert version_objection(written("save_draft", 100), "edit", {}) is None
    assert version_objection(written("edit", 100, answers=None), "edit", {}) is None
    saved = version_objection(written("save_draft", 100), "save_draft", {})
    assert saved == Objection("window", "too_many_versions", {"limit": 100})


@pytest.mark.parametrize(
    ("text", "bytes_of_text"), [("a" * 1000, 1000), ("ә" * 500, 1000), ("\ud800" * 1000, 1000), ('"' * 500, 1000)]
)
def test_three_megabytes_are_written_by_one_act_and_no_byte_more(text: str, bytes_of_text: int) -> None:
    """As JSON writes them without a space, `{"a":"…","b":""}`: sixteen signs beside the text."""
    earlier = {"a": "a" * (3 * 1024 * 1024 - bytes_of_text - 2 * 15), "b": ""}
    found = written("supplement", 1, answers=earlier)
    assert version_objection(found, "supplement", {"a": text, "b": ""}) is None
    assert version_objection(found, "edit", {"a": text, "b": "more"}) is None
    assert version_objection(found, "supplement", {"a": text, "b": "x"}) == Objection(
        "supplement", "too_much_text", {"limit": 3072}
    )
    kilobytes = version_objection(found, "supplement", {"a": text, "b": "x"})
    assert kilobytes is not None and type(kilobytes.params["limit"]) is int
