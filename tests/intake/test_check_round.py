"""Documents that wait are looked at again by the schedule, whoever opens no page."""

from __future__ import annotations

from datetime import timedelta

from chalicelib.call import Call
from chalicelib.intake.rescan_waiting import MOST_A_ROUND, MOST_SILENT, CheckRound
from chalicelib.rules import document_history
from chalicelib.rules.application import Event
from tests.files_building import another_pdf
from tests.intake.test_scanned_documents import Watched, aigerim, call, waiting
from tests.small_building import OPEN

__all__ = ["aigerim", "call"]
LATER = OPEN + timedelta(hours=1)


def round_of(aigerim: Watched, *events: tuple[Event, ...]) -> CheckRound:
    """Everything that scan saw, without answers, as the sweep hands it over."""
    found = CheckRound(aigerim.call, aigerim.store, aigerim.files, aigerim.scanner)
    for some in events or [aigerim.application.events]:
        found.note(tuple(event._replace(answers=None) for event in some))
    return found


def always() -> bool:
    return True


def test_every_waiting_document_is_asked_about_once_the_oldest_first(aigerim: Watched) -> None:
    sent = [aigerim.sends("songs", f"{i}.pdf", another_pdf(i), at=OPEN + timedelta(minutes=9 - i)) for i in range(3)]
    aigerim.scanner.says, aigerim.scanner.asked = ["clean", "infected"], []
    assert round_of(aigerim).run(LATER, always) == {"clean": 1, "infected": 1, "silent": 1}
    assert aigerim.scanner.asked == [another_pdf(2), another_pdf(1), another_pdf(0)]
    assert document_history.verdicts(aigerim.application) == {
        sent[2]["document"]: "clean",
        sent[1]["document"]: "infected",
    }
    assert waiting(aigerim) == [sent[0]["document"]]


def test_what_a_rival_has_checked_meanwhile_is_not_asked_about_again(aigerim: Watched) -> None:
    document = aigerim.sends()["document"]
    late = round_of(aigerim)
    aigerim.scanner.says = ["clean"]
    aigerim.says_sent(document)
    asked, events = len(aigerim.scanner.asked), len(aigerim.application.events)
    assert late.run(LATER, always) == {"clean": 1}
    assert (len(aigerim.scanner.asked), len(aigerim.application.events)) == (asked, events)


def test_nothing_waits_nothing_is_asked(aigerim: Watched) -> None:
    aigerim.scanner.says = ["clean"]
    aigerim.sends()
    assert round_of(aigerim).run(LATER, always) == {}
    assert len(aigerim.scanner.asked) == 1


def many(aigerim: Watched, count: int) -> list[tuple[Event, ...]]:
    """So many applications with one waiting document each; all stand for the same store's one."""
    aigerim.sends()
    events = aigerim.application.events
    return [tuple(event._replace(number=f"{i:08}") for event in events) for i in range(count)]


def test_a_round_ends_with_its_time_and_with_a_scanner_that_stays_silent(aigerim: Watched) -> None:
    some = many(aigerim, MOST_A_ROUND + 9)
    turns = iter([True] * 4 + [False])
    assert round_of(aigerim, *some).run(LATER, lambda: next(turns)) == {"failed": 4}
    assert round_of(aigerim, *some).run(LATER, always) == {"failed": MOST_A_ROUND}
    aigerim.scanner.asked = []
    same = [aigerim.application.events] * (MOST_SILENT + 9)
    assert round_of(aigerim, *same).run(LATER, always) == {"silent": MOST_SILENT}
    assert len(aigerim.scanner.asked) == MOST_SILENT


def at_minute(minute: int, events: tuple[Event, ...]) -> tuple[Event, ...]:
    return tuple(event._replace(at=OPEN + timedelta(minutes=minute)) for event in events)


def test_silence_is_counted_anew_after_anything_else(aigerim: Watched) -> None:
    """One file that is answered for, or gone, shows that the scanner is not away altogether."""
    aigerim.sends()
    own = aigerim.application.events
    gone = tuple(event._replace(number="00000000") for event in own)
    before, after = [at_minute(1, own)] * (MOST_SILENT - 1), [at_minute(3, own)] * (MOST_SILENT + 9)
    assert round_of(aigerim, *before, at_minute(2, gone), *after).run(LATER, always) == {
        "silent": 2 * MOST_SILENT - 1,
        "failed": 1,
    }


def test_what_one_round_asked_about_the_next_does_not_ask_again_by_itself(aigerim: Watched) -> None:
    aigerim.sends()
    found = round_of(aigerim)
    assert (found.run(LATER, always), found.run(LATER, always)) == ({"silent": 1}, {})


def test_a_document_that_cannot_be_looked_at_keeps_no_other_from_it(aigerim: Watched) -> None:
    document = aigerim.sends()["document"]
    gone = tuple(event._replace(number="00000000") for event in aigerim.application.events)
    aigerim.scanner.says = ["clean"]
    assert round_of(aigerim, gone, aigerim.application.events).run(LATER, always) == {"failed": 1, "clean": 1}
    assert [detail["document"] for detail in aigerim.in_force] == [document]


def test_another_call_s_applications_and_half_seen_ones_are_left_alone(aigerim: Watched, call: Call) -> None:
    aigerim.sends()
    events = aigerim.application.events
    other = tuple(event._replace(call="elsewhere-2020") for event in events)
    assert round_of(aigerim, other, events[1:], ()).run(LATER, always) == {}


def test_the_sweep_of_mails_hands_over_the_events_it_scanned(aigerim: Watched, call: Call) -> None:
    from tests.notices.building import FakeMailbox, FakeOutbox, office

    document = aigerim.sends()["document"]
    outbox, mailbox = FakeOutbox(aigerim.store), FakeMailbox()
    checks = CheckRound(call, aigerim.store, aigerim.files, aigerim.scanner)
    office(call, aigerim.store, outbox, mailbox).sweep(LATER, always, checks.note)
    aigerim.scanner.says = ["infected"]
    assert checks.run(LATER, always) == {"infected": 1}
    assert document_history.verdicts(aigerim.application) == {document: "infected"}
    told = office(call, aigerim.store, outbox, mailbox).sweep(LATER + timedelta(hours=1), always, checks.note)
    assert told == {"sent": 1}, "the receipt went in the first round"
    assert "антивирус" in mailbox.accepted[-1].text
