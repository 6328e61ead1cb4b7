"""Drafts, edits, supplements and withdrawals by plain forms, from page to page as a browser without a script goes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.call import Call
from infra.rehearsal_only import rehearsal_clock
from tests.building import CLOSES, MS, OPEN, answers
from tests.pages.reading import Page, read
from tests.selection.building import AFTER_WINDOW, HELD, desk
from tests.web.gateway import Answer, as_form, post_form, post_json, send

RU = ("_language", "ru")


class Applicant:
    """Presses buttons on the page it is on."""

    def __init__(self, **changes: Any) -> None:
        self.receipt = post_json("/applications", answers(application_language="ru", **changes)).json
        self.number, self.key = self.receipt["number"], self.receipt["key"]
        self.page = Page()

    @classmethod
    def with_draft(cls, **changes: Any) -> Applicant:
        made = cls.__new__(cls)
        made.load(post_form("/drafts", [RU, *as_form(answers(application_language="ru", **changes))]))
        made.key = dict(made.page.pairs)["_key"]
        made.number = next(link for link in made.html.split("/api/applications/")[1:])[:9]
        return made

    def load(self, answer: Answer) -> int:
        self.html, self.page = answer.body, read(answer.body)
        return answer.status

    def press(self, act: str, at: Any = OPEN, **changes: str) -> int:
        pairs = self.page.pairs or [RU, ("_key", self.key)]
        pairs = [(name, changes.get(name, value)) for name, value in pairs]
        return self.load(post_form(f"/applications/{self.number}", [*pairs, ("_act", act)], at))

    def anew(self, act: str, at: Any = OPEN) -> int:
        self.page = Page()
        return self.press(act, at)

    def stored(self) -> Any:
        headers = {"Authorization": f"Bearer {self.key}"}
        return send("GET", f"/applications/{self.number}", b"", OPEN, headers).json


def interviewed(number: str, call: Call) -> None:
    from chalicelib.selection import interviews

    store = wiring.service().store
    interviews.schedule(desk(call, store, 0.5), number, OPEN + timedelta(days=1), "Талғар", "offline")
    interviews.record(desk(call, store), number, HELD, ["А. Б."], ["В. Г."], "passed")


def test_a_draft_is_saved_again_and_submitted_page_by_page() -> None:
    me = Applicant.with_draft(settlement="")
    assert "Заявка ещё не подана." in me.page.text and "#settlement" in me.page.links
    assert me.press("save", settlement="Есік") == 200 and "Все обязательные ответы есть" in me.page.text
    assert (me.stored()["status"], me.stored()["answers"]["settlement"]) == ("draft", "Есік")
    assert me.press("submit", CLOSES - MS) == 200 and "Заявка принята" in me.page.text and me.key in me.page.text
    assert me.stored()["status"] == "submitted"


def test_a_repeated_press_is_the_same_press(table: Any) -> None:
    me = Applicant.with_draft()
    page = me.page
    for _ in range(2):
        me.page = page
        assert me.press("submit") == 200
    assert [line["act"] for line in me.stored()["history"]].count("submit") == 1


def test_an_incomplete_draft_is_kept_and_not_submitted() -> None:
    me = Applicant.with_draft(settlement="")
    assert me.press("submit", leader_last_name="Жаңа") == 422
    assert "#settlement" in me.page.links and "Это черновик: заявка ещё не подана." in me.page.text
    assert (me.stored()["status"], me.stored()["answers"]["leader_last_name"]) == ("draft", "Жаңа")
    assert me.press("submit", settlement="Есік") == 200


def test_a_draft_is_continued_from_its_number_and_key_alone() -> None:
    me = Applicant.with_draft(settlement="")
    found = post_form("/applications/look-up", [RU, ("number", me.number), ("key", me.key)])
    assert "Продолжить черновик" in found.body
    assert me.anew("open") == 200 and dict(me.page.pairs)["leader_last_name"] == "Сәрсенова"
    assert me.press("submit", settlement="Есік") == 200


def test_an_edit_is_a_new_version_and_its_receipt_says_so() -> None:
    me = Applicant()
    assert me.anew("open") == 200 and "в силе остаётся версия 1" in me.page.text
    assert me.press("edit", settlement="Есік") == 200
    assert "Исправления сохранены" in me.page.text and "Версия2" in me.page.text.replace("\n", "")
    assert (me.stored()["version"], me.stored()["answers"]["settlement"]) == (2, "Есік")


def test_a_stale_edit_shows_both_and_either_can_be_taken() -> None:
    me, other = Applicant(), Applicant()
    assert me.number == other.number
    me.anew("open"), other.anew("open")
    other.press("edit", settlement="Талдықорған")
    assert me.press("edit", settlement="Есік") == 412
    assert "Талдықорған" in me.page.text and dict(me.page.pairs)["settlement"] == "Есік"
    conflict = me.page
    assert me.press("open") == 200 and dict(me.page.pairs)["settlement"] == "Талдықорған" and "Есік" in me.page.text
    me.page = conflict
    assert me.press("edit") == 200 and me.stored()["answers"]["settlement"] == "Есік"
    assert me.stored()["version"] == 3


def test_a_form_that_lost_its_version_is_compared_not_refused() -> None:
    me = Applicant()
    me.anew("open")
    assert me.press("edit", settlement="Есік", _version="²") == 428
    assert dict(me.page.pairs)["_version"] == "1" and me.press("edit") == 200


@pytest.mark.parametrize("at", [CLOSES, CLOSES + 5 * MS])
def test_a_late_draft_and_a_late_edit_are_told_what_still_stands(at: Any) -> None:
    draft, edit = Applicant.with_draft(), Applicant(settlement="Қапшағай")
    assert draft.press("submit", at, settlement="Есік") == 403
    assert "Заявка не подана" in draft.page.text and "/ru/rules/#deadline" in draft.page.links
    edit.anew("open")
    assert edit.press("edit", at, settlement="Есік") == 403
    assert "Ранее поданная заявка остаётся в силе: сохранена версия 1." in edit.page.text
    assert all(dict(each.page.pairs)["settlement"] == "Есік" for each in (draft, edit))


def test_a_supplement_inside_and_after_its_window(call: Call) -> None:
    me = Applicant()
    interviewed(me.number, call)
    assert me.anew("open", AFTER_WINDOW - timedelta(days=1)) == 200
    assert me.press("supplement", AFTER_WINDOW, settlement="Есік") == 403 and "supplement" in " ".join(me.page.links)
    assert dict(me.page.pairs)["settlement"] == "Есік"
    assert me.press("supplement", AFTER_WINDOW - timedelta(days=1)) == 200 and "Дополнение принято" in me.page.text


def test_a_withdrawal_asks_first_and_cannot_be_undone() -> None:
    me = Applicant()
    assert me.anew("withdraw") == 200 and "Отменить отзыв нельзя" in me.page.text
    assert me.stored()["status"] == "submitted"
    assert me.press("withdraw_sure") == 200 and "Вы отозвали заявку" in me.page.text
    assert me.anew("withdraw") == 409
    me.page = read("")
    assert (
        post_form(f"/applications/{me.number}", [RU, ("_key", me.key), ("_act", "edit"), ("settlement", "Есік")]).status
        == 409
    )


def test_the_same_words_after_a_withdrawal_are_a_new_application() -> None:
    me = Applicant()
    words = [RU, *as_form(answers(application_language="ru"))]
    assert me.number in post_form("/applications", words).body
    me.anew("withdraw_sure")
    anew = post_form("/applications", words)
    assert "Заявка принята" in anew.body and me.number not in anew.body
    assert post_form("/applications", words).body == anew.body


def test_two_strangers_with_the_same_few_words_get_drafts_of_their_own() -> None:
    few = {name: None for name in answers() if name != "application_language"}
    mine, theirs = (Applicant.with_draft(**few) for _ in range(2))
    assert mine.number != theirs.number and mine.key != theirs.key
    mine.press("save", leader_iin="900101100014")
    assert "leader_iin" in mine.stored()["answers"] and "leader_iin" not in theirs.stored()["answers"]


def test_what_is_wrong_with_number_or_key_is_never_told() -> None:
    me = Applicant()
    for act in ("show", "open", "edit", "submit", "withdraw", "withdraw_sure", "nonsense", ""):
        pairs = [RU, ("_key", "2222"), ("_act", act), ("settlement", "Есік")]
        told = [post_form(f"/applications/{number}", pairs) for number in (me.number, "2222-2222")]
        assert [answer.status for answer in told] == [404, 404] and told[0].body == told[1].body
        assert "Есік" in told[0].body


def test_every_page_of_a_rehearsal_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    me = Applicant.with_draft()
    assert 'class="rehearsal"' not in me.html
    monkeypatch.setattr(wiring, "rehearsal_clock", rehearsal_clock)
    (tmp_path / "shift").write_text("1000")
    monkeypatch.setenv("CLOCK_SHIFT_FILE", str(tmp_path / "shift"))
    wiring.service.cache_clear()
    for act in ("show", "open", "save", "withdraw"):
        me.anew(act)
        assert "Это репетиция." in me.page.text and "15 сентября 2021 года в 10:00:01" in me.page.text
    refused = post_form("/drafts", [RU, ("settlement", "Есік")], CLOSES)
    lost = post_form("/applications/look-up", [RU, ("number", me.number), ("key", "2222")])
    assert all("Это репетиция." in answer.body for answer in (refused, lost))


def test_an_application_is_shown_in_the_language_asked_for() -> None:
    me = Applicant()
    for language, said in (("kk", "Өтініміңіз қабылданды."), ("ru", "Заявка принята.")):
        html = post_form(
            f"/applications/{me.number}", [("_language", language), ("_key", me.key), ("_act", "show")]
        ).body
        assert f'<html lang="{language}">' in html and said in html


def test_only_forms_are_taken_here() -> None:
    me = Applicant()
    assert post_json(f"/applications/{me.number}", {"_key": me.key, "_act": "show"}).status == 415


def test_an_interview_to_come_can_be_put_into_a_calendar(call: Call) -> None:
    from chalicelib.selection import interviews

    me = Applicant()
    interviews.schedule(desk(call, wiring.service().store), me.number, OPEN + timedelta(days=3), "Талғар", "offline")
    me.anew("show")
    assert any(link.startswith("data:text/calendar") for link in me.page.links)
