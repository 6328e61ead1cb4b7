"""The programme's tasks: nobody is excluded unwarned and unheard."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.call import Call
from chalicelib.intake.change_application import submit_draft
from chalicelib.intake.explain_task import explain
from chalicelib.intake.save_draft import save_new_draft
from chalicelib.rules.application import Application
from chalicelib.rules.refusals import NotAllowed, NotFound
from chalicelib.rules.task_guards import MOST_EXPLANATIONS, MOST_TASKS
from chalicelib.rules.tasks import explanation_end, last_explanation_end, task_of, tasks
from chalicelib.selection import decisions, interviews, task_acts
from chalicelib.selection.committee_act import CommitteeAct
from tests.building import MS, PEPPER, FakeStore
from tests.selection.building import EXPERT, MEMBER, desk, refused, with_documents
from tests.small_building import HELD, OPEN, PACKAGE, answers, small_call

# 24:00 of Thursday 23 April in Almaty; three days after, Sunday rolls to Monday the 27th.
DUE, DUE_END = date(2026, 4, 23), datetime(2026, 4, 23, 19, tzinfo=UTC)


@pytest.fixture(scope="session")
def call() -> Call:
    return small_call()


@pytest.fixture
def store() -> FakeStore:
    return FakeStore()


def admitted(call: Call, store: FakeStore) -> tuple[str, str]:
    """The number and the key of somebody in the programme."""
    draft, key = save_new_draft(call, store, PEPPER, answers(), OPEN)
    submit_draft(call, store, draft.number, key, OPEN)
    interviews.schedule(desk(call, store, 0.5), draft.number, OPEN + timedelta(days=1), "Онлайн", "online")
    interviews.record(desk(call, store), draft.number, HELD, [MEMBER], [EXPERT], "passed")
    with_documents(store, draft.number, *PACKAGE)
    decisions.admit(desk(call, store, 2), draft.number)
    return draft.number, key


def test_a_task_has_a_title_and_a_day_to_come(call: Call, store: FakeStore) -> None:
    number, at = admitted(call, store)[0], desk(call, store, 3)

    def act(title: str, due: date) -> Callable[[], Application]:
        return lambda: task_acts.assign(at, number, title, due)

    assert refused(act(" ", DUE)) == ("exclusion", "no_title")
    assert refused(act("М" * 301, DUE)) == ("exclusion", "too_long")
    assert refused(act("Міндет", date(2026, 4, 10))) == ("exclusion", "due_in_past")
    assert refused(act("Міндет", date.max)) == ("exclusion", "too_far")
    assert task_acts.assign(at, number, "Міндет", date(2026, 4, 11)).status == "admitted"
    for _ in range(MOST_TASKS - 1):
        task_acts.assign(at, number, "Міндет", DUE)
    assert refused(act("Міндет", DUE)) == ("exclusion", "too_many_tasks")


def test_a_task_is_missed_only_after_its_due_day(call: Call, store: FakeStore) -> None:
    number, _ = admitted(call, store)
    task_acts.assign(desk(call, store, 3), number, "Міндет", DUE)
    before, after = ends(call, store, DUE_END - MS), ends(call, store, DUE_END)
    assert refused(lambda: task_acts.miss(before, number, "1")) == ("exclusion", "not_overdue")
    missed = task_acts.miss(after, number, "1")
    assert missed.events[-1].detail["until"] == "2026-04-28T00:00:00+05:00"
    assert refused(lambda: task_acts.miss(after, number, "1")) == ("exclusion", "task_closed")
    assert refused(lambda: task_acts.miss(after, number, "2")) == ("exclusion", "no_such_task")


def ends(call: Call, store: FakeStore, at: datetime) -> CommitteeAct:
    return desk(call, store, (at - OPEN) / timedelta(days=1))


def missed_twice(call: Call, store: FakeStore) -> tuple[str, str, datetime]:
    """Two tasks missed at the same instant, and the end of the time to explain."""
    number, key = admitted(call, store)
    for task in ("1", "2"):
        task_acts.assign(desk(call, store, 3), number, f"Міндет {task}", DUE)
    for task in ("1", "2"):
        found = task_acts.miss(ends(call, store, DUE_END), number, task)
    end = last_explanation_end(call, found)
    assert end is not None
    return number, key, end


def test_exclusion_waits_for_the_time_to_explain_and_needs_a_text(call: Call, store: FakeStore) -> None:
    number, _, end = missed_twice(call, store)
    early, after = ends(call, store, end - MS), ends(call, store, end)
    assert refused(lambda: decisions.exclude(early, number, "себеп")) == ("exclusion", "explanation_open")
    assert refused(lambda: decisions.exclude(after, number, " ")) == ("exclusion", "no_text")
    assert decisions.exclude(after, number, "Екі міндет орындалмады").status == "excluded"


def test_below_the_number_nobody_is_excluded(call: Call, store: FakeStore) -> None:
    number, _, end = missed_twice(call, store)
    after = ends(call, store, end)
    assert refused(lambda: task_acts.finish(after, number, "1", " ")) == ("exclusion", "no_note")
    mended = task_acts.finish(after, number, "1", "Түсіндірме қабылданды")
    assert [task.state for task in tasks(mended)] == ["done", "missed"]
    assert refused(lambda: task_acts.finish(after, number, "1", "тағы")) == ("exclusion", "task_done")
    assert refused(lambda: decisions.exclude(after, number, "себеп")) == ("exclusion", "not_systematic")


def test_the_programme_is_completed_only_without_an_open_task(call: Call, store: FakeStore) -> None:
    number, at = admitted(call, store)[0], desk(call, store, 3)
    task_acts.assign(at, number, "Міндет", DUE)
    assert refused(lambda: decisions.complete(at, number)) == ("admission", "task_open")
    task_acts.finish(at, number, "1")
    assert decisions.complete(at, number).status == "completed"


def test_a_missed_task_may_be_explained_also_after_the_promised_end(call: Call, store: FakeStore) -> None:
    number, key, end = missed_twice(call, store)
    explain(call, store, number, key, "1", " Ауырып қалдым\r\nАнықтама бар ", end + timedelta(days=9))
    told = explain(call, store, number, key, "1", "Тағы бір сөз", end + timedelta(days=10))
    task = task_of(told, "1")
    assert task is not None
    assert [explanation.text for explanation in task.explanations] == ["Ауырып қалдым\nАнықтама бар", "Тағы бір сөз"]
    assert explanation_end(call, task) == end, "a word takes no time away"
    last = told.events[-1]
    assert (last.act, last.actor, last.at) == ("explain", "applicant", end + timedelta(days=10))


def test_the_same_words_sent_again_write_nothing(call: Call, store: FakeStore) -> None:
    number, key, end = missed_twice(call, store)
    told = explain(call, store, number, key, "1", "Ауырып қалдым", end)
    assert explain(call, store, number, key, "1", "Ауырып қалдым ", end + MS) == told
    decisions.exclude(ends(call, store, end + MS), number, "себеп")
    assert explain(call, store, number, key, "1", "Ауырып қалдым", end + 2 * MS).status == "excluded"


@pytest.mark.parametrize(
    ("task", "text", "why"),
    [("1", "\u200b ", "no_explanation"), ("1", "а" * 3001, "too_long"), ("7", "сөз", "no_such_task"),
     ("1", "a\x00b", "forbidden_characters")],
)  # fmt: skip
def test_an_explanation_says_something_about_a_task(
    call: Call, store: FakeStore, task: str, text: str, why: str
) -> None:
    number, key, end = missed_twice(call, store)
    assert refused(lambda: explain(call, store, number, key, task, text, end)) == ("exclusion", why)


def test_a_refused_explanation_says_in_which_status_and_how_much_may_be_said(call: Call, store: FakeStore) -> None:
    number, key, end = missed_twice(call, store)
    with pytest.raises(NotAllowed) as error:
        explain(call, store, number, key, "1", "а" * 3001, end)
    assert (error.value.status, error.value.params) == ("admitted", {"limit": 3000, "length": 3001})


def test_only_a_missed_task_is_explained_by_whom_it_concerns(call: Call, store: FakeStore) -> None:
    number, key, end = missed_twice(call, store)
    task_acts.finish(ends(call, store, end), number, "1", "Қате белгі")
    assert refused(lambda: explain(call, store, number, key, "1", "сөз", end)) == ("exclusion", "task_not_missed")
    with pytest.raises(NotFound):
        explain(call, store, number, "бөгде", "2", "сөз", end)
    for index in range(MOST_EXPLANATIONS):
        explain(call, store, number, key, "2", f"{index}", end)
    assert refused(lambda: explain(call, store, number, key, "2", "сөз", end)) == ("exclusion", "too_many_explanations")


def test_who_is_not_in_the_programme_has_nothing_to_explain(call: Call, store: FakeStore) -> None:
    draft, key = save_new_draft(call, store, PEPPER, answers(), OPEN)
    assert refused(lambda: explain(call, store, draft.number, key, "1", "сөз", OPEN)) == ("exclusion", "wrong_status")


def test_an_event_of_an_earlier_version_promises_the_same_days(call: Call, store: FakeStore) -> None:
    number, _, end = missed_twice(call, store)
    for place, event in store.kept.items():
        if event.act == "miss_task":
            event.detail.pop("until")  # type: ignore[attr-defined]
            assert place[0] == number
    assert last_explanation_end(call, Application(store.events(number))) == end
