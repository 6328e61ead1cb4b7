from datetime import timedelta

import pytest

from chalicelib.call import Call
from chalicelib.intake.change_application import rewrite, submit_draft, withdraw
from chalicelib.intake.idempotency import SenderKey
from chalicelib.intake.save_draft import save_new_draft
from chalicelib.intake.submit_application import submit
from chalicelib.rules.application import Application
from chalicelib.rules.refusals import Incomplete, NotAllowed, NotFound, NoVersion, OtherAnswers, OutsideWindow, Stale
from tests.building import MS, PEPPER, FakeStore
from tests.selection.building import interviewed
from tests.small_building import CLOSES, OPEN, answers, small_call


@pytest.fixture
def call() -> Call:
    return small_call()


@pytest.fixture
def store() -> FakeStore:
    return FakeStore()


@pytest.fixture
def mine(call: Call, store: FakeStore) -> tuple[str, str]:
    receipt = submit(call, store, PEPPER, answers(), OPEN)
    return receipt.event.number, receipt.key


def acts(application: Application) -> list[tuple[str, str, int]]:
    return [(event.act, event.status, event.version) for event in application.events]


def test_a_draft_keeps_every_word_however_wrong(call: Call, store: FakeStore) -> None:
    words = {"project": ["?"], "colour": "көк", "people": "көп", "big": 10**30, "half": "a\ud800b"}
    draft, key = save_new_draft(call, store, PEPPER, words, OPEN)
    assert draft.content.answers == words | {"big": str(10**30), "half": "a\ufffdb"}
    assert (draft.status, draft.submitted_at) == ("draft", None)
    saved = rewrite(call, store, draft.number, key, 1, {"project": "Есік"}, OPEN)
    assert acts(saved) == [("save_draft", "draft", 1), ("save_draft", "draft", 2)]


def test_a_draft_is_saved_once_however_often_the_button_is_pressed(call: Call, store: FakeStore) -> None:
    first = save_new_draft(call, store, PEPPER, answers(), OPEN, SenderKey("press"))
    assert save_new_draft(call, store, PEPPER, answers(), OPEN, SenderKey("press")) == first
    with pytest.raises(OtherAnswers):
        save_new_draft(call, store, PEPPER, {}, OPEN, SenderKey("press"))
    assert len(store.kept) == 1


def test_a_draft_saved_in_time_gets_its_number_and_key_however_late_the_button_is_heard_again(
    call: Call, store: FakeStore
) -> None:
    first = save_new_draft(call, store, PEPPER, answers(), CLOSES - MS, SenderKey("press"))
    assert save_new_draft(call, store, PEPPER, answers(), CLOSES, SenderKey("press")) == first
    for words, press in (({}, "press"), (answers(), "other")):
        with pytest.raises(OutsideWindow):
            save_new_draft(call, store, PEPPER, words, CLOSES, SenderKey(press))


def test_a_draft_becomes_a_submission_only_when_complete_and_in_time(call: Call, store: FakeStore) -> None:
    draft, key = save_new_draft(call, store, PEPPER, answers(project=""), OPEN)
    with pytest.raises(Incomplete):
        submit_draft(call, store, draft.number, key, OPEN)
    rewrite(call, store, draft.number, key, 1, answers(), OPEN)
    with pytest.raises(OutsideWindow):
        submit_draft(call, store, draft.number, key, CLOSES)
    done = submit_draft(call, store, draft.number, key, CLOSES - MS)
    assert acts(done)[-1] == ("submit", "submitted", 3)
    assert done.submitted_at == CLOSES - MS
    assert submit_draft(call, store, draft.number, key, CLOSES + MS) == done


def test_after_closing_a_draft_can_still_be_read_but_not_saved(call: Call, store: FakeStore) -> None:
    draft, key = save_new_draft(call, store, PEPPER, answers(), OPEN)
    with pytest.raises(OutsideWindow):
        rewrite(call, store, draft.number, key, 1, {}, CLOSES)
    with pytest.raises(OutsideWindow):
        save_new_draft(call, store, PEPPER, {}, CLOSES)


def test_an_edit_is_a_new_version_and_the_old_one_stays(call: Call, store: FakeStore, mine: tuple[str, str]) -> None:
    edited = rewrite(call, store, *mine, 1, answers(project="Есік"), CLOSES - MS)
    assert acts(edited) == [("submit", "submitted", 1), ("edit", "submitted", 2)]
    assert [event.answers and event.answers["project"] for event in edited.events] == ["Ән кеші", "Есік"]
    assert edited.submitted_at == OPEN


def test_an_edit_must_be_complete_in_time_and_based_on_the_present_version(
    call: Call, store: FakeStore, mine: tuple[str, str]
) -> None:
    other = answers(project="Есік")
    with pytest.raises(Incomplete):
        rewrite(call, store, *mine, 1, answers(project=""), OPEN)
    with pytest.raises(OutsideWindow):
        rewrite(call, store, *mine, 1, other, CLOSES)
    with pytest.raises(NoVersion):
        rewrite(call, store, *mine, None, other, OPEN)
    rewrite(call, store, *mine, 1, other, OPEN)
    with pytest.raises(Stale) as stale:
        rewrite(call, store, *mine, 1, answers(project="Талдықорған"), OPEN)
    assert stale.value.current.version == 2


