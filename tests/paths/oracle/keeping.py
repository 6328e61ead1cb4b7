"""What must hold of the history itself, whatever the act was."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from .reading import folded
from .step import Breach, Step
from .writing import as_facts

Check = Callable[[Mapping[str, Any], Any], bool]


def of_refused(step: Step) -> Iterator[Breach]:
    if step.events_after is not step.events:
        yield Breach("refused_writes_nothing", str(len(step.events)), str(len(step.events_after)))


def of_any(step: Step) -> Iterator[Breach]:
    if step.others_changed:
        yield Breach("one_application_only", "unchanged", "changed")
    before, after = step.events, step.events_after
    if len(after) < len(before) or any(old is not new for old, new in zip(before, after, strict=False)):
        yield Breach("history_kept", str(len(before)), str(len(after)))


def of_written(step: Step) -> Iterator[Breach]:
    """One act is one event, at its instant, from the status there was to the one the act leads to."""
    event, earlier = step.events_after[-1], len(step.events)
    if len(step.events_after) != earlier + 1 or event.seq != earlier + 1:
        yield Breach("history_kept", str(earlier + 1), f"{len(step.events_after)}, {event.seq}")
    if event.at != step.at:
        yield Breach("history_kept", step.at.isoformat(), event.at.isoformat())
    if (event.before, event.status) != (step.before.status, step.after.status):
        promised = f"{step.before.status} → {step.after.status}"
        yield Breach("status_follows", promised, f"{event.before} → {event.status}")
    if event.version != step.after.version or step.after.version < step.before.version:
        yield Breach("versions_grow", str(step.after.version), str(event.version))
    check = _WORDS.get(step.act)
    if check and not check(step.args, event):
        yield Breach("nothing_lost", step.act, str(dict(event.detail)))


def _answers(args: Mapping[str, Any], event: Any) -> bool:
    return event.answers is not None and as_facts(event.answers) == as_facts(args["answers"])


def _panel(args: Mapping[str, Any], event: Any) -> bool:
    named = {folded(name) for role in ("committee", "experts") for name in args[role] if name.strip()}
    kept = {folded(name) for role in ("committee", "experts") for name in event.detail[role]}
    same = (event.detail["held"], event.detail["outcome"]) == (args["held"].isoformat(), args["outcome"])
    return same and named == kept and event.detail.get("why", "") == args["why"]


def _said(*names: str) -> Check:
    """The words given under these names are in the event, as they were given but for outer white space."""
    return lambda args, event: all(event.detail.get(name) == _plain(args[name]) for name in names)


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value.strip() if isinstance(value, str) else value


_WORDS: Mapping[str, Check] = {
    "save_new": _answers, "submit_new": _answers, "rewrite": _answers, "announce": _said("kind"),
    "receive": _said("kind"), "explain": _said("text"), "schedule": _said("when", "place"), "record": _panel,
    "answer_interview": lambda args, event: (event.detail["answer"], event.detail.get("text", ""))
                        == (args["answer"], args["text"].strip()),
    "decline": _said("reason", "text"), "exclude": _said("text"), "reopen": _said("window", "until", "why"),
    "check": _said("verdict"),
    "let_in": _said("until", "why"), "assign": _said("title", "due"), "finish": _said("note"), "miss": _said("note"),
    "score": lambda args, event: (event.detail["scores"], event.detail["reasons"], folded(event.detail["expert"]))
             == (args["points"], args["reasons"], folded(args["expert"])),
}  # fmt: skip
