"""An application stays with its call and with the version of the form it was written for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from chalicelib.call import Call
from chalicelib.intake import save_draft
from chalicelib.intake.append_event import reload
from chalicelib.intake.change_application import rewrite, submit_draft, withdraw
from chalicelib.intake.idempotency import SenderKey
from chalicelib.intake.look_up_application import look_up
from chalicelib.intake.send_document import announce, download
from chalicelib.intake.submit_application import submit
from chalicelib.rules.admission_guards import form_problems
from chalicelib.rules.application import Application, Event
from chalicelib.rules.completeness import judge
from chalicelib.rules.form_version import call_as_written, call_to_judge_by
from chalicelib.rules.refusals import Incomplete, NotFound, OtherAnswers, OtherCall
from chalicelib.selection import decisions
from chalicelib.store.event_items import from_item, to_item
from tests.building import OPEN, PEPPER, FakeFiles, FakeStore, answers
from tests.calls import NEW_QUESTION, TITLE, copied, with_next_version
from tests.selection import building

LATER = OPEN + timedelta(hours=1)
RENAMED = ('{ id = "project_title",', '{ id = "title",')


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Call:
    """The second version asks one required question more."""
    return with_next_version(copied(tmp_path_factory.mktemp("asking")), (TITLE, NEW_QUESTION + TITLE))


@pytest.fixture(scope="module")
def renamed(tmp_path_factory: pytest.TempPathFactory) -> Call:
    """The second version asks for the title under another name, and a member's experience no more."""
    folder: Path = copied(tmp_path_factory.mktemp("renamed"))
    return with_next_version(folder, RENAMED, ('{ id = "experience", kind', '{ id = "past", kind'))


@pytest.fixture
def store() -> FakeStore:
    return FakeStore()


@dataclass
class Applicant:
    call: Call
    store: FakeStore
    number: str = ""
    key: str = ""
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def application(self) -> Application:
        return Application(self.store.events(self.number))

    def rewrites(self, call: Call, **changes: Any) -> Application:
        return rewrite(call, self.store, self.number, self.key, self.application.version, answers(**changes), LATER)


def with_submission(call: Call, store: FakeStore, **changes: Any) -> Applicant:
    receipt = submit(call, store, PEPPER, answers(**changes), OPEN)
    return Applicant(call, store, receipt.event.number, receipt.key)


def with_draft(call: Call, store: FakeStore, **changes: Any) -> Applicant:
    draft, key = save_draft.save_new_draft(call, store, PEPPER, answers(**changes), OPEN)
    return Applicant(call, store, draft.number, key)


def versions(application: Application) -> list[tuple[str, str, int]]:
    return [(event.act, event.call, event.form) for event in application.events]


def test_every_act_that_writes_answers_names_its_call_and_its_form(call: Call, store: FakeStore) -> None:
    first = with_submission(call, store)
    first.rewrites(call, settlement="Үшарал")
    withdraw(call, store, first.number, first.key, LATER)
    assert versions(first.application) == [("submit", call.id, 1), ("edit", call.id, 1), ("withdraw", "", 0)]
    second = with_draft(call, store, project_title=None)
    second.rewrites(call)
    submit_draft(call, store, second.number, second.key, LATER)
    assert versions(second.application) == [
        ("save_draft", call.id, 1), ("save_draft", call.id, 1), ("submit", call.id, 1),
    ]  # fmt: skip
    place, _ = decisions.let_in(building.desk(call, store), PEPPER, OPEN + timedelta(days=40), "себебі", "p")
    assert versions(place) == [("make_exception", call.id, 1)]


def test_call_and_form_are_stored_and_read_again(call: Call, store: FakeStore) -> None:
    event = store.events(with_submission(call, store).number)[0]
    item = to_item(event)
    assert (item["call"], item["form"]) == ({"S": call.id}, {"N": "1"})
    assert from_item(item) == event


def test_an_item_older_than_the_attributes_is_of_the_call_its_first_act_names_and_of_the_first_form(
    asking: Call, store: FakeStore
) -> None:
    old = older(store.events(with_submission(asking.with_form(1), store).number)[0])
    application = Application((from_item(to_item(old)),))
    assert (application.call_id, application.form_version) == (asking.id, 1)
    assert form_problems(asking, application) == ()


def older(event: Event) -> Event:
    return event._replace(call="", form=0)


def test_a_submission_stays_admissible_when_a_later_form_asks_more(asking: Call, store: FakeStore) -> None:
    number = building.interviewed(asking.with_form(1), store)
    building.with_documents(store, number, *building.PACKAGE)
    assert decisions.admit(building.desk(asking, store, 2), number).status == "admitted"


