"""The announcement page says every sentence of the announcement, in its words and in its language."""

from pathlib import Path

import pytest

from chalicelib.call import Call
from tests.site.reading import page, text_of, words_of

pytestmark = pytest.mark.call_of_2021

SENTENCES = [
    (language, sentence)
    for language in ("kk", "ru")
    for sentence in (Path(__file__).parent / f"announcement.{language}.txt").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize(("language", "sentence"), SENTENCES)
def test_the_announcement_page_has_the_sentence(built_site: Path, language: str, sentence: str) -> None:
    assert words_of(sentence) in words_of(text_of(page(built_site, language, "")))


@pytest.mark.parametrize(("language", "apply"), [("kk", "/apply/"), ("ru", "/ru/apply/")])
def test_the_address_in_the_sentence_leads_to_our_form(built_site: Path, call: Call, language: str, apply: str) -> None:
    assert f'<a href="{apply}">{call.registration_url}</a>' in page(built_site, language, "")


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_rules_page_has_an_anchor_and_the_words_of_every_rule(built_site: Path, call: Call, language: str) -> None:
    html = page(built_site, language, "rules/")
    text = words_of(text_of(html))
    for rule in call.rules:
        assert f'<h2 id="{rule.id}">' in html
        assert words_of(rule.text[language]) in text
    for criterion in call.criteria:
        assert words_of(criterion.text[language]) in text
