"""The second call from before its opening to the last task: every act of applicants and committee there is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from chalicelib.intake.append_event import Change, append
from chalicelib.rules.application import Application
from chalicelib.rules.confirmed_address import address_mark
from chalicelib.rules.lost_key_link import LinkRequest
from tests.building import MS
from tests.calls.applying import Applicant, drafted, submitted, submitted_by_form
from tests.calls.cloud import Cloud
from tests.calls.people import TO_SECOND, changed
from tests.pages.reading import read
from tests.web.gateway import as_form

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
OPENS = datetime.fromisoformat("2026-12-01T09:00:00+05:00")
ANNOUNCED = datetime.fromisoformat("2026-12-20T20:00:00+05:00")
CLOSES = datetime.fromisoformat("2026-12-22T20:00:00+05:00")
# A Wednesday, and the Saturday five days later: no roll-over.
HELD = datetime.fromisoformat("2026-12-21T15:00:00+05:00")
SUPPLEMENTED_UNTIL = datetime.fromisoformat("2026-12-27T00:00:00+05:00")
DECIDED = datetime.fromisoformat("2026-12-28T10:00:00+05:00")
MEMBER, EXPERT = "Сапар Ж.", "Дина Қ."
PACKAGE = ("sketch", "actor")
NOT_REQUIRED = {"number", "call_me", "free_share", "show_name"}


def play(cloud: Cloud) -> Mapping[str, Applicant]:
    """Who applied, by what becomes of them."""
    _before_the_opening(cloud)
    _problems(cloud)
    people = {"completed": _by_json(cloud), "excluded": _by_form(cloud)} | _others(cloud)
    _after_the_closing(cloud, people["late"])
    _interviews(cloud, people)
    _decisions(cloud, people)
    _tasks(cloud, people["completed"], people["excluded"])
    _keys(cloud, people["excluded"])
    _reading(cloud, people["excluded"])
    _histories(cloud, [who.number for who in people.values()])
    return people


def _before_the_opening(cloud: Cloud) -> None:
    assert cloud.asks("GET", "/call", None, OPENS - MS).json["phase"] == "upcoming"
    for tongue in ("kk", "ru"):
        early = cloud.asks("POST", "/applications", changed(TO_SECOND, tongue=tongue), OPENS - MS)
        assert (early.status, early.json["rule"]) == (403, "window")
        page = cloud.posts("/applications", as_form(changed(TO_SECOND, tongue=tongue)), OPENS - MS)
        assert page.status == 403 and f'<html lang="{tongue}"' in page.body


def _problems(cloud: Cloud) -> None:
    """All at once in form order; a question asked under no condition yet is not asked for."""
    wanted = [field.id for field in cloud.call.form if field.id not in NOT_REQUIRED]
    for tongue in ("kk", "ru"):
        told = cloud.asks("POST", "/applications/check", {"tongue": tongue}, OPENS).json
        assert [problem["field"] for problem in told["problems"]] == [name for name in wanted if name != "tongue"]
        page = cloud.posts("/applications", [("tongue", tongue)], OPENS)
        assert page.status == 422 and f'<html lang="{tongue}"' in page.body
        odd = changed(TO_SECOND, tongue=tongue, free_share=0.4, size=1, kind="opera", held_in="2027-13", number="1",
                      mailbox="nobody", call_me="12", person_code="1", story="?", who="club")  # fmt: skip
        told = cloud.asks("POST", "/applications/check", odd, OPENS).json
        assert {problem["field"] for problem in told["problems"]} >= {
            "free_share", "size", "kind", "held_in", "number", "mailbox", "call_me", "person_code", "story",
        }  # fmt: skip


def _by_json(cloud: Cloud) -> Applicant:
    """A draft saved twice, submitted, edited, its documents sent."""
    at = OPENS + DAY
    me = drafted(cloud, changed(TO_SECOND, story=None, heading="Бірінші кеш"), at)
    assert me.rewrites(changed(TO_SECOND, heading="Бірінші кеш", tongue="ru"), at + HOUR).json["problems"] == []
    assert me.acts("submit", at + 2 * HOUR).json["status"] == "submitted"
    edited = me.rewrites(changed(TO_SECOND, heading="Первый вечер", tongue="ru"), at + 3 * HOUR)
    assert (edited.status, edited.json["version"]) == (200, 4), edited
    for kind in PACKAGE:
        package = me.sends(kind, at + 4 * HOUR)["package"]
    assert package == {"state": "complete", "missing": []}
    return me


def _by_form(cloud: Cloud) -> Applicant:
    """A page with problems, mended and submitted; looked up, edited, its documents sent, all without a script."""
    at, answers = OPENS + 2 * DAY, changed(TO_SECOND, tongue="ru", heading="Вечер у пристани", quarter="pier")
    page = cloud.posts("/applications", as_form(changed(answers, story="Коротко")), at)
    assert page.status == 422 and "#story" in read(page.body).links
    me, receipt = submitted_by_form(cloud, answers, at, "ru")
    assert answers["heading"] in receipt.text and me.key in receipt.text
    found = cloud.posts("/applications/look-up", [("number", me.number), ("key", me.key), ("_language", "ru")], at)
    assert found.status == 200 and "Вечер у пристани" in found.body
    opened = me.presses("open", at + HOUR)
    mended = me.presses("edit", at + 2 * HOUR, read(opened.body), heading="Вечер у самой пристани")
    assert (mended.status, me.looks(at + 3 * HOUR)["answers"]["heading"]) == (200, "Вечер у самой пристани")
    for kind in PACKAGE:
        me.sends_by_form(kind, at + 3 * HOUR, "ru")
        me.sends(kind, at + 3 * HOUR)
    return me


def _others(cloud: Cloud) -> dict[str, Applicant]:
    at = OPENS + 3 * DAY
    several = {
        name: submitted(cloud, changed(TO_SECOND, heading=f"Кеш: {name}", **more), at)
        for name, more in {
            "failed": {"kind": "mural", "show_name": False}, "incomplete": {"kind": "song", "tongue": "ru"},
            "corrected": {"kind": "craft", "quarter": "dune"}, "waiting": {"kind": "screen", "who": "club",
                                                                           "number": "210940000015"},
        }.items()
    }  # fmt: skip
    gone = submitted(cloud, changed(TO_SECOND, heading="Кеш болмайды"), at)
    assert gone.acts("withdraw", at + HOUR).json["status"] == "withdrawn"
    by_form, _ = submitted_by_form(cloud, changed(TO_SECOND, heading="Болмайды", status="fresh"), at, "kk")
    assert by_form.presses("withdraw", at + HOUR).status == 200
    assert "withdraw_sure" in by_form.presses("withdraw", at + HOUR).body
    assert by_form.presses("withdraw_sure", at + HOUR).status == 200
    forgotten = drafted(cloud, changed(TO_SECOND, heading="Ұмытылған кеш", size=None), at)
    late = drafted(cloud, changed(TO_SECOND, heading="Кеш қалған", tongue="ru"), at)
    return several | {"withdrawn": gone, "withdrawn by form": by_form, "forgotten": forgotten, "late": late}


def _after_the_closing(cloud: Cloud, late: Applicant) -> None:
    """The amendment is in force: the announced closing is no end, the moved one is, to the millisecond."""
    assert cloud.asks("GET", "/call", None, ANNOUNCED).json["phase"] == "open"
    assert cloud.asks("POST", "/drafts", {"tongue": "ru"}, CLOSES - MS).status == 201
    for hours in (72, 12, 0):
        cloud.office.sweep(CLOSES - hours * HOUR)
    for tongue in ("kk", "ru"):
        answers = changed(TO_SECOND, tongue=tongue)
        over = cloud.asks("POST", "/applications", answers, CLOSES)
        assert (over.status, over.json["rule"], over.json["answers"]) == (403, "deadline", answers)
        assert cloud.posts("/applications", as_form(answers), CLOSES).status == 403
    until = (CLOSES + 2 * DAY).isoformat()
    cloud.runs("exception", late.number, "--window", "submit", "--until", until, "--why", "Дауыл", at=CLOSES + HOUR)
    cloud.runs("exception", "--new", "--until", until, "--why", "Телефон сынды", at=CLOSES + HOUR, lang="ru")
    assert late.acts("submit", CLOSES + 2 * HOUR).json["status"] == "submitted"


def _interviews(cloud: Cloud, people: Mapping[str, Applicant]) -> None:
    for name in ("completed", "excluded", "failed", "incomplete", "corrected"):
        _schedule(cloud, people[name], HELD, "Ескі клуб")
    _schedule(cloud, people["completed"], HELD + HOUR, "Кітапхана", "--offer", "--why", "Клуб жабық")
    _answers(cloud, people["completed"])
    panel = ("--held", HELD.date().isoformat(), "--committee", MEMBER, "--expert", EXPERT)
    outcomes = {"completed": "passed", "excluded": "passed", "incomplete": "passed", "failed": "failed",
                "corrected": "failed"}  # fmt: skip
    for name, outcome in outcomes.items():
        cloud.runs("interview", "record", people[name].number, *panel, "--outcome", outcome, at=HELD + 2 * HOUR)
    cloud.runs(
        "interview", "record", people["corrected"].number, *panel, "--outcome", "passed", "--why", "Қате жазылды",
        at=HELD + 3 * HOUR,
    )  # fmt: skip
    for name in ("completed", "excluded"):
        cloud.runs("score", people[name].number, "1=5 жақсы", "2=1 әлсіз", "3=4 келген", "--for", EXPERT,
                   at=HELD + 3 * HOUR)  # fmt: skip
    beyond = ("1=6 көп", "2=0 аз", "3=4 x")
    cloud.runs("score", people["completed"].number, *beyond, "--for", MEMBER, at=HELD + 4 * HOUR, code=3)
    _supplements(cloud, people)


def _answers(cloud: Cloud, who: Applicant) -> None:
    """A time that was offered: declined by a form, and then confirmed after all."""
    at = OPENS + 8 * DAY + HOUR
    seen = str(who.looks(at)["interview"]["appointment"])
    pairs = [("_key", who.key), ("_language", "ru"), ("_appointment", seen)]
    for reason, act, status in ((" ", "decline", 409), ("В дороге", "decline", 200), ("", "confirm", 200)):
        sent = [*pairs, ("_reason", reason), ("_act", f"{act}_interview")]
        assert cloud.posts(f"/applications/{who.number}", sent, at).status == status
    assert who.looks(at)["interview"]["answer"] == "confirmed"


def _schedule(cloud: Cloud, who: Applicant, when: datetime, place: str, *more: str) -> None:
    """The form asks for no format: any words are one."""
    words = ("--when", when.isoformat(), "--place", place, "--format", "кездесу", *more)
    cloud.runs("interview", "schedule", who.number, *words, at=OPENS + 8 * DAY)


def _supplements(cloud: Cloud, people: Mapping[str, Applicant]) -> None:
    """Until the end of the fifth day, though it is a Saturday."""
    me, last = people["completed"], SUPPLEMENTED_UNTIL - MS
    assert me.looks(HELD + DAY)["windows"]["supplement_until"] == "2026-12-27T00:00:00.000+05:00"
    assert me.rewrites(changed(TO_SECOND, heading="Первый вечер", tongue="ru", held_in="2027-04"), last).status == 200
    over = me.rewrites(changed(TO_SECOND, heading="Поздно", tongue="ru"), SUPPLEMENTED_UNTIL)
    assert (over.status, over.json["rule"]) == (403, "supplement")
    opened = read(people["excluded"].presses("open", HELD + DAY).body)
    assert people["excluded"].presses("supplement", HELD + DAY, opened, held_in="2027-05").status == 200
    for hours in (48, 6):
        cloud.office.sweep(SUPPLEMENTED_UNTIL - hours * HOUR)
    cloud.runs("exception", people["incomplete"].number, "--window", "supplement", "--until",
               (DECIDED + HOUR).isoformat(), "--why", "Ауырды", at=SUPPLEMENTED_UNTIL + HOUR)  # fmt: skip
    _infected(cloud, people["incomplete"].number)


def _infected(cloud: Cloud, number: str) -> None:
    detail = {"document": "d", "kind": "actor", "filename": "кеш.pdf", "size": 9, "sha256": "0" * 64, "replaces": "",
              "checking": True}  # fmt: skip
    verdict = {"document": "d", "verdict": "infected"}
    for act, by, told in (("receive_document", "applicant", detail), ("check_document", "scanner", verdict)):
        change = Change(act, by, SUPPLEMENTED_UNTIL + 2 * HOUR, detail=told)
        append(cloud.store, Application(cloud.store.events(number)), change)


def _decisions(cloud: Cloud, people: Mapping[str, Applicant]) -> None:
    at = DECIDED + 2 * HOUR
    cloud.runs("admit", people["incomplete"].number, at=at, code=3)
    for language in ("kk", "ru"):
        cloud.runs("admit", people["corrected"].number, at=at, code=3, lang=language)
        cloud.runs("queue", at=at, lang=language)
    for name in ("completed", "excluded"):
        cloud.runs("admit", people[name].number, "--text", "Жарайды", at=at)
    reasons = {"failed": "interview_failed", "incomplete": "incomplete", "corrected": "criteria"}
    for name, reason in reasons.items():
        cloud.runs("decline", people[name].number, "--reason", reason, "--text", "Келесіде келіңіз", at=at)


def _tasks(cloud: Cloud, done: Applicant, missed: Applicant) -> None:
    """Two missed are not yet systematic here, three are; the second of them is explained by a form."""
    at, due = DECIDED + DAY, (DECIDED + 10 * DAY).date()
    for who in (done, missed):
        for title in ("Афиша", "Рұқсат", "Есеп"):
            cloud.runs("task", "assign", who.number, "--title", title, "--due", due.isoformat(), at=at)
    cloud.office.sweep(DECIDED + 9 * DAY)
    over = DECIDED + 11 * DAY
    for task in ("1", "2", "3"):
        cloud.runs("task", "done", done.number, task, at=over)
    for task in ("1", "2"):
        cloud.runs("task", "missed", missed.number, task, "--note", "Көрінбеді", at=over)
    for language in ("kk", "ru"):
        cloud.runs("exclude", missed.number, "--text", "Жетер", at=over + 5 * DAY, code=3, lang=language)
    assert missed.acts("explain", over + HOUR, {"task": "1", "text": "Жел болды"}).status == 200
    assert missed.presses("explain", over + HOUR).status == 409
    pairs = [("_key", missed.key), ("_language", "ru"), ("_task", "2"), ("_explanation", "Ветер сорвал")]
    by_form = cloud.posts(f"/applications/{missed.number}", [*pairs, ("_act", "explain")], over + HOUR)
    assert by_form.status == 200
    cloud.runs("task", "missed", missed.number, "3", at=over + 5 * DAY)
    cloud.runs("task", "list", at=over + 5 * DAY)
    cloud.runs("exclude", missed.number, "--text", "Үш рет", at=over + 9 * DAY)
    cloud.runs("complete", done.number, "--text", "Рақмет", at=over + 9 * DAY)


def _keys(cloud: Cloud, who: Applicant) -> None:
    """By the mailbox: asked for, mailed, used up; and in person."""
    at = DECIDED + 30 * DAY
    for language in ("kk", "ru"):
        pairs = [("number", who.number), ("email", TO_SECOND["mailbox"]), ("_language", language)]
        assert cloud.posts("/keys", pairs, at).status == 202
    mark = address_mark(who.number, TO_SECOND["mailbox"])
    assert cloud.office.send_link(LinkRequest(who.number, mark, at), at) == ["sent"]
    token = cloud.mails[-1].text.partition("/api/keys/")[2].split()[0].partition("?")[0]
    for language in ("kk", "ru"):
        assert cloud.posts(f"/keys/{token}", [("_language", language)], at).status in (200, 404, 409, 410)
    cloud.tells("key", who.number, "--why", "Келді", at=at + DAY)


def _reading(cloud: Cloud, who: Applicant) -> None:
    at = DECIDED + 40 * DAY
    for language in ("kk", "ru"):
        for words in (("queue",), ("list",), ("show", who.number), ("history", who.number), ("task", "list"), ("form",),
                      ("mail", "list"), ("document", who.number), ("list", "--status", "draft"), ("--help",),
                      ("query",)):  # fmt: skip
            cloud.runs(*words, at=at, lang=language)


def _histories(cloud: Cloud, numbers: Iterable[str]) -> None:
    for number in numbers:
        for language in ("kk", "ru"):
            cloud.runs("history", number, at=DECIDED + 40 * DAY, lang=language)
