"""The least call from its opening to its decisions: nothing between what was sent in and the word about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from tests.building import MS
from tests.calls.applying import Applicant, drafted, submitted, submitted_by_form
from tests.calls.cloud import Cloud
from tests.calls.people import TO_LEAST, changed
from tests.web.gateway import as_form

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
OPENS = datetime.fromisoformat("2027-02-01T00:00:00+05:00")
CLOSES = datetime.fromisoformat("2027-02-14T12:00:00+05:00")
DECIDED = datetime.fromisoformat("2027-02-15T10:00:00+05:00")


def play(cloud: Cloud) -> Mapping[str, Applicant]:
    """Who applied, by what becomes of them."""
    assert "supplement_days" not in cloud.asks("GET", "/call", None, OPENS - MS).json
    for language in ("kk", "ru"):
        early = cloud.asks("POST", "/applications", changed(TO_LEAST, lang=language), OPENS - MS)
        assert (early.status, early.json["rule"]) == (403, "window")
        told = cloud.asks("POST", "/applications/check", {"lang": language}, OPENS).json["problems"]
        assert [problem["field"] for problem in told] == ["called", "post", "caption", "ok"]
        assert cloud.posts("/applications", [("lang", language)], OPENS).status == 422
    people = _apply(cloud, OPENS + DAY)
    cloud.office.sweep(CLOSES - 24 * HOUR)
    cloud.office.sweep(CLOSES)
    for language in ("kk", "ru"):
        assert (
            cloud.posts("/applications", as_form(changed(TO_LEAST, lang=language, caption="…")), CLOSES).status == 403
        )
    until = (CLOSES + 2 * DAY).isoformat()
    cloud.runs("exception", people["late"].number, "--until", until, "--why", "Дождь", at=CLOSES + HOUR)
    assert people["late"].acts("submit", CLOSES + 2 * HOUR).status == 200
    _decide(cloud, people)
    _read(cloud, people["admitted"])
    return people


def _apply(cloud: Cloud, at: datetime) -> dict[str, Applicant]:
    chosen = submitted(cloud, TO_LEAST, at)
    assert chosen.rewrites(changed(TO_LEAST, caption="Кот на верхней полке"), at + HOUR).status == 200
    chosen.sends("drawing", at + HOUR)
    by_form, _ = submitted_by_form(cloud, changed(TO_LEAST, lang="kk", caption="Түлкі мен кітап"), at, "kk")
    by_form.sends_by_form("drawing", at, "kk")
    gone = submitted(cloud, changed(TO_LEAST, caption="Ошибка"), at)
    assert gone.acts("withdraw", at + HOUR).json["status"] == "withdrawn"
    return {
        "admitted": chosen, "declined": by_form, "withdrawn": gone,
        "late": drafted(cloud, changed(TO_LEAST, caption="Опоздавшая сова"), at),
        "forgotten": drafted(cloud, changed(TO_LEAST, caption=None), at),
    }  # fmt: skip


def _decide(cloud: Cloud, people: Mapping[str, Applicant]) -> None:
    """Nobody is decided upon while they may still change what they sent."""
    reason = ("--reason", "ineligible", "--text", "Мөлшері басқа")
    cloud.runs("decline", people["declined"].number, *reason, at=CLOSES - MS, code=3)
    cloud.runs("admit", people["admitted"].number, "--text", "Хорошо", at=DECIDED)
    cloud.runs("decline", people["declined"].number, *reason, at=DECIDED)
    assert cloud.tells("key", people["declined"].number, "--why", "Пришёл сам", at=DECIDED)["key"]


def _read(cloud: Cloud, who: Applicant) -> None:
    who.looks(DECIDED + DAY)
    assert who.presses("show", DECIDED + DAY).status == 200
    for language in ("kk", "ru"):
        for words in (("queue",), ("list",), ("show", who.number), ("history", who.number), ("form",),
                      ("mail", "list"), ("document", who.number), ("--help",), ("query",)):  # fmt: skip
            cloud.runs(*words, at=DECIDED + DAY, lang=language)
