"""The light item follows from the events alone, in whatever order they come, and holds no answer and no points."""

import json
from dataclasses import replace
from itertools import permutations
from typing import Any

from chalicelib.call import Call
from chalicelib.projection.light_fold import light
from chalicelib.projection.light_item import APPOINTED, LightItem, as_json, from_json, judge_list, judged_list
from chalicelib.projection.projection_upkeep import refresh
from chalicelib.rules.application import Application
from chalicelib.selection import interviews, task_acts
from chalicelib.store.home.sqlite_table import SqliteTable
from chalicelib.store.projection import TableProjection
from tests.building import FakeStore, answers, event
from tests.desk.building import CALL
from tests.selection import building
from tests.store.engines import make_table, moto_client, sqlite_client

POINTS = {str(n): 7 for n in range(1, 6)}
REASONS = {str(n): "Құпия себеп" for n in range(1, 6)}


def scored(call: Call, store: FakeStore) -> str:
    number = building.interviewed(call, store)
    interviews.score(building.desk(call, store, 1.2), number, building.MEMBER, POINTS, REASONS)
    return number


def test_an_item_says_where_an_application_stands_and_who_has_scored_it(call: Call) -> None:
    store = FakeStore()
    number = scored(call, store)
    item = light(call, Application(store.events(number)))
    assert item == LightItem(
        number, 4, "interviewed", 1, answers()["project_title"], "skills", "196200000", "2021-09-15T04:00:00.000Z",
        "2021-09-16T08:48:00.000Z", "2021-09-16T04:00:00.000Z", "Талдықорған", "offline", "2021-09-16", "passed",
        (building.MEMBER,), (building.EXPERT,), (building.MEMBER,),
        language="kk", form_version=1, arrived="2021-09-15T04:00:00.000Z", waits=(
            ("", "supplementing", "2021-09-20T18:00:00.000Z"), ("2021-09-20T18:00:00.000Z", "to_decline", ""),
        ),
    )  # fmt: skip
    kept = json.dumps(as_json(item), ensure_ascii=False)
    assert (from_json(json.loads(kept)), "Құпия себеп" in kept, answers()["summary"][:20] in kept) == (
        item,
        False,
        False,
    )


def test_tasks_are_counted(call: Call) -> None:
    from datetime import date

    store = FakeStore()
    number = building.admitted(call, store)
    task_acts.assign(building.desk(call, store, 3), number, "Есеп", date(2021, 9, 25))
    item = light(call, Application(store.events(number)))
    assert item is not None and (item.open_tasks, item.missed_tasks) == (1, 0)


def test_another_calls_application_has_none(call: Call) -> None:
    assert light(call, Application((event(call="another", detail={"call": "another"}),))) is None


def test_whatever_order_the_stream_brings_them_in_the_item_is_the_same(call: Call) -> None:
    store = FakeStore()
    number = scored(call, store)
    prefixes = [store.events(number)[:seq] for seq in range(1, 5)]
    for order in permutations(range(4)):
        with moto_client() as client:
            projection = TableProjection(client, make_table(client))
            for place in (*order, order[0]):
                refresh(call, lambda _, place=place: prefixes[place], projection, number)  # type: ignore[misc]
            assert projection.find(CALL, [number]) == {number: light(call, Application(store.events(number)))}


def test_of_more_numbers_than_a_request_may_ask_for_every_one_is_found() -> None:
    with sqlite_client() as client:
        projection = TableProjection(client, make_table(client))
        numbers = [f"{n:08}" for n in range(250)]
        for number in numbers:
            projection.keep(CALL, LightItem(number, 1, "submitted", 1, received="2021-09-15T04:00:00.000Z"))
        assert sorted(projection.find(CALL, numbers)) == numbers


def test_a_page_reads_no_more_than_it_shows_however_many_there_are() -> None:
    costs = []
    for count in (60, 600):
        with sqlite_client() as client:
            projection = TableProjection(client, make_table(client))
            for n in range(count):
                projection.keep(CALL, LightItem(f"{n:08}", 1, "submitted", 1, received=f"2021-09-15T04:{n:06}Z"))
            costs.append(cost(client, lambda: projection.page(CALL, "submitted", 50)))  # noqa: B023
    assert costs[0] == costs[1] == (1, 51)


def test_it_stands_in_the_list_of_whoever_is_asked_to_judge_it_until_it_is_decided() -> None:
    appointed = LightItem("2222-2222", 2, "interview_scheduled", when="2021", expected=("А. Б.", "а.  б.", "В. Г."))
    judged = LightItem("2222-2222", 3, "interviewed", committee=("А. Б.",), experts=("Д. Е.",), expected=("В. Г.",))
    assert appointed.lists == ("interview_scheduled", APPOINTED, judge_list("А. Б."), judge_list("В. Г."))
    assert replace(judged, scored=("д.  е.",)).lists == ("interviewed", judge_list("А. Б."), judged_list("Д. Е."))
    assert judged.lists == ("interviewed", judge_list("А. Б."), judge_list("Д. Е."))
    assert replace(judged, status="admitted").lists == ("admitted",)


def test_what_one_person_is_asked_to_judge_is_read_without_what_others_are() -> None:
    with sqlite_client() as client:
        projection = TableProjection(client, make_table(client))
        for n in range(200):
            who = "А. Б." if n in (7, 150) else f"Бөгде {n}"
            projection.keep(
                CALL, LightItem(f"{n:08}", 1, "interviewed", received=f"2021-09-15T04:{n:06}Z", committee=(who,))
            )
        read: list[str] = []
        assert cost(
            client, lambda: read.extend(i.number for i in projection.page(CALL, judge_list("А. Б."), 500).items)
        ) == (1, 2)
        assert read == ["00000007", "00000150"]
        moved = LightItem("00000007", 2, "interviewed", received="2021-09-15T04:000007Z", committee=("В. Г.",))
        projection.keep(CALL, moved)
        assert [i.number for i in projection.page(CALL, judge_list("А. Б."), 9).items] == ["00000150"]
        assert [i.number for i in projection.page(CALL, judge_list("В. Г."), 9).items] == ["00000007"]


def cost(client: SqliteTable, act: Any) -> tuple[int, int]:
    """Requests and items read."""
    asked: list[int] = []
    query = client.query

    def counting(**wish: Any) -> dict[str, Any]:
        answer = query(**wish)
        asked.append(answer["ScannedCount"] if "ScannedCount" in answer else len(answer["Items"]))
        return answer

    client.query = counting  # type: ignore[method-assign]
    act()
    client.query = query  # type: ignore[method-assign]
    return len(asked), sum(asked)
