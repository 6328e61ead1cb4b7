"""Which words an applicant agreed to; the time is that of the event that stores them."""

from __future__ import annotations

from ..call import Call
from ..call.roles import written_language
from ..rules.field_conditions import Answers


def consents(call: Call, answers: Answers) -> dict[str, dict[str, str]]:
    """The version and language of the text behind each consent given."""
    given = [field.id for field in call.form if field.consents_to and answers.get(field.id)]
    said = {"version": call.consent.version, "language": written_language(call, answers)}
    return {name: dict(said) for name in given}
