"""Nothing that a person wrote runs, adds a header, or passes for our words."""

from email import policy
from email.parser import BytesParser

import pytest
from icalendar import Calendar

from chalicelib.call import Call
from chalicelib.intake.append_event import Change, append, reload
from chalicelib.notices.mail_composition import compose
from chalicelib.rules.application import Application
from chalicelib.rules.confirmed_address import address_of
from tests.building import OPEN, FakeStore, answers, event
from tests.notices.building import SITE, last_event, submitted, told
from tests.notices.test_mails import Visible

EVIL = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</blockquote></body><iframe src=//evil.example>",
    "{{ 7 * 7 }}{% include '/etc/passwd' %}{number}",
    "javascript:alert(1)",
    "a\r\nBcc: victim@example.kz\r\n\r\n<b>x",
    "\x00\x07\x1b[31m\u2028x",
]
ALLOWED = {"html", "head", "meta", "title", "body", "div", "h1", "h2", "p", "table", "tr", "th", "td", "ul", "li", "a",
           "br", "blockquote", "dl", "dt", "dd"}  # fmt: skip


@pytest.mark.parametrize("evil", EVIL)
def test_what_an_applicant_wrote_stays_text_in_the_mail_that_hands_it_back(call: Call, evil: str) -> None:
    found = told(call, "draft_closed", project_title=evil, problem=evil, **{f"x{evil}": evil})
    made = compose(call, found.application, found.notice, SITE, found.notice.at)
    page = Visible(made.html)
    assert {tag for tag, _ in page.elements} <= ALLOWED
    assert not [attrs for _, attrs in page.elements if any(name.startswith("on") for name in attrs)]
    assert {attrs["href"].startswith(f"{SITE}/") for tag, attrs in page.elements if tag == "a"} == {True}
    assert not set(made.text) & set("\x00\x07\x1b\r")
    # Behind the mark of a quotation, so that it cannot pass for our own words.
    assert all(line.startswith("> ") for line in made.text.splitlines() if "Bcc:" in line and not line.startswith("x"))


@pytest.mark.parametrize("evil", EVIL)
def test_what_the_committee_wrote_stays_text_too(call: Call, evil: str) -> None:
    store = FakeStore()
    number = submitted(call, store)
    # The verb would refuse some of these; whoever writes past it must not get further than the text.
    detail = {"when": OPEN.isoformat(), "place": evil, "format": evil}
    change = Change("schedule_interview", "committee/asel", OPEN, detail=detail)
    append(store, reload(call, store, number), change)
    found = last_event(call, store, number)
    made = compose(call, found.application, found.notice, SITE, OPEN)
    assert {tag for tag, _ in Visible(made.html).elements} <= ALLOWED
    assert [line for line in made.text.splitlines() if line.startswith("Bcc:")] == []
    calendar = Calendar.from_ical(made.attachments[0].content)
    assert [component.name for component in calendar.walk()] == ["VCALENDAR", "VEVENT"]
    assert set(calendar.walk("VEVENT")[0]) == {"UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DURATION", "STATUS",
                                               "SUMMARY", "LOCATION", "DESCRIPTION"}  # fmt: skip


@pytest.mark.parametrize("evil", EVIL)
def test_no_answer_gets_into_a_header(call: Call, evil: str) -> None:
    plain, changed = (told(call, "draft_reminder", project_title=title) for title in ("Жоба", f"Ж{evil[:20]}"))
    first, second = (compose(call, t.application, t.notice, SITE, OPEN) for t in (plain, changed))
    assert (first.to, first.subject.split(":")[0]) == (second.to, second.subject.split(":")[0])
    parsed = BytesParser(policy=policy.default).parsebytes(f"To: {second.to}\nSubject: {second.subject}\n\n".encode())
    assert parsed.keys() == ["To", "Subject"]


@pytest.mark.parametrize(
    ("written", "goes_to"),
    [
        ("aigerim@example.kz", "aigerim@example.kz"),
        ("  Aigerim@EXAMPLE.kz ", "Aigerim@example.kz"),
        ("info@қазақстан.қаз", "info@xn--80aaa0a6awh12ed.xn--80ao21a"),
        ("a@example.kz\r\nBcc: victim@example.kz", ""),
        ("a@example.kz\nBcc: victim@example.kz", ""),
        ("a@example.kz, b@example.kz", ""),
        ("a@example.kz b@example.kz", ""),
        ("Аты <a@example.kz>", "a@example.kz"),
        ("a@example.kz\x00", ""),
        ("жоқ", ""),
        ("", ""),
        (None, ""),
        (["a@example.kz"], ""),
        ({"a": 1}, ""),
        (7, ""),
    ],
)
def test_a_mail_goes_to_one_whole_address_or_to_nobody(call: Call, written: object, goes_to: str) -> None:
    draft = event(act="save_draft", status="draft", answers=answers() | {"leader_email": written})
    assert address_of(call, Application((draft,))) == goes_to
    assert address_of(call, Application((draft._replace(answers={}),))) == ""
