"""Act one: the call is open. Four fifths come on the last day, some around the closing instant, some after it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from chalicelib.rules.document_package import required_documents

from .applicant import Applicant
from .cast import FIRST, NEVER_IN_TIME
from .stage import Stage, Task, in_turn

LAST_DAY_SHARE = 0.8
# Of the last day, or of half a call that lasts less than two.
HOURS_BEFORE = (10, 7, 4.5, 3, 2, 1, 0.5, 0.1)
# Shares of the days before the last one; the first of them is only for drafts.
EARLIER = (0.02, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95)
DOCUMENTS_SHARE, ALL_BUT_SOME = 0.5, 0.85
FOR_EVERY_SCENE = 50
REMINDERS = (20, 2.5)
# Before the opening.
EARLY = timedelta(minutes=5)


def moments(stage: Stage) -> tuple[list[datetime], list[datetime]]:
    """The scenes of the earlier days, and those of the last: fewer for few people, as each costs a second or two."""
    call, step = stage.call, max(1, 4 - len(stage.people) // FOR_EVERY_SCENE)
    length = call.closes_at - stage.last_day - call.opens_at
    earlier = [call.opens_at + length * share for share in (*EARLIER[:1], *EARLIER[1::step])]
    return earlier, [call.closes_at - stage.last_day * (hours / 24) for hours in HOURS_BEFORE[::step]]


def before_opening(stage: Stage) -> None:
    early = [person.submit for person in stage.people if person.way == "too_early"]
    stage.play("Too early", stage.call.opens_at - EARLY, early)


def until_closing(stage: Stage, between: Callable[[datetime], None]) -> None:
    """`between` two scenes the committee may already be at work; it is told when the next one is."""
    reminders = [stage.call.closes_at - stage.last_day * (hours / 24) for hours in REMINDERS]
    for at, tasks in _agenda(stage):
        if reminders and reminders[0] <= at:
            stage.remind(at)
            reminders.pop(0)
        between(at)
        stage.play("The last day" if at in moments(stage)[1] else "The call is open", at, tasks)


def _agenda(stage: Stage) -> list[tuple[datetime, list[Task]]]:
    earlier, last = moments(stage)
    agenda: dict[datetime, list[Task]] = defaultdict(list)
    for person in stage.people:
        if person.way in ("late", "on_the_dot"):
            continue
        at = _moment_of_submission(stage, earlier, last)
        before = stage.rng.choice([moment for moment in earlier if moment < at])
        for moment, task in _days_of(person, stage, before, at):
            agenda[moment].append(task)
    return sorted(agenda.items())


def _moment_of_submission(stage: Stage, earlier: list[datetime], last: list[datetime]) -> datetime:
    return stage.rng.choice(last if stage.rng.random() < LAST_DAY_SHARE else earlier[1:])


def _days_of(person: Applicant, stage: Stage, before: datetime, at: datetime) -> list[tuple[datetime, Task]]:
    """What a person does on an earlier evening and at the moment they submit."""
    first: dict[str, Task] = {
        "saved_again": in_turn(partial(person.save_draft, 0.5), person.rewrite), "drafted": person.save_draft,
        "drafted_and_edited": person.save_draft, "abandoned": partial(person.save_draft, 0.6),
        "incomplete": partial(person.save_draft, 0.4), "late_draft": person.save_draft,
    }  # fmt: skip
    drafted = [(before, first[person.way])] if person.way in first else []
    return drafted + ([] if person.way in ("abandoned", "late_draft") else [(at, _submission(person, stage))])


def _submission(person: Applicant, stage: Stage) -> Task:
    ways: dict[str, tuple[Task, ...]] = {
        FIRST: (person.submit_twenty_times,), "double": (person.submit_twice,),
        "double_without_script": (person.submit_twice_without_script,), "edited": (person.submit, person.edit),
        "withdrawn": (person.submit, person.withdraw), "drafted": (person.submit_draft,),
        "saved_again": (person.submit_draft, person.submit_draft),
        "drafted_and_edited": (person.submit_draft, person.edit),
        "incomplete": (person.submit_draft,), "stale": (person.submit, person.edit, person.rewrite_from_an_old_page),
    }  # fmt: skip
    return in_turn(*ways.get(person.way, (person.submit,)), *_documents(person, stage))


def _documents(person: Applicant, stage: Stage) -> list[Task]:
    # Where no window opens later, who wants to be admitted sends everything now.
    share = DOCUMENTS_SHARE if stage.call.has("supplement") else ALL_BUT_SOME
    if person.way in (*NEVER_IN_TIME, "withdrawn") or person.rng.random() > share:
        return []
    return [partial(person.upload, kind) for kind in kinds_for(person, stage)]


def send_papers(person: Applicant, stage: Stage) -> None:
    for kind in kinds_for(person, stage):
        person.upload(kind)


def kinds_for(person: Applicant, stage: Stage) -> list[str]:
    day = stage.local(stage.call.closes_at).date()
    return [document.kind for document in required_documents(stage.call.form, person.answers, day)]


def at_the_closing(stage: Stage) -> None:
    """New applications, drafts, edits, documents: all within moments of the last one."""
    dotted = [person.submit for person in stage.people if person.way == "on_the_dot"]
    drafts = [person.submit_draft for person in stage.people if person.way == "late_draft"][::3]
    submitted = [person for person in stage.people if person.number and person.way == "direct"
                 and (stage.call.has("supplement") or not person.is_interviewed)]  # fmt: skip
    edits: list[Task] = [person.edit for person in submitted[::6]]
    papers = [(person, kinds_for(person, stage)) for person in submitted[3::6]]
    documents = [partial(person.upload, kinds[-1]) for person, kinds in papers if kinds]
    stage.play_around("The closing instant", stage.call.closes_at, [*dotted, *drafts, *edits, *documents])


def after_closing(stage: Stage) -> None:
    """By minutes and by hours. Whoever was in and presses again gets the first receipt."""
    late = [person for person in stage.people if person.way == "late"]
    drafts = [person for person in stage.people if person.way in ("late_draft", "abandoned")]
    again = [partial(person.submit, keyed=False) for person in stage.people if person.way == "double_without_script"]
    edits = [person.rewrite for person in stage.people if person.way == "edited"]
    scenes: tuple[tuple[float, list[Task]], ...] = (
        (0.01, [*again, *(person.submit for person in late[::2])]),
        (3, [*(person.save_draft for person in late[1::2]), *(person.submit_draft for person in drafts),
             *(person.edit for person in drafts)]),
        (14, [*(person.submit for person in late), *edits]),
    )  # fmt: skip
    for hours, tasks in scenes:
        stage.play("Too late", stage.call.closes_at + timedelta(hours=hours), tasks)
    stage.remind(stage.call.closes_at + timedelta(hours=14))
