"""Which act sends which mail."""

import json
import re
from pathlib import Path

import pytest

from chalicelib.call import Call
from chalicelib.intake.change_application import rewrite
from chalicelib.intake.save_draft import save_new_draft
from chalicelib.notices import KINDS, plan
from chalicelib.notices.mail_data import MAIL_DATA
from chalicelib.notices.mail_plan import MAILS
from chalicelib.rules.application import Application
from chalicelib.rules.lifecycle import ACTS
from chalicelib.store.lost_key_links import REQUESTS
from chalicelib.store.sign_ins import REQUESTS as SIGN_IN_REQUESTS
from tests.building import MS, OPEN, PEPPER, FakeStore, event
from tests.notices.building import MAKERS, admitted, infected, told
from tests.selection.building import submitted

RESOURCES = Path(__file__).parents[2] / "infra" / "resources.yaml"
SILENT = {"announce_document", "receive_document", "score", "answer_interview", "finish_task", "explain"}


def test_every_act_sends_a_mail_or_is_known_to_send_none() -> None:
    assert set(MAILS) | SILENT == set(ACTS)
    assert set(MAILS) & SILENT == set()


def test_every_kind_has_its_data_and_a_test_that_makes_it() -> None:
    assert set(KINDS) == set(MAIL_DATA) == set(MAKERS)


@pytest.mark.parametrize("kind", KINDS)
def test_an_application_brought_there_by_the_verbs_is_told_that(call: Call, kind: str) -> None:
    assert told(call, kind).notice.kind == kind


@pytest.mark.parametrize("act", sorted(SILENT))
def test_a_silent_act_sends_nothing(call: Call, act: str) -> None:
    silent = event(act=act)
    assert plan(call, Application((silent,)), silent) == []


def test_a_document_found_clean_sends_nothing_and_an_infected_one_a_mail(call: Call) -> None:
    marks = {}
    for verdict in ("clean", "infected"):
        store = FakeStore()
        application = Application(store.events(infected(store, submitted(call, store), verdict)))
        marks[verdict] = [notice.kind for notice in plan(call, application, application.events[-1])]
    assert marks == {"clean": [], "infected": ["document_infected"]}


def test_a_draft_is_told_of_when_it_has_its_first_address_and_no_more(call: Call) -> None:
    store = FakeStore()
    kept, key = save_new_draft(call, store, PEPPER, {"settlement": "Есік"}, OPEN)
    for version, words in enumerate(({"leader_email": "a@example.kz"}, {"leader_email": "b@example.kz"}, {}), 1):
        rewrite(call, store, kept.number, key, version, words, OPEN + MS)
    events = store.events(kept.number)

    assert [[notice.kind for notice in plan(call, Application(events), each)] for each in events] == [
        [],
        ["draft_saved"],
        [],
        [],
    ]


def test_a_scan_without_answers_owes_the_same_mails(call: Call) -> None:
    found = told(call, "draft_saved").application
    light = Application(tuple(each._replace(answers=None) for each in found.events))

    assert plan(call, light, light.events[-1]) == plan(call, found, found.events[-1]) != []


def test_a_mail_keeps_its_mark_whatever_happens_later(call: Call) -> None:
    store = FakeStore()
    events = store.events(admitted(call, store))
    for seq in range(1, len(events) + 1):
        then, now = Application(events[:seq]), Application(events)
        assert plan(call, then, events[seq - 1]) == plan(call, now, events[seq - 1])


def test_marks_of_one_application_never_meet(call: Call) -> None:
    store = FakeStore()
    application = Application(store.events(admitted(call, store)))
    marks = [notice.mark for each in application.events for notice in plan(call, application, each)]
    assert len(marks) == len(set(marks)) == 4


def test_the_filters_on_the_stream_pass_the_acts_that_send_mail_and_no_others() -> None:
    listed, acts, of_links, of_sign_ins = map(json.loads, re.findall(r"Pattern: '(.*)'", RESOURCES.read_text("utf-8")))
    inserted = {"eventName": ["INSERT"], "dynamodb": {"Keys": {"pk": {"S": [{"prefix": "application#"}]}}}}
    # The desk's lists follow every act.
    assert listed == inserted
    assert acts["dynamodb"].pop("NewImage") == {"act": {"S": list(MAILS)}}
    assert acts == inserted
    for requests, pattern in ((REQUESTS, of_links), (SIGN_IN_REQUESTS, of_sign_ins)):
        assert pattern == {"eventName": ["INSERT"], "dynamodb": {"Keys": {"pk": {"S": [{"prefix": requests}]}}}}
