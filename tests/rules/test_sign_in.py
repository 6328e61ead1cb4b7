"""How long a link, a session and an attempt live, and what a session knows of the person who began it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.rules.provider_sign_in import (
    ATTEMPT_LIFETIME,
    CLOCKS_APART,
    Attempt,
    Identity,
    attempt_secrets,
    is_afresh,
    is_state,
    session_sign_in,
)
from chalicelib.rules.sign_in import FRESH, Session, SignInLink, address_mark, form_token, is_form_token
from tests.building import MS
from tests.small_building import ID, OPEN

LATER = OPEN + timedelta(hours=12)
ATTEMPT = Attempt(ID, "", OPEN)


@pytest.mark.parametrize(
    ("opened", "until"),
    [(SignInLink(ID, "m", LATER), LATER), (Session(ID, "m", OPEN, LATER), LATER), (ATTEMPT, OPEN + ATTEMPT_LIFETIME)],
    ids=["link", "session", "attempt"],
)
def test_each_is_open_until_its_end(opened: SignInLink | Session | Attempt, until: object) -> None:
    assert [opened.is_open(at) for at in (OPEN, until - MS, until)] == [True, True, False]  # type: ignore[operator]


def test_a_link_and_an_attempt_are_used_once() -> None:
    assert not replace(ATTEMPT, used_at=OPEN).is_open(OPEN)
    assert not SignInLink(ID, "m", LATER, used_at=OPEN).is_open(OPEN)


def test_a_session_is_fresh_for_a_while_after_the_person_signed_in() -> None:
    session = Session(ID, "m", OPEN, LATER)
    assert [session.is_fresh(at) for at in (OPEN, OPEN + FRESH - MS, OPEN + FRESH)] == [True, True, False]


def test_what_is_kept_of_an_address_is_of_this_call_and_of_no_spelling() -> None:
    kept = address_mark(ID, "Asel@example.kz ")
    assert kept == address_mark(ID, "asel@example.kz")
    assert len({kept, address_mark("other", "asel@example.kz"), address_mark(ID, "marat@example.kz")}) == 3


def test_half_a_surrogate_pair_is_no_form_s_token_and_no_attempt_s_state() -> None:
    """A damaged form is refused as any other one is."""
    assert not is_form_token("\ud800", "session", "/desk/people")
    assert not is_state("\ud800", "token")
    assert is_form_token(form_token("session", "/desk/people"), "session", "/desk/people")


def test_an_attempt_s_secrets_tell_nothing_of_one_another() -> None:
    secrets = attempt_secrets("token")
    every = {secrets.state, secrets.nonce, secrets.code_verifier}
    assert len(every) == 3
    assert {len(secret) for secret in every} == {43}
    assert all(
        set(secret) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") for secret in every
    )
    assert {len(attempt_secrets(str(token)).state) for token in range(300)} == {43}
    other = attempt_secrets("another")
    assert every.isdisjoint({other.state, other.nonce, other.code_verifier})
    assert attempt_secrets("token") == secrets
    assert [is_state(given, "token") for given in (secrets.state, secrets.nonce, other.state)] == [True, False, False]


def test_a_session_counts_from_when_the_provider_says_the_person_signed_in() -> None:
    """Never from the future; and where the provider does not say, nobody is fresh."""
    earlier, later = OPEN - timedelta(hours=3), OPEN + timedelta(minutes=1)
    counted = [session_sign_in(Identity("a@example.kz", said), OPEN) for said in (earlier, later, None)]
    assert counted == [earlier, OPEN, OPEN - FRESH]
    assert not Session(ID, "m", counted[2], LATER).is_fresh(OPEN)


def test_whoever_confirms_that_it_is_still_them_shows_it_after_they_were_asked() -> None:
    """Two clocks may be a minute apart."""
    soonest = OPEN - CLOCKS_APART
    shown = [is_afresh(Identity("", said), ATTEMPT) for said in (None, soonest - MS, soonest, OPEN)]
    assert shown == [False, False, True, True]
