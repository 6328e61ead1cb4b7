"""What the events say of windows and of explanations: to the millisecond, and never less than was promised."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.call import Call
from chalicelib.rules.applicant_windows import outside_own_window
from chalicelib.rules.application import Application
from chalicelib.rules.application_record import Scores, scores
from chalicelib.rules.supplement import promise, supplement_end
from chalicelib.rules.tasks import explanations_count, is_being_heard, unanswered_explanations
from chalicelib.rules.window import outside
from tests.building import MS
from tests.rules.test_guards import DAY, HELD, admitted, application, assigned, interviewed, missed
from tests.small_building import CLOSES, OPEN, small_call

# 24:00 of the 13th in Almaty: three days after the interview, rolled over Sunday.
END = datetime(2026, 4, 13, 19, tzinfo=UTC)
LATER = "2026-04-24T00:00:00+05:00"


@pytest.fixture(scope="session")
def call() -> Call:
    return small_call()


def promised(call: Call, found: Application, at: datetime = OPEN + DAY, **record: Any) -> dict[str, Any]:
    return promise(call, found, HELD | record, at)


def test_a_record_promises_no_less_than_what_was_promised_before_it(call: Call) -> None:
    assert promised(call, application()) == {"until": "2026-04-14T00:00:00+05:00"}
    assert promised(call, interviewed(until=LATER)) == {"until": LATER}
    exception = ("make_exception", {"window": "submit", "until": LATER, "why": "себеп"})
    assert promised(call, application(exception)) == {"until": LATER}
    earlier = ("make_exception", {"window": "submit", "until": "2026-04-13T00:00:00+05:00", "why": "себеп"})
    assert promised(call, application(earlier)) == {"until": "2026-04-14T00:00:00+05:00"}
    assert promised(call, interviewed(until=LATER), outcome="failed") == {}


def test_a_late_record_counts_from_the_day_it_was_made_unless_the_window_was_promised_before(call: Call) -> None:
    """Recorded on Tuesday the 14th: until the end of Friday the 17th."""
    late = datetime(2026, 4, 14, 4, tzinfo=UTC)
    marked = {
        "until": "2026-04-18T00:00:00+05:00",
        "exception": {"from": "2026-04-14T00:00:00+05:00", "why": "late_record"},
    }
    assert promised(call, application(), late) == marked
    assert promised(call, interviewed(outcome="failed"), late) == marked
    assert promised(call, interviewed(held="2026-04-08"), late) == marked
    assert promised(call, interviewed(outcome="pending"), late) == {"until": "2026-04-14T00:00:00+05:00"}
    assert promised(call, interviewed(held="2026-04-10"), late) == {"until": "2026-04-14T00:00:00+05:00"}
    exception = ("make_exception", {"window": "submit", "until": LATER, "why": "себеп"})
    assert promised(call, application(exception), late) == marked | {"until": LATER}


def test_the_instant_a_record_stored_stands_whatever_the_rule_computes_today(call: Call) -> None:
    found = interviewed(until=LATER)
    assert supplement_end(call, found) == datetime.fromisoformat(LATER)
    assert supplement_end(call, interviewed(until="2026-04-10T00:00:00+05:00")) == END
    assert supplement_end(call, interviewed(until=LATER, outcome="failed")) is None


@pytest.mark.parametrize(("late", "by_ms"), [(0 * MS, 0), (MS / 2, 0), (3 * MS / 2, 1), (7 * MS, 7)])
def test_a_gap_is_in_whole_milliseconds(call: Call, late: Any, by_ms: int) -> None:
    gaps = [
        outside(call, CLOSES + late), outside_own_window(call, application(), CLOSES + late),
        outside_own_window(call, interviewed(), END + late),
    ]  # fmt: skip
    assert [(gap and gap.by_ms, type(gap and gap.by_ms)) for gap in gaps] == [(by_ms, int)] * 3
    early = outside(call, call.opens_at - MS - late)
    assert early is not None and (early.by_ms, type(early.by_ms)) == (1 + by_ms, int)


def test_scores_say_who_entered_them_and_when(call: Call) -> None:
    """Those of earlier versions had no reasons."""
    found = application(
        ("record_interview", HELD), ("score", {"expert": "В. Г.", "scores": {"1": 8}}), status="interviewed"
    )
    assert scores(found) == {"в. г.": Scores("В. Г.", {"1": 8}, {}, "committee/asel", found.events[-1].at)}


WORD = ("explain", {"task": "1", "text": "сөз"})


def test_the_applicant_is_being_heard_until_the_promised_instant(call: Call) -> None:
    end = datetime(2026, 4, 27, 19, tzinfo=UTC)
    one = admitted(*assigned(2), *missed(1))
    assert (is_being_heard(call, one, end - MS), is_being_heard(call, one, end)) == (True, False)
    assert is_being_heard(call, admitted(*assigned(2)), OPEN) is False
    assert is_being_heard(call, admitted(*assigned(1), *missed(1), ("finish_task", {"task": "1"})), OPEN) is False


def test_words_after_the_committees_last_act_are_unanswered() -> None:
    start = (*assigned(1), *missed(1))
    assert [unanswered_explanations(admitted(*start, *[WORD] * count)) for count in (0, 1, 3)] == [0, 1, 3]
    answered = admitted(*start, WORD, WORD, ("finish_task", {"task": "1"}), WORD)
    assert (unanswered_explanations(answered), explanations_count(answered)) == (1, 3)


def test_after_an_act_of_the_committee_on_what_was_explained_nothing_is_unanswered() -> None:
    answered = admitted(*assigned(1), *missed(1), WORD, ("finish_task", {"task": "1"}))
    assert unanswered_explanations(answered) == 0
