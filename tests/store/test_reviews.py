"""One suite for what the committee keeps beside an application, for orders, the projection and the journal."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.projection.light_item import APPOINTED, TO_MOVE, LightItem, judge_list, judged_list
from chalicelib.rules.instant_format import write_instant
from chalicelib.rules.reviews import Declaration, Order, Proposal, Review, ReviewLine
from chalicelib.store.desk_journal import TableJournal
from chalicelib.store.projection import TableProjection
from chalicelib.store.reviews import TableReviews
from tests.building import MS, OPEN
from tests.desk.building import CALL
from tests.store.engines import ENGINES, engine_client, make_table

NUMBER = "2DFG-7JNR"
PROPOSAL = Proposal("decline", "criteria", "Негіздеме", "member1", OPEN, 4)
ORDER = Order("order1", (ReviewLine(NUMBER, "admit", 4, {"text": "Жақсы", "reason": ""}),), "secretary1", OPEN)
ITEM = LightItem(
    NUMBER, 3, "submitted", 1, "Жоба", received="2021-09-15T04:00:00.000Z", committee=("А",), scored=("А",)
)


@pytest.fixture(params=ENGINES)
def stores(request: pytest.FixtureRequest) -> Iterator[tuple[TableReviews, TableProjection, TableJournal]]:
    with engine_client(request) as client:
        table = make_table(client)
        yield TableReviews(client, table), TableProjection(client, table), TableJournal(client, table)


def test_a_review_is_what_was_kept_of_one_application(stores: Any) -> None:
    reviews = stores[0]
    assert reviews.review(CALL, NUMBER) == Review()
    reviews.assign(CALL, NUMBER, "expert1", assigned=True)
    reviews.assign(CALL, NUMBER, "expert1", assigned=True)
    assert reviews.declare(CALL, NUMBER, "expert1", Declaration("no", "", OPEN))
    reviews.note(CALL, NUMBER, "expert1", "Ескертпе")
    assert reviews.propose(CALL, NUMBER, PROPOSAL, None)
    kept = Review(frozenset({"expert1"}), {"expert1": Declaration("no", "", OPEN)}, {"expert1": "Ескертпе"}, PROPOSAL)
    assert reviews.review(CALL, NUMBER) == kept
    assert (reviews.assignments(CALL, "expert1", 9), reviews.assignments(CALL, "member1", 9)) == ((NUMBER,), ())
    assert reviews.review("another", NUMBER) == Review()
    reviews.assign(CALL, NUMBER, "expert1", assigned=False)
    reviews.note(CALL, NUMBER, "expert1", "")
    assert reviews.review(CALL, NUMBER) == replace(kept, assigned=frozenset(), notes={"expert1": ""})
    assert reviews.assignments(CALL, "expert1", 9) == ()


def test_assignments_come_by_number_page_by_page_and_are_told_of_chosen_ones(stores: Any) -> None:
    reviews, numbers = stores[0], [f"2DF{last}-7JNR" for last in "23456"]
    for number in reversed(numbers):
        reviews.assign(CALL, number, "expert1", assigned=True)
    first = reviews.assignments(CALL, "expert1", 3)
    assert (first, reviews.assignments(CALL, "expert1", 3, first[-1])) == (tuple(numbers[:3]), tuple(numbers[3:]))
    assert reviews.assigned(CALL, "expert1", [NUMBER, numbers[4], numbers[1]]) == {numbers[1], numbers[4]}
    assert reviews.assigned(CALL, "member1", numbers) == reviews.assigned("x", "expert1", numbers) == frozenset()


def test_of_many_applications_the_conflicts_of_one_person_are_told(stores: Any) -> None:
    reviews = stores[0]
    numbers = [f"{first}{second}FG-7JNR" for first in "23456789DFGJN" for second in "23456789"]
    for number, answer in ((numbers[0], "yes"), (numbers[1], "no"), (numbers[-1], "yes")):
        assert reviews.declare(CALL, number, "member1", Declaration(answer, "туыс", OPEN))
    assert reviews.declare(CALL, numbers[2], "member2", Declaration("yes", "туыс", OPEN))
    assert len(numbers) > 100 and reviews.conflicts(CALL, "member1", numbers) == {numbers[0], numbers[-1]}
    assert reviews.conflicts(CALL, "member1", [*numbers[1:3], numbers[1]]) == frozenset()
    assert reviews.conflicts("another", "member1", numbers[:1]) == reviews.conflicts(CALL, "x", []) == frozenset()
    reviews.end_conflict(CALL, numbers[0], "member1")
    assert reviews.conflicts(CALL, "member1", numbers) == {numbers[-1]}


def test_a_yes_to_a_conflict_stays_until_two_end_it(stores: Any) -> None:
    reviews, yes = stores[0], Declaration("yes", "туыс", OPEN)
    assert reviews.declare(CALL, NUMBER, "member1", Declaration("no", "", OPEN))
    assert reviews.declare(CALL, NUMBER, "member1", yes)
    assert not reviews.declare(CALL, NUMBER, "member1", Declaration("no", "", OPEN + MS))
    assert reviews.review(CALL, NUMBER).declarations == {"member1": yes}
    reviews.end_conflict(CALL, NUMBER, "member1")
    assert reviews.review(CALL, NUMBER).conflict("member1") == ""


def test_a_proposal_is_changed_only_over_the_one_that_was_seen(stores: Any) -> None:
    reviews, later = stores[0], replace(PROPOSAL, at=OPEN + MS, text="Басқа")
    assert reviews.propose(CALL, NUMBER, PROPOSAL, None)
    assert not reviews.propose(CALL, NUMBER, later, None)
    assert not reviews.propose(CALL, NUMBER, later, OPEN + MS)
    assert reviews.propose(CALL, NUMBER, later, OPEN)
    assert not reviews.propose(CALL, NUMBER, None, OPEN)
    assert reviews.propose(CALL, NUMBER, None, OPEN + MS)
    assert reviews.review(CALL, NUMBER).proposal is None


def test_an_order_is_given_once_confirmed_once_and_settled(stores: Any) -> None:
    reviews = stores[0]
    assert reviews.give_order(CALL, ORDER)
    assert not reviews.give_order(CALL, replace(ORDER, by="member1"))
    assert (reviews.order(CALL, ORDER.id), reviews.order(CALL, "none"), reviews.order(CALL, "")) == (ORDER, None, None)
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda n: reviews.confirm(CALL, ORDER.id, f"m{n}", OPEN + MS), range(8))) == 1
    assert not reviews.confirm(CALL, "none", "m1", OPEN)
    reviews.settle(CALL, ORDER.id, ("done",))
    (kept,) = reviews.orders(CALL)
    confirmed = replace(ORDER, confirmed_by=kept.confirmed_by, confirmed_at=OPEN + MS, results=("done",))
    assert kept == confirmed


def test_a_light_item_moves_with_its_status_and_never_back(stores: Any) -> None:
    projection = stores[1]
    later = replace(ITEM, seq=4, status="interview_scheduled", when="2021-09-16T04:00:00.000Z")
    assert projection.keep(CALL, ITEM)
    assert not projection.keep(CALL, ITEM)
    assert projection.keep(CALL, later)
    assert not projection.keep(CALL, ITEM)
    assert projection.page(CALL, "submitted", 10).items == ()
    assert projection.page(CALL, "interview_scheduled", 10).items == (later,)
    assert projection.find(CALL, [NUMBER, "2222-2222", NUMBER]) == {NUMBER: later}
    assert (projection.find(CALL, []), projection.page("another", "submitted", 10).items) == ({}, ())


def test_items_of_one_status_come_by_arrival_a_page_at_a_time(stores: Any) -> None:
    projection = stores[1]
    items = [replace(ITEM, number=f"222{n}-2222", received=f"2021-09-15T04:00:0{9 - n}.000Z") for n in (3, 4, 5, 6)]
    for item in items:
        projection.keep(CALL, item)
    first = projection.page(CALL, "submitted", 3)
    second = projection.page(CALL, "submitted", 3, first.after)
    assert ([*first.items, *second.items], second.after) == (items[::-1], "")


def test_ten_at_once_leave_the_latest_in_both_places(stores: Any) -> None:
    projection = stores[1]
    folded = [replace(ITEM, seq=n, status="submitted" if n % 2 else "interviewed") for n in range(1, 11)]
    with ThreadPoolExecutor(10) as pool:
        list(pool.map(lambda item: _kept(projection, item), folded))
    projection.keep(CALL, folded[-1])
    assert projection.find(CALL, [NUMBER]) == {NUMBER: folded[-1]}
    listed = [*projection.page(CALL, "submitted", 10).items, *projection.page(CALL, "interviewed", 10).items]
    assert listed == [folded[-1]]


def _kept(projection: TableProjection, item: LightItem) -> None:
    from contextlib import suppress

    from chalicelib.rules.refusals import OutcomeUnknown

    with suppress(OutcomeUnknown):  # Lost too many races: the stream brings it again.
        projection.keep(CALL, item)


def test_the_journal_of_a_day_comes_latest_first(stores: Any) -> None:
    journal = stores[2]
    journal.note("member#a", OPEN, "read", NUMBER)
    journal.note("member#b", OPEN + MS, "sign_in", "")
    rows = [(entry["who"], entry["at"], entry["act"], entry["about"]) for entry in journal.day(OPEN)]
    later, earlier = write_instant(OPEN + MS), write_instant(OPEN)
    assert rows == [("member#b", later, "desk sign_in", "-"), ("member#a", earlier, "desk read", NUMBER)]


def appointed_at(number: str, when: str, **changes: Any) -> LightItem:
    return replace(ITEM, number=number, status="interview_scheduled", when=when, **changes)


def test_interviews_are_read_by_their_time_a_part_at_a_time_from_either_end(stores: Any) -> None:
    projection = stores[1]
    whens = {f"2DF{n}-7JNR": f"2021-09-1{9 - n}T04:00:00.000Z" for n in range(2, 9)}
    for number, when in whens.items():
        projection.keep(CALL, appointed_at(number, when))
    ordered, end = list(whens)[::-1], "2021-09-15T04:00:00.000Z"

    def read(most: int, *after: str, **part: Any) -> list[str]:
        return [item.number for item in projection.page(CALL, APPOINTED, most, *after, **part).items]

    assert read(9) == ordered
    assert read(9, end) == ordered[4:]
    assert read(9, until=end) == ordered[:4]
    assert read(2, until=end, last_first=True) == ordered[3:1:-1]
    assert read(9, end, until=end) == read(9, "я") == []
    projection.keep(CALL, replace(appointed_at(ordered[0], end), seq=4))
    assert read(9, end)[:2] == sorted([ordered[0], ordered[4]])
    projection.keep(CALL, replace(appointed_at(ordered[0], end), seq=5, status="interviewed"))
    assert read(9) == ordered[1:]


def test_an_offered_time_that_was_declined_stands_in_a_list_of_its_own(stores: Any) -> None:
    projection, when = stores[1], "2021-09-16T04:00:00.000Z"
    for number, answer in (("2DF2-7JNR", "declined"), ("2DF3-7JNR", "confirmed"), ("2DF4-7JNR", "asked")):
        projection.keep(CALL, appointed_at(number, when, answer=answer))
    assert [item.number for item in projection.page(CALL, TO_MOVE, 9).items] == ["2DF2-7JNR"]


def test_an_item_of_an_earlier_layout_moves_into_the_lists_of_this_one(stores: Any) -> None:
    """As the first layout kept it: in the list of a judge who has given points, and without a layout of its own."""
    projection, table, client = stores[1], stores[1]._table, stores[1]._client
    item = replace(ITEM, status="interviewed", scored=("А",))
    assert projection.keep(CALL, item)
    former, now = f"lights#{CALL}#{judge_list('А')}", f"lights#{CALL}#{judged_list('А')}"
    row = client.query(
        TableName=table, KeyConditionExpression="pk = :pk", ExpressionAttributeValues={":pk": {"S": now}}
    )["Items"][0]
    client.put_item(TableName=table, Item=row | {"pk": {"S": former}})
    client.delete_item(TableName=table, Key={name: row[name] for name in ("pk", "sk")})
    pointer = {name: row[name] for name in ("light", "seq")} | {
        "pk": {"S": f"light#{CALL}#{NUMBER}"},
        "sk": {"S": "light"},
    }
    client.put_item(TableName=table, Item=pointer)
    client.put_item(
        TableName=table,
        Item={"pk": {"S": f"projection#{CALL}"}, "sk": {"S": "state"}, "layout": {"N": "1"}},
    )
    assert not projection.is_whole(CALL)
    assert [projection.keep(CALL, item), projection.keep(CALL, item)] == [True, False]
    lists = [[each.number for each in projection.page(CALL, name("А"), 9).items] for name in (judge_list, judged_list)]
    assert lists == [[], [NUMBER]]
    projection.mark_whole(CALL)
    assert projection.is_whole(CALL)
