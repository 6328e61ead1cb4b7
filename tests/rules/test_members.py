"""Roles as data beside the life cycle: every role × act × status, and what each may read."""

from datetime import timedelta
from itertools import product

import pytest

from chalicelib.call import Call
from chalicelib.rules import committee_rights
from chalicelib.rules.committee_rights import RIGHT_OF_ACT, RIGHTS, ROLES, grant, may_act, readable_part
from chalicelib.rules.lifecycle import ACTS, COMMITTEE, STATUSES, allows
from chalicelib.rules.sign_in import form_token, is_form_token
from tests.desk.building import member
from tests.small_building import OPEN, small_call

# Spec 8, written down once more: who may do an act of the committee, apart from its status.
DOES = {
    "schedule_interview": {"secretary"}, "record_interview": {"secretary"}, "score": {"member", "expert"},
    "assign_task": {"secretary"}, "finish_task": {"secretary"}, "miss_task": {"secretary"},
    "complete": {"secretary"}, "admit": {"secretary"}, "decline": {"secretary"}, "exclude": {"secretary"},
    "make_exception": {"secretary"}, "reissue_key": {"secretary"},
}  # fmt: skip


@pytest.fixture
def call() -> Call:
    return small_call()


def test_every_act_of_the_committee_has_its_right_and_no_other_act_has() -> None:
    ours = {act for act, row in ACTS.items() if row.by == COMMITTEE} | {"reissue_key"}
    assert set(RIGHT_OF_ACT) == ours == set(DOES)
    assert set(RIGHT_OF_ACT.values()) <= set(RIGHTS)
    assert all(set(row) <= set(ROLES) for row in RIGHTS.values())


@pytest.mark.parametrize(("role", "act", "status"), list(product(ROLES, DOES, STATUSES)))
def test_the_table_and_the_life_cycle_both_allow_an_act(call: Call, role: str, act: str, status: str) -> None:
    assert may_act(call, role, act, status) == (role in DOES[act] and allows(call, act, status))


def test_a_grave_act_is_proposed_by_one_role_and_confirmed_by_another() -> None:
    assert {role: grant(role, "grave") for role in ROLES} == {
        "secretary": "proposes", "member": "confirms", "expert": "", "observer": "",
    }  # fmt: skip


# What spec 8's table and its pages leave to each besides reading, acts and confirmations: the rest do none of it.
ALSO = {
    "note": {"member", "expert"}, "declare_conflict": {"member", "expert"}, "assign": {"secretary"},
    "propose": {"secretary", "member"}, "unmask": {"secretary"}, "list": {"secretary", "member"},
    "reviewers": {"secretary", "member"}, "meeting": {"secretary", "member"}, "agenda": {"secretary"},
    "people": {"secretary"}, "journal": {"secretary"},
}  # fmt: skip


@pytest.mark.parametrize("right", ALSO)
def test_each_right_is_of_these_roles_alone(right: str) -> None:
    assert {role for role in ROLES if grant(role, right)} == ALSO[right]


READS = {
    # (assigned, conflict): secretary, member, expert, observer
    (False, ""): ("whole", "before_conflict", "", "status"),
    (False, "no"): ("whole", "whole", "", "status"),
    (False, "yes"): ("whole", "conflicted", "", "status"),
    (True, ""): ("whole", "before_conflict", "before_conflict", "status"),
    (True, "no"): ("whole", "whole", "whole", "status"),
    (True, "yes"): ("whole", "conflicted", "conflicted", "status"),
}


@pytest.mark.parametrize(("standing", "status"), list(product(READS, STATUSES)))
def test_what_a_role_reads_follows_from_assignment_and_conflict(standing: tuple[bool, str], status: str) -> None:
    parts = tuple(readable_part(role, status, is_assigned=standing[0], conflict=standing[1]) for role in ROLES)
    assert parts == (("",) * 4 if status == "draft" else READS[standing])


def test_a_role_that_nobody_knows_reads_nothing() -> None:
    assert readable_part("chairman", "submitted", is_assigned=True, conflict="no") == ""


def test_a_person_is_active_to_the_last_day_and_until_somebody_ends_them() -> None:
    today = OPEN.date()
    assert member(valid_until=today).is_active(today)
    assert not member(valid_until=today).is_active(today + timedelta(days=1))
    assert not member(ended_at=OPEN).is_active(today)
    assert member(valid_until=None).is_active(today)


def test_an_id_is_drawn_from_letters_nobody_confuses() -> None:
    assert committee_rights.member_id(bytes(range(9))) == "23456789"
    assert len({committee_rights.member_id(bytes([n] * 8)) for n in range(18)}) == 18


def test_a_form_token_is_of_one_session_and_one_address() -> None:
    token = form_token("session", "/desk/people")
    assert is_form_token(token, "session", "/desk/people")
    others = [("session", "/desk/journal"), ("another", "/desk/people")]
    assert not any(is_form_token(token, *other) for other in others)
    assert not is_form_token("й" * 64, "session", "/desk/people")
