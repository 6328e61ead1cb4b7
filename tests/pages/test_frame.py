"""What stands around every whole page: the emblem and, at a rehearsal, the banner."""

from __future__ import annotations

import pytest

from chalicelib.call import Call
from chalicelib.call.look import current_look
from chalicelib.pages import result_pages as pages
from chalicelib.pages.rehearsal_banner import with_banner
from tests.building import OPEN, answers
from tests.pages.reading import read
from tests.pages.test_form import LANGUAGES

pytestmark = pytest.mark.call_of_2021


def test_the_emblem_of_a_page_is_the_calls(call: Call) -> None:
    assert current_look().emblem in pages.not_found_page(call, "kk")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rehearsal_says_so_and_what_time_it_is_there(call: Call, language: str) -> None:
    html = with_banner(pages.not_found_page(call, language), call, language, OPEN)
    said = {"kk": ("Бұл — сынақ режимі.", "2021 жылғы 15 қыркүйек сағат 10:00:00"),
            "ru": ("Это репетиция.", "15 сентября 2021 года в 10:00:00")}  # fmt: skip
    assert all(part in read(html).text for part in said[language])
    assert html.index('class="rehearsal"') < html.index("<header")


def test_what_an_applicant_wrote_is_never_taken_for_the_banners_room(call: Call) -> None:
    written = answers(settlement="<!--rehearsal-->")
    html = with_banner(pages.checked_page(call, "ru", written, []), call, "ru", OPEN)
    assert html.count('class="rehearsal"') == 1 and dict(read(html).pairs)["settlement"] == "<!--rehearsal-->"
