"""Why an act is refused and what to do now: every parameter as people write it, in the call's own zone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from chalicelib.call import Call, say
from chalicelib.call.guard_words import STATUS, guard_sentence, next_step
from chalicelib.call.loading import load_call
from chalicelib.call.wording import keyboard_text

SMALL = Path(__file__).parent / "small-call"
# In UTC it is still the day before: midnight of 23 April 2026 in the small call's zone.
MIDNIGHT = datetime(2026, 4, 22, 19, tzinfo=UTC)


@pytest.fixture(scope="module")
def small() -> Call:
    return load_call(SMALL)


@pytest.mark.parametrize(
    ("language", "until", "moment"),
    [
        ("kk", "2026 жылғы 22 сәуір сағат 24.00-ге дейін (Астана уақыты (қаз.))",
         "2026 жылғы 23 сәуір сағат 00.00 (Астана уақыты (қаз.))"),
        ("ru", "до 24.00 22 апреля 2026 года (Астана уақыты (рус.))",
         "23 апреля 2026 года в 00.00 (Астана уақыты (рус.))"),
    ],
)  # fmt: skip
def test_an_end_is_the_last_hour_of_its_day_and_any_other_instant_is_a_moment_both_in_the_calls_zone(
    small: Call, language: str, until: str, moment: str
) -> None:
    ended = guard_sentence(small, language, "window_open", {"until": MIDNIGHT})
    assert keyboard_text(ended) == keyboard_text(say("guards", "window_open", language, until=until))
    begun = guard_sentence(small, language, "held_before_submission", {"submitted": MIDNIGHT})
    assert keyboard_text(begun) == keyboard_text(say("guards", "held_before_submission", language, submitted=moment))


@pytest.mark.parametrize(
    ("language", "day"), [("kk", "2026 жылғы 22 сәуір"), ("ru", "22 апреля 2026 года")]
)  # fmt: skip
def test_a_day_has_neither_hour_nor_zone(small: Call, language: str, day: str) -> None:
    told = guard_sentence(small, language, "held_in_future", {"today": date(2026, 4, 22)})
    assert keyboard_text(told) == keyboard_text(say("guards", "held_in_future", language, today=day))


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_large_number_is_parted_a_text_is_its_own_languages_and_a_name_stays(small: Call, language: str) -> None:
    of_both = {"kk": "Бір әріптес", "ru": "Один коллега"}
    told = [
        guard_sentence(small, language, "too_much_text", {"limit": 20480}),
        guard_sentence(small, language, "named_twice", {"name": of_both}),
        guard_sentence(small, language, "named_twice", {"name": "Б. Әлі"}),
    ]
    assert [keyboard_text(sentence) for sentence in told] == [
        keyboard_text(say("guards", "too_much_text", language, limit="20 480")),
        keyboard_text(say("guards", "named_twice", language, name=of_both[language])),
        keyboard_text(say("guards", "named_twice", language, name="Б. Әлі")),
    ]


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_where_the_status_forbids_an_act_its_own_step_comes_before_the_one_of_whoever_acts(
    small: Call, language: str
) -> None:
    def step(act: str, by: str, status: str, why: str = STATUS) -> str:
        return next_step(small, language, why, {}, act, by, status)

    assert step("schedule_interview", "committee", "interviewed") == say(
        "guards", "next.schedule_interview.interviewed", language
    )
    assert step("admit", "committee", "interviewed") == say("guards", "next.committee.interviewed", language)
    assert step("edit", "applicant", "interviewed") == say("guards", "next.applicant.interviewed", language)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_any_other_reason_has_its_own_step_whatever_the_status_and_without_one_nothing_is_said(
    small: Call, language: str
) -> None:
    # What the refusal itself is told with comes along.
    params = {"until": MIDNIGHT, "name": {"kk": "а", "ru": "б"}}
    told = next_step(small, language, "no_place", params, "schedule_interview", "committee", "interviewed")
    assert told == say("guards", "next.no_place", language)
    assert next_step(small, language, "nobody_knows", {}, "admit", "committee", "interviewed") == ""
