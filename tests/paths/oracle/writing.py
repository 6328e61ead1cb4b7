"""The applicant's acts: when the rules allow them, and when what they ask for is there already."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import published as call
from .reading import Facts
from .step import Against, Reasons, Step, outside

UNDECIDED = ("draft", "submitted", "interview_scheduled", "interviewed")
COMPLETE = Against("submission_complete", ("complete",))


def is_complete(answers: Mapping[str, Any]) -> bool:
    """A title of at most twenty letters, a stage; of an idea or a pilot the team's experience as well."""
    early = answers.get("stage") in call.EARLY
    titles = [answers.get("project_title"), *([answers.get("team_experience")] if early else [])]
    good = all(isinstance(text, str) and 0 < len(text.strip()) <= call.TITLE_LENGTH for text in titles)
    return good and answers.get("stage") in call.STAGES


def as_facts(answers: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name, str(value)) for name, value in answers.items()))


def _known(step: Step) -> Reasons:
    """Somebody else's key, or no application: the same answer to both."""
    if step.args.get("key") == "wrong" or not step.before.status:
        yield Against("key_opens")


def _while_open(step: Step) -> Reasons:
    if not call.OPENS <= step.at < step.closes:
        yield Against("own_window", ("window",) if step.at < call.OPENS else ("deadline",))


def save_new(step: Step) -> Reasons:
    yield from _other_words(step)
    yield from _while_open(step)


def _other_words(step: Step) -> Reasons:
    """One press is one application: the same press for other words is refused."""
    if step.args["press"] == "taken":
        yield Against("repeat_is_one")


def submit_new(step: Step) -> Reasons:
    yield from _other_words(step)
    yield from _while_open(step)
    if not is_complete(step.args["answers"]):
        yield COMPLETE


def rewrite(step: Step) -> Reasons:
    yield from _known(step)
    if step.before.status not in UNDECIDED:
        yield Against("order_of_life")
        return
    yield from outside(step)
    if step.args["base"] == "none" or step.args["version"] != step.before.version:
        yield Against("stale_refused")
    if step.before.status != "draft" and not is_complete(step.args["answers"]):
        yield COMPLETE


def submit_draft(step: Step) -> Reasons:
    yield from _known(step)
    if step.before.status != "draft":
        yield Against("order_of_life")
        return
    yield from outside(step)
    if not is_complete(dict(step.before.answers)):
        yield COMPLETE


def withdraw(step: Step) -> Reasons:
    yield from _known(step)
    if step.before.status not in UNDECIDED:
        yield Against("withdrawn_before_decision")


def announce(step: Step) -> Reasons:
    yield from _known(step)
    if step.before.status not in UNDECIDED:
        yield Against("order_of_life")
        return
    yield from outside(step)


def receive(step: Step) -> Reasons:
    if step.args["kind"] not in step.before.announced:
        yield Against("key_opens")
        return
    yield from announce(step)


def check(step: Step) -> Reasons:
    """A fact about a document: nothing but its being there matters."""
    if not step.before.status:
        yield Against("key_opens")


def explain(step: Step) -> Reasons:
    yield from _known(step)
    if step.before.status != "admitted":
        yield Against("order_of_life")
        return
    tasks = dict(enumerate(step.before.tasks, 1))
    task = tasks.get(int(step.args["task"]))
    if task is None or task.state != "missed":
        yield Against("explained_when_missed", ("exclusion",))
    if not step.args["text"].strip():
        yield Against("words_given", ("exclusion", "complete"))


def answer_interview(step: Step) -> Reasons:
    """Only what was offered, of the appointment in force, before it begins; a no has words."""
    yield from _known(step)
    facts, args = step.before, step.args
    if facts.status != "interview_scheduled" or facts.appointment is None:
        yield Against("order_of_life")
        return
    if not facts.offered or not _is_of_the_last(step) or facts.appointment <= step.at:
        yield Against("offered_is_answered", ("interview",))
    if args["answer"] not in ("confirmed", "declined") or (args["answer"] == "declined" and not args["text"].strip()):
        yield Against("words_given", ("interview",))


def _is_of_the_last(step: Step) -> bool:
    """Whether what was read (of what was seen, the last appointment or the first) is the appointment in force."""
    planned = [place for place, event in enumerate(step.events) if event.act == "schedule_interview"]
    read = [place for place in planned if place < step.seen]
    return bool(read) and read[0 if step.args.get("of") == "first" else -1] == planned[-1]


def is_there(step: Step) -> bool:
    """What the act asks for is stored already: a repetition, a success that writes nothing."""
    facts, args = step.before, step.args
    if args.get("key") == "wrong" or not facts.status:
        return False
    if step.act == "rewrite":
        writable = facts.status in UNDECIDED
        whole = facts.status == "draft" or is_complete(args["answers"])
        return writable and whole and as_facts(args["answers"]) == facts.answers
    if step.act == "submit_draft":
        return facts.submitted_on is not None and facts.status != "withdrawn"
    if step.act == "withdraw":
        return facts.status == "withdrawn"
    if step.act == "receive":
        return args["kind"] in facts.documents
    if step.act == "check":
        return args["kind"] not in facts.waiting
    if step.act == "explain":
        return _is_explained(facts, args)
    if step.act == "answer_interview":
        return facts.offered and _is_of_the_last(step) and facts.answer == (args["answer"], args["text"].strip())
    return step.act in ("save_new", "submit_new") and args["press"] == "same"


def _is_explained(facts: Facts, args: Mapping[str, Any]) -> bool:
    index = int(args["task"]) - 1
    known = facts.tasks[index].explanations if index < len(facts.tasks) else ()
    return args["text"].strip() in known
