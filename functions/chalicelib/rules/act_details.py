"""What each act says of itself: the shape of an event's `detail`, a type of the act's name for each act.

JSON values only; days and instants are ISO texts. What older events lack, or not each says, is NotRequired.
Annotations are not postponed here: a TypedDict reads from them which of its keys are required.
"""

from typing import NotRequired, TypedDict, TypeVar, cast

from .application import Event

Shape = TypeVar("Shape")


class Consent(TypedDict):
    version: str
    language: str


class SaveDraft(TypedDict):
    """`first_address`: these answers brought the first address to write to. `call` is on an application's first act."""

    call: NotRequired[str]
    first_address: NotRequired[bool]


class Edit(TypedDict):
    """`consents` by the consent's field; `dropped` are the fields whose answers were sent and not kept."""

    consents: dict[str, Consent]
    dropped: list[str]


class Submit(Edit):
    call: NotRequired[str]


class Supplement(Edit):
    pass


class Withdraw(TypedDict):
    pass


class Explain(TypedDict):
    task: str
    text: str


class AnnounceDocument(TypedDict):
    """`replaces` is empty for none; None or absent from when nobody could choose (document_history.py). Bytes."""

    kind: str
    filename: str
    size: int
    content_type: str
    document: str
    replaces: NotRequired[str | None]


class ReceiveDocument(AnnounceDocument):
    """`same_as` is the document that has these bytes already; `checking`: it waits for the scanner."""

    sha256: str
    same_as: NotRequired[str]
    checking: NotRequired[bool]


class CheckDocument(TypedDict):
    document: str
    verdict: str


class AppointmentPlan(TypedDict, total=False):
    """What an appointment may say beside time and place: who will be there, `why` an earlier one was moved."""

    minutes: int
    committee: list[str]
    experts: list[str]
    offered: bool
    why: str


class ScheduleInterview(AppointmentPlan):
    """`format` is a code of the question about it."""

    when: str
    place: str
    format: str


# `from` is the end that a record in time would have promised; `why` a code.
LateRecord = TypedDict("LateRecord", {"from": str, "why": str})


class Promise(TypedDict):
    """The exclusive end of the window that a record promises; `exception` where the record itself came late."""

    until: NotRequired[str]
    exception: NotRequired[LateRecord]


class RecordInterview(Promise):
    """`held` is a local day; `why` an earlier record is corrected."""

    held: str
    committee: list[str]
    experts: list[str]
    outcome: str
    note: str
    why: NotRequired[str]


class AnswerInterview(TypedDict):
    answer: str
    text: NotRequired[str]


class Score(TypedDict):
    """Points and reasons by criterion number; None where a criterion does not apply."""

    expert: str
    scores: dict[str, int | None]
    reasons: NotRequired[dict[str, str]]
    entered_for: NotRequired[str]


class Admit(TypedDict):
    text: str


class Decline(TypedDict):
    reason: str
    text: str


class AnyTask(TypedDict):
    """What every act about a task has."""

    task: str
    note: NotRequired[str]


class AssignTask(TypedDict):
    """`due` is the last local day."""

    task: str
    title: str
    due: str


class FinishTask(TypedDict):
    task: str
    note: str


class MissTask(TypedDict):
    """`until` is the exclusive end of the time to explain."""

    task: str
    note: str
    until: NotRequired[str]


class Exclude(TypedDict):
    text: str


class Complete(TypedDict):
    text: str


class ReissueKey(TypedDict):
    """By the committee, `why`; by the applicant, the mark of the address whose link was used (`confirmed`)."""

    why: NotRequired[str]
    confirmed: NotRequired[str]


class MakeException(TypedDict):
    call: NotRequired[str]
    window: str
    until: str
    why: str


class Forget(TypedDict):
    why: str


class Decision(TypedDict):
    """What every act that decides has."""

    reason: NotRequired[str]
    text: NotRequired[str]


def detail_of(event: Event, shape: type[Shape]) -> Shape:
    """The event's `detail` with the type of its act. Nothing is checked here: it was checked when it was written."""
    return cast(Shape, event.detail)
