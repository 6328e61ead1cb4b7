"""A version too many is refused in words, with the step that is left, and every word comes back."""

import html
import json

import pytest

from chalicelib.rules import version_limits
from tests.building import OPEN, answers
from tests.web.gateway import as_form, post_form, post_json, send

WORDS = {"kk": ("Бұл өтінім тым көп рет сақталды: ең көбі 1 нұсқа.", "Соңғы сақталған нұсқа күшінде қалады"),
         "ru": ("Эта заявка сохранена слишком много раз: версий не больше 1.", "В силе остаётся")}  # fmt: skip


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_as_json_and_by_form_in_both_languages(monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    monkeypatch.setattr(version_limits, "MOST_VERSIONS_OF_ACT", 1)
    draft = post_json("/drafts", answers(application_language=language)).json
    number, key, (why, step) = draft["number"], draft["key"], WORDS[language]
    words = answers(application_language=language, settlement="Түрген ауылы")
    headers = {"Authorization": f"Bearer {key}", "If-Match": '"1"', "Content-Type": "application/json"}
    told = send("PUT", f"/applications/{number}", json.dumps(words).encode(), OPEN, headers)
    assert (told.status, told.json["why"], told.json["detail"]) == (409, "too_many_versions", why)
    assert told.json["next"].startswith(step) and told.json["answers"] == words

    hidden = [("_key", key), ("_version", "1"), ("_act", "save")]
    page = post_form(f"/applications/{number}", [*as_form(words), *hidden])
    assert page.status == 409
    assert all(text in html.unescape(page.body) for text in (why, step, "Түрген ауылы"))

    same = [*as_form(answers(application_language=language)), *hidden[:2], ("_act", "submit")]
    assert post_form(f"/applications/{number}", same).status == 200, "as it is saved it can be submitted"
