"""One suite for what every engine of the table must do with the requests that the stores send, whoever answers."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.store.engines import ENGINES, engine_client, make_table

# moto takes some requests that mean nothing, and breaks over others.
STRICT = [engine for engine in ENGINES if engine != "moto"]
KEY = {"pk": {"S": "application#2345-DFGJ"}, "sk": {"S": "event#000001"}}
ITEM = {**KEY, "state": {"S": "sent"}, "tries": {"N": "2"}, "marks": {"SS": ["a", "b"]}, "salt": {"B": b"\x00\xff"}}
GIVEN = {":sent": {"S": "sent"}, ":one": {"N": "1"}, ":two": {"N": "2"}, ":ten": {"N": "10"}, ":a": {"S": "a"},
         ":ab": {"SS": ["a", "z"]}, ":se": {"S": "se"}, ":x": {"S": "x"}, ":event": {"S": "event#"}}  # fmt: skip


@dataclass
class Table:
    client: Any
    name: str

    def put(self, item: Any, **more: Any) -> Any:
        return self.client.put_item(TableName=self.name, Item=item, **more)

    def update(self, expression: str, condition: str = "", key: Any = KEY, **more: Any) -> Any:
        wish = {"UpdateExpression": expression, "ConditionExpression": condition}
        return self.client.update_item(TableName=self.name, Key=key, **_given(wish), **more)

    def item(self, key: Any = KEY) -> Any:
        return self.client.get_item(TableName=self.name, Key=key, ConsistentRead=True).get("Item")

    def pages(self, operation: str, **wish: Any) -> list[Any]:
        return list(self.client.get_paginator(operation).paginate(TableName=self.name, **_given(wish)))

    def items(self, operation: str, **wish: Any) -> list[str]:
        return [item["sk"]["S"] for page in self.pages(operation, **wish) for item in page["Items"]]


def _given(wish: dict[str, Any]) -> dict[str, Any]:
    """With the names and values that its expressions use, and no other: engines refuse what is not used."""
    expressions = {name: text for name, text in wish.items() if not name.endswith("Expression") or text}
    words = " ".join(str(text) for name, text in expressions.items() if name.endswith("Expression"))
    used = words.replace(",", " ").replace("(", " ").replace(")", " ").split()
    values = {name: value for name, value in GIVEN.items() if name in used}
    names = {name: name[1:] for name in used if name.startswith("#")}
    return (expressions | ({"ExpressionAttributeValues": values} if values else {})
            | ({"ExpressionAttributeNames": names} if names else {}))  # fmt: skip


@pytest.fixture(params=ENGINES)
def table(request: pytest.FixtureRequest) -> Iterator[Table]:
    with engine_client(request) as client:
        yield Table(client, make_table(client))


def code(act: Callable[[], Any]) -> str:
    with pytest.raises(ClientError) as refusal:
        act()
    return str(refusal.value.response["Error"]["Code"])


def test_every_kind_of_value_comes_back_as_it_was_put(table: Table) -> None:
    whole = {**ITEM, "long": {"S": "Ә" * 5000}, "map": {"M": {"yes": {"BOOL": True}, "none": {"NULL": True}}},
             "list": {"L": [{"N": "1"}, {"S": ""}]}}  # fmt: skip
    table.put(whole)
    found = table.item()
    assert sorted(found.pop("marks")["SS"]) == ["a", "b"]
    assert found == {name: value for name, value in whole.items() if name != "marks"}


@pytest.mark.parametrize(("condition", "expected"), [
    ("attribute_exists(pk)", True), ("attribute_not_exists(pk)", False), ("NOT attribute_exists(nothing)", True),
    ("#state = :sent", True), ("#state <> :sent", False), ("nothing <> :sent", True), ("nothing = :sent", False),
    ("tries < :ten", True), ("tries < :two", False), ("tries <= :two AND tries >= :two", True), ("tries > :one", True),
    ("tries = :x", False), ("contains(marks, :a)", True), ("contains(marks, :x)", False),
    ("contains(#state, :se)", True), ("begins_with(#state, :se)", True), ("begins_with(#state, :x)", False),
    ("begins_with(nothing, :x)", False),
    ("size(marks) < :two", False), ("size(marks) <= :two", True), ("size(#state) > :two", True),
    ("#state IN (:x, :sent)", True), ("#state IN (:x, :a)", False), ("tries BETWEEN :one AND :ten", True),
    ("attribute_not_exists(pk) OR #state = :x OR tries = :two", True),
    ("(#state = :x OR #state = :sent) AND tries = :one", False),
    ("#state = :x OR #state = :sent AND tries = :one", False),
    ("#state = :sent OR #state = :x AND tries = :one", True),
])  # fmt: skip
def test_a_condition_is_judged_on_what_stands_there(table: Table, condition: str, expected: bool) -> None:
    table.put(ITEM)
    try:
        table.update("SET seen = :one", condition)
    except ClientError as error:
        assert error.response["Error"]["Code"] == "ConditionalCheckFailedException"
    assert ("seen" in table.item()) is expected


@pytest.mark.parametrize(("update", "expected"), [
    ("SET tries = tries + :one, #state = :x", {"tries": {"N": "3"}, "state": {"S": "x"}}),
    ("SET tries = tries - :ten", {"tries": {"N": "-8"}}), ("ADD tries :ten", {"tries": {"N": "12"}}),
    ("ADD fresh :one", {"fresh": {"N": "1"}}), ("SET #state = if_not_exists(#state, :x)", {}),
    ("SET fresh = if_not_exists(fresh, :x)", {"fresh": {"S": "x"}}), ("REMOVE nothing", {}),
    ("SET #state = :x ADD tries :one REMOVE salt", {"state": {"S": "x"}, "tries": {"N": "3"}, "salt": None}),
    ("DELETE marks :ab", {"marks": {"SS": ["b"]}}),
    ("SET a = tries, tries = :ten", {"a": {"N": "2"}, "tries": {"N": "10"}}),
])  # fmt: skip
def test_an_update_changes_what_it_names_and_nothing_else(table: Table, update: str, expected: dict[str, Any]) -> None:
    table.put(ITEM)
    table.update(update)
    found, wanted = table.item(), {name: value for name, value in {**ITEM, **expected}.items() if value}
    assert sorted(found.pop("marks")["SS"]) == sorted(wanted.pop("marks")["SS"])
    assert found == wanted


def test_an_update_of_nothing_makes_the_item_and_a_set_loses_its_last_member_with_itself(table: Table) -> None:
    answer = table.update("ADD marks :ab SET tries = :two", ReturnValues="UPDATED_NEW")
    assert (sorted(answer["Attributes"]["marks"]["SS"]), answer["Attributes"]["tries"]) == (["a", "z"], {"N": "2"})
    table.update("DELETE marks :ab")
    assert table.item() == {**KEY, "tries": {"N": "2"}}


def test_a_condition_that_fails_answers_with_what_stands_there_when_asked(table: Table) -> None:
    table.put(ITEM)
    with pytest.raises(ClientError) as refusal:
        table.update("SET seen = :one", "#state = :x", ReturnValuesOnConditionCheckFailure="ALL_OLD")
    assert refusal.value.response["Item"]["salt"] == {"B": b"\x00\xff"}


def test_a_transaction_writes_all_or_nothing_and_says_which_condition_failed(table: Table) -> None:
    other = {**KEY, "sk": {"S": "key"}}
    once = {"TableName": table.name, "Item": ITEM, "ConditionExpression": "attribute_not_exists(pk)"}
    wishes = [{"Put": {"TableName": table.name, "Item": other}}, {"Put": once}]
    table.client.transact_write_items(TransactItems=wishes)
    table.client.delete_item(TableName=table.name, Key=other)
    with pytest.raises(ClientError) as refusal:
        table.client.transact_write_items(TransactItems=wishes)
    reasons = [reason["Code"] for reason in refusal.value.response["CancellationReasons"]]
    assert (reasons, table.item(other)) == (["None", "ConditionalCheckFailed"], None)


def test_a_query_is_of_one_partition_in_order_either_way_and_in_pages(table: Table) -> None:
    for number in (3, 1, 2, 10):
        table.put({**KEY, "sk": {"S": f"event#{number:06}"}})
    table.put({**KEY, "sk": {"S": "key"}})
    table.put({**KEY, "pk": {"S": "application#9999-9999"}})
    wish = {"KeyConditionExpression": "pk = :pk AND begins_with(sk, :event)"}
    whole = [f"event#{number:06}" for number in (1, 2, 3, 10)]
    GIVEN[":pk"] = KEY["pk"]
    assert table.items("query", **wish) == whole
    assert table.items("query", **wish, ScanIndexForward=False) == whole[::-1]
    for limit in (1, 2, 3):
        pages = table.pages("query", **wish, PaginationConfig={"PageSize": limit})
        assert [item["sk"]["S"] for page in pages for item in page["Items"]] == whole
        assert len(pages) >= 4 // limit
    first = table.client.query(TableName=table.name, **_given(wish), Limit=3)
    rest = table.client.query(TableName=table.name, **_given(wish), ExclusiveStartKey=first["LastEvaluatedKey"])
    assert [item["sk"]["S"] for item in rest["Items"]] == whole[3:]


@pytest.mark.parametrize(("condition", "expected"), [
    ("sk > :two", [3, 10]), ("sk >= :two", [2, 3, 10]), ("sk < :two", [1]), ("sk <= :two", [1, 2]), ("sk = :two", [2]),
    ("sk BETWEEN :one AND :three", [1, 2, 3]), ("begins_with(sk, :none)", []),
])  # fmt: skip
def test_a_query_goes_on_behind_a_place_and_is_limited_there(table: Table, condition: str, expected: list[int]) -> None:
    for number in (3, 1, 2, 10):
        table.put({**KEY, "sk": {"S": f"event#{number:06}"}})
    table.put({**KEY, "pk": {"S": "application#9999-9999"}})
    places = {":one": "event#000001", ":two": "event#000002", ":three": "event#000003", ":none": "mail#"}
    values = {name: {"S": text} for name, text in places.items() if name in condition} | {":pk": KEY["pk"]}
    wish = {"TableName": table.name, "KeyConditionExpression": f"pk = :pk AND {condition}"}
    whole = table.client.query(**wish, ExpressionAttributeValues=values)["Items"]
    first = table.client.query(**wish, ExpressionAttributeValues=values, Limit=1)["Items"]
    assert [int(item["sk"]["S"][-6:]) for item in whole] == expected
    assert [int(item["sk"]["S"][-6:]) for item in first] == expected[:1]


def test_a_scan_finds_everything_once_whatever_its_segments_filter_and_projection(table: Table) -> None:
    for number in range(40):
        table.put({"pk": {"S": f"application#{number}"}, "sk": {"S": f"event#{number:02}"}, "long": {"S": "x" * 2000}})
        table.put({"pk": {"S": f"mail#{number}"}, "sk": {"S": "other"}, "state": {"S": "sent"}})
    wish = {"FilterExpression": "begins_with(sk, :event)", "ProjectionExpression": "sk, #long"}
    with ThreadPoolExecutor(4) as pool:
        parts = list(pool.map(lambda part: table.pages("scan", **wish, Segment=part, TotalSegments=4), range(4)))
    found = [item for pages in parts for page in pages for item in page["Items"]]
    assert sorted(item["sk"]["S"] for item in found) == [f"event#{number:02}" for number in range(40)]
    assert {frozenset(item) for item in found} == {frozenset({"sk", "long"})}
    assert sorted(table.items("scan", FilterExpression="#state = :sent")) == ["other"] * 40


@pytest.mark.parametrize("table", STRICT, indirect=True)
@pytest.mark.parametrize("request_", [
    {"UpdateExpression": "SET a = :nothing"}, {"UpdateExpression": "SET #nothing = :one"},
    {"UpdateExpression": "SET a = b + :one"}, {"UpdateExpression": "CHANGE a = :one"}, {"UpdateExpression": "SET a"},
    {"UpdateExpression": "SET a = :one", "ConditionExpression": "a ="},
    {"UpdateExpression": "SET a = :one", "ConditionExpression": "(a = :one"},
    {"UpdateExpression": "SET pk = :x"},
])  # fmt: skip
def test_a_request_that_says_nothing_clear_is_refused_and_changes_nothing(
    table: Table, request_: dict[str, Any]
) -> None:
    table.put({**KEY, "state": {"S": "sent"}})
    given = _given(request_)
    given.pop("ExpressionAttributeNames", None)
    wish = {"TableName": table.name, "Key": KEY, **given}
    assert code(lambda: table.client.update_item(**wish)) == "ValidationException"
    assert table.item() == {**KEY, "state": {"S": "sent"}}


def test_an_item_larger_than_dynamodb_takes_is_refused_everywhere(table: Table) -> None:
    assert code(lambda: table.put({**KEY, "long": {"S": "x" * (400 * 1024 + 1)}})) == "ValidationException"
    assert table.item() is None


def test_another_table_is_not_there(table: Table) -> None:
    wish = {"TableName": "another", "Key": KEY}
    assert code(lambda: table.client.get_item(**wish)) == "ResourceNotFoundException"


def test_no_addition_of_many_at_once_is_lost(table: Table) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: table.update("ADD tries :one"), range(40)))
    assert table.item()["tries"] == {"N": "40"}
