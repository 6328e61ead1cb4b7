"""Which words an applicant agreed to; the time is that of the event that stores them."""

from __future__ import annotations

from ..call import Call
from ..call.roles import written_language
from ..rules.act_details import Consent, Edit
from ..rules.completeness import Judgement
from ..rules.field_conditions import Answers


def submission_detail(call: Call, judgement: Judgement) -> Edit:
    """What any act says that writes judged answers."""
    return {"consents": consents(call, judgement.answers), "dropped": list(judgement.dropped)}


def consents(call: Call, answers: Answers) -> dict[str, Consent]:
    """The version and language of the text behind each consent given."""
    agreed = [field.id for field in call.form.consenting if answers.get(field.id)]
    language = written_language(call, answers)
    return {name: {"version": call.consent.version, "language": language} for name in agreed}
