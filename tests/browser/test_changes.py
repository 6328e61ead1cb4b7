"""A submission changed in a real browser, from the bar that every section has."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.form_site import FormSite
from tests.browser.test_drafts import acts, continue_on, number_and_key
from tests.browser.test_form import open_filled, page, press, site, violations

__all__ = ["page", "site"]
pytestmark = pytest.mark.browser
BAR = ".bq-section:not([hidden]) .bq-bar"


@pytest.fixture
def changing(page: Any, site: FormSite) -> Any:
    """The form at work on a submission, in the section of the settlement."""
    open_filled(page, site, "/ru/apply/")
    press(page)
    continue_on(page, site, *number_and_key(page))
    page.fill("#settlement", "Есік")
    return page


def test_a_change_saved_from_the_bar_is_in_force_and_the_work_goes_on(changing: Any, site: FormSite) -> None:
    assert changing.inner_text(f"{BAR} .bq-save") == "Сохранить"
    changing.click(f"{BAR} .bq-save")
    changing.wait_for_selector(".bq-saved-draft")
    assert acts(site) == ["submit", "edit"] and "Теперь в силе версия 2." in changing.inner_text("#problems")
    assert changing.inner_text(f"{BAR} .bq-saved") == "Сохранена версия 2" and violations(changing) == []
    assert "в силе остаётся версия 2." in changing.inner_text("#work")
    changing.fill("#settlement", "Талғар")
    changing.click(f"{BAR} .bq-save")
    changing.wait_for_selector("#problems:has-text('Теперь в силе версия 3.')")
    changing.click("#problems button:has-text('Показать квитанцию')")
    assert changing.inner_text("#receipt [data-slot=version]") == "3" and acts(site) == ["submit", "edit", "edit"]


def test_a_change_with_a_hole_stops_at_the_bar_and_leaves_what_is_in_force(changing: Any, site: FormSite) -> None:
    changing.fill("#settlement", "")
    changing.click(f"{BAR} .bq-save")
    changing.wait_for_selector("#problems[role=alert]")
    assert changing.locator("#problems li a").all_inner_texts() == ["Населённый пункт"] and acts(site) == ["submit"]
    changing.click(f"{BAR} .bq-save")
    changing.wait_for_function("document.querySelector('#application [type=submit]').ariaDisabled === 'false'")
    assert acts(site) == ["submit"] and changing.inner_text("#problems li a") == "Населённый пункт"


def test_a_change_from_the_bar_without_an_answer_is_repeated_after_a_reload(changing: Any, site: FormSite) -> None:
    site.lose_answers = 1
    changing.click(f"{BAR} .bq-save")
    changing.wait_for_selector("#problems .bq-waiting")
    changing.reload()
    changing.wait_for_selector("#problems:has-text('Теперь в силе версия')")
    kept = list(site.store.kept.values())
    assert {event.act for event in kept[1:]} == {"edit"} and kept[-1].answers["settlement"] == "Есік"
