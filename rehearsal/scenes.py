"""The play: the call from before its opening to its last task, scene by scene."""

from __future__ import annotations

from functools import partial
from random import Random

from rich.progress import Progress

from chalicelib.call import Call

from . import open_days
from .applicant import Applicant
from .call_facts import CallFacts
from .cast import cast
from .cloud import Cloud
from .committee import PlayedCommittee
from .evidence import Evidence
from .ledger import publish
from .notes import Log
from .raw_table import Table, read_table
from .selection_days import Selection
from .stage import Stage, Task

NOBODYS = "2222-2222"


def play(cloud: Cloud, call: Call, facts: CallFacts, count: int, seed: int, progress: Progress) -> Evidence:
    """Everything there is to judge by. For one seed the same people do the same things, if not in the same order."""
    log = Log()
    stage = Stage(cloud, call, log, cast(cloud, log, call, count, seed), progress, Random(seed))
    selection = Selection(stage, PlayedCommittee(cloud, call, log), facts)
    earlier = [*_first_act(stage, selection), *_second_act(stage, selection)]
    end = stage.at(selection.days.completed, 10)
    stage.play("Everybody looks once more", end, [person.look for person in _people_with_key(stage)])
    stage.play("Strangers look", end, _strangers(stage))
    cloud.wait_for_mails()
    table = read_table(cloud.client("dynamodb"), cloud.table)
    return Evidence(facts, table, log, tuple(earlier), cloud.letters(), publish(cloud.state, cloud.for_staff))


def _first_act(stage: Stage, selection: Selection) -> list[Table]:
    stage.play("The committee is let in", stage.call.opens_at - open_days.EARLY, [selection.committee.people.arrive])
    open_days.before_opening(stage)
    open_days.until_closing(stage, selection.look_in)
    before = _table_as_it_stands(stage)
    open_days.at_the_closing(stage)
    open_days.after_closing(stage)
    return [before, _table_as_it_stands(stage)]


def _second_act(stage: Stage, selection: Selection) -> list[Table]:
    selection.play()
    interviewed = _table_as_it_stands(stage)
    selection.decisions()
    decided = _table_as_it_stands(stage)
    selection.acceleration()
    return [interviewed, decided]


def _table_as_it_stands(stage: Stage) -> Table:
    """The table as it stands, for nobody to rewrite later."""
    return read_table(stage.cloud.client("dynamodb"), stage.cloud.table)


def _strangers(stage: Stage) -> list[Task]:
    numbers = [NOBODYS, *(person.number for person in _people_with_key(stage)[:4])]
    return [partial(stage.people[0].look_as_a_stranger, number) for number in numbers]


def _people_with_key(stage: Stage) -> list[Applicant]:
    return [person for person in stage.people if person.key]
