"""What the events say of windows and of explanations: to the millisecond, and never less than was promised."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.call import Call
from chalicelib.rules.applicant_windows import outside_own_window
from chalicelib.rules.application import Application
from chalicelib.rules.application_record import (
    ExceptionNote,
    Scores,
    decision_record,
    exceptional,
    is_exceptional,
    scores,
)
from chalicelib.rules.supplement import promise, submission_end, supplement_end
from chalicelib.rules.tasks import explanations_count, is_being_heard, task_of, unanswered_explanations
from chalicelib.rules.window import OutsideBounds, outside
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


def test_after_a_failed_interview_no_window_was_open_and_the_record_is_the_instant(call: Call) -> None:
    failed = interviewed(outcome="failed")
    record = failed.events[-1].at
    assert outside_own_window(call, failed, record + 5 * MS) == OutsideBounds("supplement", record, 5, opened=False)
    assert outside_own_window(call, interviewed(), END) == OutsideBounds("supplement", END, 0)


def test_an_exception_of_one_window_moves_no_other(call: Call) -> None:
    later = CLOSES + DAY
    of_window = [("make_exception", {"window": window, "until": later.isoformat(), "why": "себеп"})
                 for window in ("supplement", "submit")]  # fmt: skip
    assert [submission_end(call, application(each)) for each in of_window] == [CLOSES, later]
    refused = OutsideBounds("deadline", CLOSES, 0)
    assert [outside_own_window(call, application(each), CLOSES) for each in of_window] == [refused, None]


def test_every_exception_is_told_with_its_window_its_end_its_reason_and_its_author() -> None:
    """One the committee made has its words; one that a late record carries has the code of its rule."""
    late = {"from": "2026-04-14T00:00:00+05:00", "why": "late_record"}
    made = ("make_exception", {"window": "submit", "until": LATER, "why": "Ауылда жарық болмады"})
    found = application(made, ("record_interview", HELD | {"until": LATER, "exception": late}), status="interviewed")
    until, (_, first, second) = datetime.fromisoformat(LATER), (event.at for event in found.events)
    assert exceptional(found) == (
        ExceptionNote("submit", until, "Ауылда жарық болмады", "", "committee/asel", first),
        ExceptionNote("supplement", until, "", "late_record", "committee/asel", second),
    )
    assert is_exceptional(found)
    assert not is_exceptional(interviewed())


def test_only_what_lets_somebody_in_is_an_exception() -> None:
    """Whatever another act says under the same name."""
    assert exceptional(application(("score", {"exception": {"why": "x"}, "until": LATER}))) == ()


def test_a_decision_is_told_with_its_reason_and_its_words_and_the_last_one_counts() -> None:
    declined = application(("decline", {"reason": "criteria", "text": "Ұпай аз"}), status="not_admitted")
    assert decision_record(declined) == {"act": "decline", "reason": "criteria", "text": "Ұпай аз"}
    assert decision_record(admitted(("admit", {"text": ""}), ("exclude", {"text": "Екі міндет"}))) == {
        "act": "exclude", "reason": "", "text": "Екі міндет",
    }  # fmt: skip
    assert decision_record(application(("admit", {}))) == {"act": "admit", "reason": "", "text": ""}
    assert decision_record(interviewed()) is None


def test_points_that_were_entered_for_somebody_are_theirs_with_their_reasons() -> None:
    sheet = {"expert": "В. Г.", "scores": {"1": 8}, "reasons": {"1": "Анық"}, "entered_for": "committee/vera"}
    found = application(("record_interview", HELD), ("score", sheet), status="interviewed")
    given = scores(found)["в. г."]
    assert (given.reasons, given.actor, given.entered_for) == ({"1": "Анық"}, "committee/asel", "committee/vera")
    assert [given.is_of(actor) for actor in ("committee/asel", "committee/vera", "committee/marat")] == [
        True, True, False,
    ]  # fmt: skip


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


def test_a_task_keeps_its_own_words_in_order_and_is_found_by_its_number() -> None:
    first, second = (("explain", {"task": "2", "text": text}) for text in ("Ауырдым", "Анықтама жібердім"))
    found = admitted(*assigned(2), *missed(2), first, second)
    one, two = task_of(found, "1"), task_of(found, "2")
    assert one is not None and two is not None and task_of(found, "3") is None
    assert (one.id, one.title, one.explanations) == ("1", "Міндет 1", ())
    said = [(found.events[at].at, text) for at, text in ((5, "Ауырдым"), (6, "Анықтама жібердім"))]
    assert [(each.at, each.text) for each in two.explanations] == said


def test_words_after_the_committees_last_act_are_unanswered() -> None:
    start = (*assigned(1), *missed(1))
    assert [unanswered_explanations(admitted(*start, *[WORD] * count)) for count in (0, 1, 3)] == [0, 1, 3]
    answered = admitted(*start, WORD, WORD, ("finish_task", {"task": "1"}), WORD)
    assert (unanswered_explanations(answered), explanations_count(answered)) == (1, 3)


def test_after_an_act_of_the_committee_on_what_was_explained_nothing_is_unanswered() -> None:
    answered = admitted(*assigned(1), *missed(1), WORD, ("finish_task", {"task": "1"}))
    assert unanswered_explanations(answered) == 0
