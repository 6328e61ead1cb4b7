"""The view of documents says of every document what the rules say, on histories nobody would write by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest

from chalicelib.call import Call
from chalicelib.rules.act_details import CheckDocument, detail_of
from chalicelib.rules.application import Application, Event
from chalicelib.rules.document_history import CLEAN, INFECTED, arrivals, in_force
from chalicelib.rules.form_version import call_to_judge_by
from staff.export.export_opening import open_export
from staff.query.athena import athena_views
from staff.query.dialects import for_athena, from_athena
from staff.query.engine import QueryEngine
from staff.query.public_views import QuestionScope
from tests.building import event
from tests.calls import copied, with_next_version
from tests.staff.export_building import AS_OF, exported, full_export, items, rows

KINDS = ["leader_id", "presentation", "other", "support_letters", "a kind of no form"]
NAMES = ["a.pdf", "ә.pdf", "a b.pdf"]
IN_FORCE = "SELECT number, document FROM documents WHERE is_current"


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Call:
    """The second form asks everybody for letters of support; the first asks nobody."""
    return with_next_version(
        copied(tmp_path_factory.mktemp("changed")),
        ('{ kind = "support_letters", most = 20,', '{ kind = "support_letters", most = 20, required = true,'),
    )


def history(number: str, random: Random) -> Application:
    """Documents that replace any earlier one of the application, or came before replacing was a choice; that wait for
    the scanner, pass, fail, or are answered twice; copies of what was there.
    """
    life = [event(number=number, form=random.choice([1, 2]), status=random.choice(["draft", "submitted"]))]
    details: list[dict[str, Any]] = []
    for _ in range(random.randint(1, 14)):
        waits = [d["document"] for d in details if d.get("checking")]
        if waits and random.random() < 0.4:
            verdict = random.choice([CLEAN, INFECTED])
            life.append(_next(life, "check_document", {"document": random.choice(waits), "verdict": verdict}))
        else:
            details.append(_detail(f"{len(details):02x}", [d["document"] for d in details], random))
            life.append(_next(life, "receive_document", details[-1]))
    return Application(tuple(life))


def _detail(document: str, earlier: Sequence[str], random: Random) -> dict[str, Any]:
    choices: list[str | None] = [None, "", *(random.choice(earlier) for _ in range(5 if earlier else 0))]
    replaces = random.choice(choices)
    detail: dict[str, Any] = {
        "document": document, "kind": random.choice(KINDS), "filename": random.choice(NAMES), "size": 1,
        "content_type": "application/pdf", "sha256": "",
    }  # fmt: skip
    detail |= {} if replaces is None else {"replaces": replaces}
    detail |= {"checking": True} if random.random() < 0.5 else {}
    return detail | ({"same_as": earlier[0]} if earlier and random.random() < 0.1 else {})


def _next(life: Sequence[Event], act: str, detail: dict[str, Any]) -> Event:
    first, seq = life[0], len(life) + 1
    return event(
        number=first.number, seq=seq, act=act, status=first.status, version=1, answers=None, form=0, detail=detail
    )


@pytest.fixture(scope="module")
def histories() -> list[Application]:
    random = Random(7)
    return [history(f"{place:04d}-DFGJ", random) for place in range(600)]


@pytest.fixture(scope="module")
def place(histories: list[Application], tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("histories")
    full_export(to, items(one.events for one in histories))
    return to


@pytest.fixture(scope="module")
def desk(place: Path, changed: Call) -> Iterator[QueryEngine]:
    yield (opened := QueryEngine(open_export(str(place), lambda service: None), QuestionScope(changed, AS_OF)))
    opened.close()


def expected(call: Call, histories: Sequence[Application]) -> dict[str, list[str]]:
    return {
        one.number: sorted(d["document"] for d in in_force(call_to_judge_by(call, one).form.package, one))
        for one in histories
    }


def told(call: Call, histories: Sequence[Application], pairs: Sequence[tuple[Any, ...]]) -> dict[str, list[str]]:
    current: dict[str, list[str]] = {one.number: [] for one in histories}
    for number, document in sorted(pairs):
        current[number].append(document)
    return current


def test_the_view_and_the_rules_agree_on_six_hundred_histories(
    desk: QueryEngine, changed: Call, histories: list[Application]
) -> None:
    rules = expected(changed, histories)
    assert told(changed, histories, rows(desk, IN_FORCE)) == rules
    arrived = sum(len(arrivals(one)) for one in histories)
    assert 0 < sum(map(len, rules.values())) < arrived == rows(desk, "SELECT count(*) FROM documents")[0][0]


def test_the_view_as_athena_is_asked_agrees_too(
    desk: QueryEngine, place: Path, changed: Call, histories: list[Application]
) -> None:
    asked = for_athena(IN_FORCE, athena_views(desk.asked, "id"))
    assert "REDUCE(" in asked and "LIST_REDUCE(" not in asked
    with exported(place) as athena:
        pairs = athena.execute(from_athena(asked)).fetchall()
    assert told(changed, histories, pairs) == expected(changed, histories)


def test_the_histories_hold_what_the_view_once_told_wrongly(changed: Call, histories: list[Application]) -> None:
    """What a document that never counted was to replace; a later yes of the scanner; two forms that differ."""
    chains = verdicts_late = differing = 0
    for one in histories:
        by_id = {e.detail["document"]: e.detail for e in arrivals(one)}
        standing = {d["document"] for d in in_force(call_to_judge_by(changed, one).form.package, one)}
        for detail in by_id.values():
            between = by_id.get(detail.get("replaces") or "", {})
            chains += bool(detail["document"] in standing and between.get("checking") and between.get("replaces"))
        checks = [detail_of(event, CheckDocument) for event in one.events if event.act == "check_document"]
        yes = [check["document"] for check in checks if check["verdict"] == CLEAN]
        verdicts_late += yes != sorted(yes)
        differing += in_force(changed.form.package, one) != in_force(changed.with_form(1).form.package, one)
    assert min(chains, verdicts_late, differing) > 5