def test_a_new_submission_is_judged_by_the_current_form(asking: Call, store: FakeStore) -> None:
    with pytest.raises(Incomplete) as error:
        submit(asking, store, PEPPER, answers(), OPEN)
    assert [(problem.field, problem.code) for problem in error.value.problems] == [("village_elders", "required")]
    assert submit(asking, store, PEPPER, answers(village_elders="5"), OPEN).event.form == 2


def test_a_submission_is_edited_by_its_own_form(asking: Call, store: FakeStore) -> None:
    applicant = with_submission(asking.with_form(1), store)
    edited = applicant.rewrites(asking, settlement="Үшарал")
    assert (edited.content.form, edited.version) == (1, 2)
    with pytest.raises(Incomplete) as error:
        applicant.rewrites(asking, settlement="Үшарал", village_elders="5")
    assert [(problem.field, problem.code) for problem in error.value.problems] == [("village_elders", "unknown_field")]


def test_a_draft_is_judged_and_submitted_by_the_current_form(asking: Call, store: FakeStore) -> None:
    applicant = with_draft(asking.with_form(1), store)
    assert [problem.field for problem in form_problems(asking, applicant.application)] == ["village_elders"]
    with pytest.raises(Incomplete):
        submit_draft(asking, store, applicant.number, applicant.key, LATER)
    applicant.rewrites(asking, village_elders="5")
    submitted = submit_draft(asking, store, applicant.number, applicant.key, LATER)
    assert [event.form for event in submitted.events] == [1, 2, 2]


def test_answers_to_questions_that_are_gone_stay_in_the_drafts_history_and_are_told_when_it_is_submitted(
    renamed: Call, store: FakeStore
) -> None:
    applicant = with_draft(renamed.with_form(1), store)
    assert [problem.field for problem in form_problems(renamed, applicant.application)] == [
        "team_members[0].past",
        "title",
    ]
    members = [member | {"past": "бес жыл"} for member in answers()["team_members"]]
    applicant.rewrites(renamed, title="Жаңа атау", team_members=members)
    submitted = submit_draft(renamed, store, applicant.number, applicant.key, LATER)
    assert submitted.content.detail["dropped"] == ["project_title", "team_members.experience"]
    assert (submitted.content.answers or {})["title"] == "Жаңа атау"
    assert "project_title" not in (submitted.content.answers or {})
    assert (submitted.events[1].answers or {})["project_title"] == answers()["project_title"]


def test_what_no_version_ever_asked_is_still_unknown(renamed: Call) -> None:
    members = [{"full_name": "А. Б.", "role": "р", "past": "т", "shoe_size": "42"}]
    judgement = judge(renamed.form, answers(title="т", project_title=None, colour="red", team_members=members))
    assert [(problem.field, problem.code) for problem in judgement.problems] == [
        ("team_members[0].shoe_size", "unknown_field"), ("colour", "unknown_field"),
    ]  # fmt: skip


@pytest.mark.parametrize("key", ["", "press-1"])
def test_a_press_that_comes_again_after_the_form_changed_gets_its_first_receipt(
    asking: Call, store: FakeStore, key: str
) -> None:
    first = submit(asking.with_form(1), store, PEPPER, answers(), OPEN, SenderKey(key))
    again = submit(asking, store, PEPPER, answers(), LATER, SenderKey(key))
    assert (again.event, len(store.kept)) == (first.event, 1)
    assert again.key == (first.key if key else ""), "days later only a press with a name of its own is told the key"
    with pytest.raises(OtherAnswers if key else Incomplete):
        submit(asking, store, PEPPER, answers(settlement="Үшарал"), LATER, SenderKey(key))


def test_what_is_shown_is_the_form_the_answers_were_written_for(renamed: Call, store: FakeStore) -> None:
    draft = with_draft(renamed.with_form(1), store).application
    assert call_as_written(renamed, draft).form.version == 1
    assert call_to_judge_by(renamed, draft).form.version == 2
    submission = with_submission(renamed.with_form(1), store, settlement="Үшарал").application
    assert call_to_judge_by(renamed, submission).form.version == 1


