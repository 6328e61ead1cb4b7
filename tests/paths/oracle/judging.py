"""The whole oracle: an attempted act against every property."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from . import accelerating, deciding, interviewing, keeping, refusing, writing
from .reading import FINAL
from .step import Against, Breach, Reasons, Step

AGAINST: Mapping[str, Callable[[Step], Reasons]] = {
    "save_new": writing.save_new, "submit_new": writing.submit_new, "rewrite": writing.rewrite,
    "submit_draft": writing.submit_draft, "withdraw": writing.withdraw, "announce": writing.announce,
    "receive": writing.receive, "explain": writing.explain, "answer_interview": writing.answer_interview,
    "check": writing.check,
    "schedule": interviewing.schedule, "record": interviewing.record, "score": interviewing.score,
    "admit": deciding.admit, "decline": deciding.decline, "reopen": deciding.reopen, "let_in": deciding.let_in,
    "assign": accelerating.assign, "finish": accelerating.finish, "miss": accelerating.miss,
    "exclude": accelerating.exclude, "complete": accelerating.complete,
}  # fmt: skip
# They act on no state that they have seen; nor does the scanner.
APPLICANTS = ("save_new", "submit_new", "rewrite", "submit_draft", "withdraw", "announce", "receive", "explain",
              "answer_interview", "check")  # fmt: skip


def reasons_against(step: Step) -> list[Against]:
    """What stands against the act by the published rules; empty: it is allowed."""
    if step.act not in APPLICANTS and step.act != "let_in":
        if not step.before.status:
            return [Against("key_opens")]
        if step.seen != len(step.events):
            return [Against("stale_refused"), *AGAINST[step.act](step)]
    reasons = list(AGAINST[step.act](step))
    if step.before.status in FINAL and "press" not in step.args and step.act not in ("let_in", "check"):
        return [Against("final_is_final"), *reasons]
    return reasons


def breaches(step: Step) -> Iterator[Breach]:
    yield from keeping.of_any(step)
    if writing.is_there(step):
        yield from _of_repetition(step)
        return
    reasons = reasons_against(step)
    if step.refused:
        yield from keeping.of_refused(step)
        if not reasons:
            yield Breach("allowed_not_refused", "accepted", f"{type(step.refused).__name__}: {step.refused}")
        yield from refusing.of_refused(step, reasons)
    else:
        yield from (Breach(reason.property, "refused", "accepted") for reason in reasons)
        yield from keeping.of_written(step) if step.events_after is not step.events else _of_silence(step)


def _of_repetition(step: Step) -> Iterator[Breach]:
    """Said again, it is one act: a success that writes nothing."""
    if step.refused or step.events_after is not step.events:
        yield Breach("repeat_is_one", step.act, str(step.refused or len(step.events_after)))


def _of_silence(step: Step) -> Iterator[Breach]:
    """Accepted, and nothing written: whatever was said is lost, unless it made another application."""
    if not step.args.get("press") and step.act != "let_in":
        yield Breach("nothing_lost", step.act, str(len(step.events)))
