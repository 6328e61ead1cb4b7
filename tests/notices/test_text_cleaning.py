"""What people wrote, as far as a mail can carry it."""

import pytest

from chalicelib.notices.text_cleaning import line, lines


@pytest.mark.parametrize(("written", "carried"), [
    ("бір\r\nекі\rүш\nтөрт\n\nбес", "бір\nекі\nүш\nтөрт\n\nбес"), ("бір\tекі", "бір екі"), ("а\x00\x1b\x85б", "аб"),
    ("а\ud800б\udfff", "аб"), ("Ә\u2028ө\u200d😀", "Ә\u2028ө\u200d😀"), (12, "12"),
])  # fmt: skip
def test_line_ends_are_of_one_kind_and_what_no_mail_carries_is_left_out(written: object, carried: str) -> None:
    assert lines(written) == carried


@pytest.mark.parametrize(("written", "carried"), [
    (" бір\r\nекі\rүш\tтөрт  бес\u2028алты ", "бір екі үш төрт бес алты"), ("\n\x00\t", ""), (12, "12"),
])  # fmt: skip
def test_in_one_line_words_are_parted_by_one_space(written: object, carried: str) -> None:
    assert line(written) == carried