def test_another_calls_application_is_not_found(call: Call, store: FakeStore) -> None:
    """The same table, the next year: the holder of a good key learns what the holder of a wrong one does."""
    applicant, files = with_submission(call, store), FakeFiles()
    next_call = replace(call, id="next-2022")
    assert look_up(call, store, applicant.number, applicant.key).number == applicant.number
    tries = [
        lambda: look_up(next_call, store, applicant.number, applicant.key),
        lambda: rewrite(next_call, store, applicant.number, applicant.key, 1, answers(settlement="x"), LATER),
        lambda: withdraw(next_call, store, applicant.number, applicant.key, LATER),
        lambda: submit_draft(next_call, store, applicant.number, applicant.key, LATER),
        lambda: announce(next_call, store, applicant.number, applicant.key, {}, LATER),
        lambda: download(next_call, store, files, applicant.number, applicant.key, "0"),
    ]
    for attempt in tries:
        with pytest.raises(NotFound):
            attempt()
    assert len(applicant.application.events) == 1


def test_staff_are_told_that_it_is_another_calls(call: Call, store: FakeStore) -> None:
    applicant = with_submission(call, store)
    with pytest.raises(OtherCall) as error:
        reload(replace(call, id="next-2022"), store, applicant.number)
    assert error.value.call_id == call.id


def test_a_draft_of_an_earlier_form_is_submitted_as_one_of_the_current_form(renamed: Call, store: FakeStore) -> None:
    """Whole by both forms, saved by the first, it is judged by the second and says so."""
    second = replace(renamed.with_form(1).form, version=2)
    both = replace(renamed.with_form(1), form=second, other_forms=(renamed.with_form(1).form,))
    applicant = with_draft(renamed.with_form(1), store)
    submitted = submit_draft(both, store, applicant.number, applicant.key, LATER)
    assert [event.form for event in submitted.events] == [1, 2]


def test_an_unfinished_press_of_the_same_name_is_told_what_is_missing(asking: Call, store: FakeStore) -> None:
    submit(asking.with_form(1), store, PEPPER, answers(), OPEN, SenderKey("a-press"))
    with pytest.raises(Incomplete):
        submit(asking, store, PEPPER, answers(settlement=""), LATER, SenderKey("a-press"))


def test_a_press_older_than_the_attribute_was_of_the_first_form(asking: Call, store: FakeStore) -> None:
    first = submit(asking.with_form(1), store, PEPPER, answers(), OPEN, SenderKey("a-press"))
    store.kept[first.event.number, 1] = first.event._replace(form=0)
    again = submit(asking, store, PEPPER, answers(), LATER, SenderKey("a-press"))
    assert (again.event.number, again.key, len(store.kept)) == (first.event.number, first.key, 1)


def test_what_a_draft_once_said_is_told_as_dropped_though_the_new_form_has_no_place_to_send_it(
    renamed: Call, store: FakeStore
) -> None:
    applicant = with_draft(renamed.with_form(1), store)
    members = [
        {name: said for name, said in member.items() if name != "experience"} | {"past": "бес жыл"}
        for member in answers()["team_members"]
    ]
    applicant.rewrites(renamed, title="Жаңа атау", project_title=None, team_members=members)
    submitted = submit_draft(renamed, store, applicant.number, applicant.key, LATER)
    assert submitted.content.detail["dropped"] == ["project_title", "team_members.experience"]


def test_what_an_earlier_draft_of_the_same_form_said_is_nothing_that_was_dropped(
    renamed: Call, store: FakeStore
) -> None:
    """Its writer took it back, and the form still asks for it."""
    members = [member | {"past": "бес жыл"} for member in answers()["team_members"]]
    applicant = with_draft(renamed, store, title="Жаңа атау", team_members=members)
    bare = [{name: said for name, said in member.items() if name != "experience"} for member in members]
    applicant.rewrites(renamed, title="Жаңа атау", project_title=None, team_members=bare)
    submitted = submit_draft(renamed, store, applicant.number, applicant.key, LATER)
    assert submitted.content.detail["dropped"] == []


def test_a_press_by_the_changed_form_that_comes_again_is_not_read_by_the_earlier_form(
    tmp_path: Path, store: FakeStore
) -> None:
    """Whole by both; a number to one of them is a text to the other, and other answers."""
    number = '{ id = "beneficiaries", kind = "integer", required = true, min = 1, max = 1000000,'
    text = number.replace('"integer"', '"text"').replace(" min = 1, max = 1000000,", "")
    call = with_next_version(copied(tmp_path), (number, text))
    said = answers(beneficiaries="1 000")
    first = submit(call, store, PEPPER, said, OPEN, SenderKey("a-press"))
    again = submit(call, store, PEPPER, said, LATER, SenderKey("a-press"))
    assert (first.event.form, (first.event.answers or {})["beneficiaries"]) == (2, "1 000")
    assert (again.event, again.key, len(store.kept)) == (first.event, first.key, 1)
