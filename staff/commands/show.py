"""`show`: one application, whole. Opening the personal answers is recorded first."""

from __future__ import annotations

from rich.console import Console

from chalicelib.intake.number_and_key import normalise
from chalicelib.rules.form_version import call_as_written
from staff.applications.all_applications import one
from staff.applications.card_data import card
from staff.console.localized_click import argument, option
from staff.console.localized_click import command as named
from staff.console.session import Session
from staff.printing.answers import answers_of, print_answers
from staff.printing.card import print_card


@named("show")
@argument("number")
@option("--with-personal", is_flag=True)
@option("--why", default="", metavar="…", words="option.why_personal")
def command(session: Session, number: str, with_personal: bool, why: str) -> None:
    number = normalise(number)
    if with_personal:
        session.personal(f"show {number}", why)
    application = one(session, number)
    answers = answers_of(session, application, with_personal)

    def show(console: Console) -> None:
        print_card(console, session, application, with_personal)
        print_answers(console, session, call_as_written(session.call, application).form, answers)

    session.out(card(session, application, with_personal) | {"answers": answers}, show)