def test_an_edit_sent_again_after_a_lost_answer_writes_nothing(
    call: Call, store: FakeStore, mine: tuple[str, str]
) -> None:
    first = rewrite(call, store, *mine, 1, answers(project="Есік"), OPEN)
    assert rewrite(call, store, *mine, 1, answers(project="Есік"), CLOSES) == first


def test_dropping_an_answer_that_cannot_be_read_is_not_the_same_content(
    call: Call, store: FakeStore, mine: tuple[str, str]
) -> None:
    with pytest.raises(Incomplete):
        rewrite(call, store, *mine, 1, answers(people="көп"), OPEN)


def test_a_supplement_is_open_from_the_record_to_its_last_millisecond(call: Call, store: FakeStore) -> None:
    receipt = submit(call, store, PEPPER, answers(), OPEN)
    number = interviewed(call, store)
    assert number == receipt.event.number
    # Sunday's end rolls over to the end of Monday.
    end = OPEN.replace(day=14, hour=0)
    supplemented = rewrite(call, store, number, receipt.key, 1, answers(project="Есік"), end - MS)
    assert supplemented.events[-1].act == "supplement"
    with pytest.raises(OutsideWindow) as late:
        rewrite(call, store, number, receipt.key, 2, answers(), end + 7 * MS)
    assert (late.value.outside.rule, late.value.outside.instant, late.value.outside.by_ms) == ("supplement", end, 7)


def test_a_wrong_key_can_do_nothing(call: Call, store: FakeStore, mine: tuple[str, str]) -> None:
    number, _ = mine
    attempts = [
        lambda: rewrite(call, store, number, "2222", 1, answers(), OPEN),
        lambda: submit_draft(call, store, number, "2222", OPEN),
        lambda: withdraw(call, store, number, "2222", OPEN),
    ]
    for attempt in attempts:
        with pytest.raises(NotFound):
            attempt()
    assert len(store.kept) == 1


def test_a_change_of_interview_in_between_does_not_spoil_the_applicants_edit(
    call: Call, store: FakeStore, mine: tuple[str, str]
) -> None:
    from chalicelib.selection import interviews
    from tests.selection.building import desk

    interviews.schedule(desk(call, store, 0.1), mine[0], OPEN + timedelta(days=1), "Онлайн", "online")
    edited = rewrite(call, store, *mine, 1, answers(project="Есік"), OPEN + timedelta(hours=3))
    assert acts(edited)[-1] == ("edit", "interview_scheduled", 2)


def test_only_the_first_address_of_a_draft_is_noted_so_that_its_mail_comes_once(call: Call, store: FakeStore) -> None:
    draft, key = save_new_draft(call, store, PEPPER, answers(mail=""), OPEN)
    saved = [draft]
    for words in (answers(mail="a@example.kz"), answers(mail="a@example.kz", people=41), answers(mail="b@example.kz")):
        saved.append(rewrite(call, store, draft.number, key, saved[-1].version, words, OPEN))
    assert [one.content.detail.get("first_address", False) for one in saved] == [False, True, False, False]
    at_once, _ = save_new_draft(call, store, PEPPER, answers(people=42), OPEN)
    assert at_once.content.detail["first_address"] is True


def test_two_who_save_the_same_words_without_any_key_have_a_draft_each(call: Call, store: FakeStore) -> None:
    """An empty form, or a village's text that many copy: one must never be handed another's draft."""
    drafts = [save_new_draft(call, store, PEPPER, {"project": "Ән кеші"}, OPEN) for _ in range(2)]
    assert len({draft.number for draft, _ in drafts}) == len({key for _, key in drafts}) == 2


def test_a_press_with_gaps_that_comes_late_is_told_the_deadline_whatever_its_key_was_used_for(
    call: Call, store: FakeStore
) -> None:
    submit(call, store, PEPPER, answers(), OPEN, SenderKey("press"))
    with pytest.raises(OutsideWindow) as refused:
        submit(call, store, PEPPER, answers(project=None), CLOSES, SenderKey("press"))
    assert refused.value.outside.rule == "deadline"


@pytest.mark.parametrize("was_sent", [True, False])
def test_what_was_withdrawn_is_never_submitted_again_and_is_told_so_at_any_hour(
    call: Call, store: FakeStore, was_sent: bool
) -> None:
    """An answer «submitted» would let its owner believe that the application is in."""
    draft, key = save_new_draft(call, store, PEPPER, answers(), OPEN)
    if was_sent:
        submit_draft(call, store, draft.number, key, OPEN)
    withdraw(call, store, draft.number, key, OPEN)
    for at in (OPEN, CLOSES):
        with pytest.raises(NotAllowed) as refused:
            submit_draft(call, store, draft.number, key, at)
        no = refused.value
        assert (no.rule, no.status, no.why, no.act) == ("deadline", "withdrawn", "wrong_status", "submit")
