"""What an applicant may write into one application is bounded; nothing is lost by it, and no later act is blocked."""

from datetime import timedelta

import pytest

from chalicelib.call import Call
from chalicelib.intake.canonical_answers import MOST_ANSWERS, canonical
from chalicelib.intake.change_application import rewrite, submit_draft, withdraw
from chalicelib.intake.save_draft import save_new_draft
from chalicelib.intake.submit_application import submit
from chalicelib.rules import version_limits
from chalicelib.rules.application import Application
from chalicelib.rules.refusals import NotAllowed, OutsideWindow
from chalicelib.rules.version_limits import MOST_BYTES_OF_ACT, MOST_VERSIONS_OF_ACT
from chalicelib.selection import decisions, interviews
from tests.building import PEPPER, FakeStore
from tests.selection.building import EXPERT, MEMBER, desk
from tests.small_building import CLOSES, HELD, OPEN, answers, small_call

MOST = 4


@pytest.fixture
def call() -> Call:
    return small_call()


class Scene:
    """An application, and its owner who saves again and again."""

    def __init__(self, call: Call, *, submitted: bool) -> None:
        self.call, self.store, self.at, self.saved = call, FakeStore(), OPEN, 0
        if submitted:
            receipt = submit(call, self.store, PEPPER, answers(), OPEN)
            self.number, self.key = receipt.event.number, receipt.key
        else:
            draft, self.key = save_new_draft(call, self.store, PEPPER, answers(), OPEN)
            self.number = draft.number

    @property
    def now(self) -> Application:
        return Application(self.store.events(self.number))

    def save(self, **changes: object) -> Application:
        self.saved += 1
        words = answers(project=f"Ауыл {self.saved}", **changes)
        return rewrite(self.call, self.store, self.number, self.key, self.now.version, words, self.at)

    def refused(self, **changes: object) -> tuple[str, str, object]:
        before = self.now
        with pytest.raises(NotAllowed) as refusal:
            self.save(**changes)
        assert self.now == before
        return refusal.value.act, refusal.value.why, refusal.value.params["limit"]

    def interview(self) -> None:
        interviews.schedule(desk(self.call, self.store, 0.5), self.number, OPEN + timedelta(days=1), "Орын", "offline")
        interviews.record(desk(self.call, self.store), self.number, HELD, [MEMBER], [EXPERT], "passed")
        self.at = self.now.events[-1].at


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(version_limits, "MOST_VERSIONS_OF_ACT", MOST)


def test_a_hundred_versions_of_a_draft_are_taken_and_no_more(call: Call) -> None:
    scene = Scene(call, submitted=False)
    for _ in range(MOST_VERSIONS_OF_ACT - 1):
        scene.save()
    assert scene.now.version == MOST_VERSIONS_OF_ACT
    assert scene.refused() == ("save_draft", "too_many_versions", MOST_VERSIONS_OF_ACT)


def test_a_full_draft_is_submitted_edited_and_supplemented_all_the_same(call: Call, few: None) -> None:
    scene = Scene(call, submitted=False)
    for _ in range(MOST - 1):
        scene.save()
    assert scene.refused()[0] == "save_draft"
    assert submit_draft(call, scene.store, scene.number, scene.key, OPEN).status == "submitted"
    for _ in range(MOST):
        scene.save()
    assert scene.refused() == ("edit", "too_many_versions", MOST)
    scene.interview()
    for _ in range(MOST):
        scene.save()
    assert scene.refused() == ("supplement", "too_many_versions", MOST)
    assert [event.act for event in scene.now.events].count("supplement") == MOST


def test_what_the_applicant_used_up_never_stands_against_an_act_of_the_committee(call: Call, few: None) -> None:
    scene = Scene(call, submitted=True)
    for _ in range(MOST):
        scene.save()
    for hours in range(MOST + 2):
        when = OPEN + timedelta(days=1, hours=hours)
        interviews.schedule(desk(call, scene.store, 0.5), scene.number, when, "Орын", "offline")
    until = OPEN + timedelta(days=30)
    decisions.reopen(desk(call, scene.store, 0.6), scene.number, "submit", until, "Себебі бар.")
    assert scene.now.events[-1].act == "make_exception"


def test_the_same_words_again_and_giving_up_are_possible_where_no_version_is_left(call: Call, few: None) -> None:
    scene = Scene(call, submitted=True)
    for _ in range(MOST):
        saved = scene.save()
    again = rewrite(call, scene.store, scene.number, scene.key, 1, dict(saved.content.answers or {}), scene.at)
    assert again == saved
    assert withdraw(call, scene.store, scene.number, scene.key, scene.at).status == "withdrawn"


def test_the_bytes_of_all_versions_of_an_act_are_bounded(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    scene = Scene(call, submitted=True)
    scene.saved, long = 10, {"summary": "ә" * 1000}
    size = len(canonical(scene.save(**long).content.answers or {}))
    monkeypatch.setattr(version_limits, "MOST_BYTES_OF_ACT", 5 * size)
    for _ in range(4):
        scene.save(**long)
    assert scene.refused(**long) == ("edit", "too_much_text", 5 * size // 1024)
    scene.interview()
    assert scene.save(**long).events[-1].act == "supplement"


def test_the_bytes_taken_are_many_times_the_largest_body() -> None:
    assert MOST_BYTES_OF_ACT // MOST_ANSWERS == 15


def test_outside_the_window_the_window_is_the_reason(call: Call, few: None) -> None:
    scene = Scene(call, submitted=True)
    for _ in range(MOST):
        scene.save()
    scene.at = CLOSES + timedelta(days=1)
    with pytest.raises(OutsideWindow):
        scene.save()


def test_a_version_that_would_not_fit_beside_the_others_is_refused_before_it_is_written(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = Scene(call, submitted=True)
    scene.saved, long = 10, {"summary": "ә" * 1000}
    size = len(canonical(scene.save(**long).content.answers or {}))
    monkeypatch.setattr(version_limits, "MOST_BYTES_OF_ACT", 2 * size - 1)
    assert scene.refused(**long)[1] == "too_much_text"
    monkeypatch.setattr(version_limits, "MOST_BYTES_OF_ACT", 2 * size)
    assert scene.save(**long).version == 3


@pytest.mark.parametrize(("submitted", "rule", "status"), [(False, "window", "draft"), (True, "deadline", "submitted")])
def test_a_version_too_many_is_refused_by_the_rule_of_its_act(
    call: Call, few: None, submitted: bool, rule: str, status: str
) -> None:
    scene = Scene(call, submitted=submitted)
    for _ in range(MOST - (not submitted)):
        scene.save()
    with pytest.raises(NotAllowed) as refusal:
        scene.save()
    assert (refusal.value.rule, refusal.value.status) == (rule, status)


def test_a_draft_that_says_the_same_in_other_signs_needs_no_version_where_none_is_left(call: Call, few: None) -> None:
    """A form types every number as text: whoever only opens the full draft and sends it must not be refused."""
    scene = Scene(call, submitted=False)
    for _ in range(MOST - 1):
        saved = scene.save()
    said = dict(saved.content.answers or {})
    typed = said | {"people": str(said["people"]), "total": f"{said['total']:,}".replace(",", " ")}
    assert rewrite(call, scene.store, scene.number, scene.key, saved.version, typed, scene.at) == saved
    with pytest.raises(NotAllowed):
        rewrite(call, scene.store, scene.number, scene.key, saved.version, typed | {"people": "41"}, scene.at)
