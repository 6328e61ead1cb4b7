"""A small rehearsal by hand: five people, what the table holds of them, what everybody noted. No cloud, no product.

Aigerim is interviewed, admitted, misses two tasks and is excluded. Bolat drafts, submits, withdraws. Chinara forgets
her draft. Dana comes a minute late and is let in by an exception. Erlan is declined for what is missing.
"""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from rehearsal.call_facts import read_facts
from rehearsal.checks import judge
from rehearsal.evidence import Evidence
from rehearsal.expected_times import hash_of
from rehearsal.mail_inbox import MAILED, InboxMail
from rehearsal.notes import Log, NotedAttempt, NotedDecision, Sight, SignIn
from rehearsal.raw_table import as_table
from tests.building import answers

FACTS = read_facts()
CLOSES = FACTS.closes_at
MS, SECOND = timedelta(milliseconds=1), timedelta(seconds=1)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
SECRETARY, CONFIRMS, EXPERT = "s3", "m4", "e5"
PEOPLE = {SECRETARY: "Е. Ж.", CONFIRMS: "А. Б.", EXPERT: "В. Г.", "e6": "И. К."}
MEMBER, JUDGE = f"member#{SECRETARY}", f"member#{EXPERT}"
OTHER_JUDGE = "member#e6"
GRAVE = ("admit", "decline", "exclude", "complete", "make_exception")
AIGERIM, BOLAT, CHINARA, DANA, ERLAN = "2345-DFGJ", "3456-FGJN", "4567-GJNR", "5678-JNRS", "6789-NRSU"
# Interviewed on Monday 4 October: three days later is Thursday the 7th, and 24:00 of it is the end.
HELD = datetime(2021, 10, 4, 12, tzinfo=UTC)
WINDOW_ENDS = datetime(2021, 10, 7, 18, tzinfo=UTC)
# Missed on Wednesday 3 November: three days later is a Saturday, so the end is 24:00 of Monday the 8th.
HEARD_UNTIL = datetime(2021, 11, 8, 18, tzinfo=UTC)
# Minutes before the record at which the interview began: one ends when the other begins.
BEFORE = {AIGERIM: 60, ERLAN: 90}
KINDS = ("leader_id", "registration", "presentation", "team_cv")
PANEL = {"committee": ["А. Б."], "experts": ["В. Г."]}


@dataclass
class World:
    """What a plant may spoil: raw items of the table, notes, letters, what is published."""

    items: list[dict[str, Any]] = field(default_factory=list)
    attempts: list[NotedAttempt] = field(default_factory=list)
    decisions: list[NotedDecision] = field(default_factory=list)
    sign_ins: list[SignIn] = field(default_factory=list)
    sights: list[Sight] = field(default_factory=list)
    letters: list[InboxMail] = field(default_factory=list)
    results: dict[str, Any] = field(default_factory=dict)
    earlier: list[dict[str, Any]] = field(default_factory=list)

    def broken(self) -> set[str]:
        """Names of the checks that found something."""
        table, earlier = as_table(self.items), (as_table(self.earlier),)
        log = Log(self.attempts, self.decisions, self.sign_ins, self.sights)
        evidence = Evidence(FACTS, table, log, earlier, tuple(self.letters), self.results)
        return {name for name, breaches in judge(evidence).items() if breaches}

    def event(self, number: str, act: str, nth: int = 0) -> dict[str, Any]:
        return [item for item in self.of(number) if item["act"]["S"] == act][nth]

    def of(self, number: str) -> list[dict[str, Any]]:
        return [item for item in self.items if item["pk"]["S"] == f"application#{number}"]

    def mail(self, number: str, seq: int) -> dict[str, Any]:
        return next(i for i in self.items if i["pk"]["S"] == f"mail#{number}" and i["sk"]["S"].startswith(f"{seq:06d}"))

    def attempt(self, act: str, number: str = "", status: int | None = None) -> int:
        """Where this note stands among the attempts."""
        return next(
            index for index, made in enumerate(self.attempts)
            if made.act == act and number in (made.number, made.said.get("number")) and status in (None, made.status)
        )  # fmt: skip

    def happens(
        self, number: str, act: str, at: datetime, status: str, words: Any = None, actor: str = "applicant",
        **detail: Any,
    ) -> dict[str, Any]:  # fmt: skip
        """One more event, its mail if it has one, and the member's note if a member did it."""
        past = self.of(number)
        seq, version = len(past) + 1, int(past[-1]["version"]["N"]) + (words is not None) if past else 1
        texts = {"act": act, "actor": actor, "status": status, "before": past[-1]["status"]["S"] if past else "",
                 "at": written(at), "press": f"press of {number}" if not past else ""}  # fmt: skip
        item: dict[str, Any] = {"pk": {"S": f"application#{number}"}, "sk": {"S": f"event#{seq:06d}"},
                                "seq": {"N": str(seq)}, "version": {"N": str(version)}}  # fmt: skip
        item |= {name: {"S": text} for name, text in texts.items() if text}
        item |= {"detail": {"S": json.dumps(detail)}} if detail else {}
        if words is not None:
            item |= {"answers": {"S": json.dumps(words)}, "answers_sha256": {"S": hash_of(words)}}
        self.items.append(item)
        if act == "save_draft" and not past and words and words.get("leader_email"):
            self.mails(number, f"{seq:06d}#draft_saved")
        if act in MAILED:
            self.mails(number, f"{seq:06d}#{act}")
        if actor != "applicant":
            self.decisions.append(noted(act, number, actor, at))
            self.orders([[number, act, seq - 1, {}]], ["done"]) if act in GRAVE else None
        return item

    def orders(self, lines: list[Any], results: list[str]) -> None:
        self.items.append({
            "pk": {"S": "orders#call"}, "sk": {"S": f"o{len(self.items)}"}, "by": {"S": SECRETARY},
            "lines": {"S": json.dumps(lines)}, "confirmed_by": {"S": CONFIRMS}, "results": {"S": json.dumps(results)},
        })  # fmt: skip

    def order(self, number: str, act: str) -> dict[str, Any]:
        orders = [item for item in self.items if item["pk"]["S"] == "orders#call"]
        return next(item for item in orders if json.loads(item["lines"]["S"])[0][:2] == [number, act])

    def sees(self, number: str, who: str, at: datetime, page: str) -> None:
        self.sights.append(Sight(number, who, at, page))

    def mails(self, number: str, mark: str, kind: str = "") -> None:
        letter = f"{number} {mark}"
        self.items.append({
            "pk": {"S": f"mail#{number}"}, "sk": {"S": mark}, "kind": {"S": kind or mark.partition("#")[2]},
            "state": {"S": "sent"}, "why": {"S": letter},
        })  # fmt: skip
        self.letters.append(InboxMail(letter, ("aigerim@example.kz",), "хат", "хат"))

    def asks(self, act: str, at: datetime, status: int, said: Any, number: str = "", words: Any = None) -> None:
        press = f"{act} {number} {at.isoformat()} {len(self.attempts)}"
        self.attempts.append(NotedAttempt(press, act, at - 5 * MS, at + 5 * MS, status, said, number, words))


def noted(act: str, number: str, actor: str, at: datetime, refused: str = "", **more: bool) -> NotedDecision:
    return NotedDecision(act, number, actor, at - 5 * MS, at + 5 * MS, refused, **more)


def written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def words_of(number: str, **changes: Any) -> dict[str, Any]:
    return answers(project_title=f"Жоба {number}", **changes)


def receipt(item: dict[str, Any], number: str) -> dict[str, Any]:
    return {"number": number, "key": f"key of {number}", "status": item["status"]["S"],
            "version": int(item["version"]["N"]), "received_at": item["at"]["S"],
            "answers_sha256": item["answers_sha256"]["S"]}  # fmt: skip


def late(at: datetime, words: Any) -> dict[str, Any]:
    return {"rule": "deadline", "received_at": at.isoformat(), "closes_at": CLOSES.isoformat(),
            "late_by_ms": (at - CLOSES) // MS, "answers": words, "next": "хабарласыңыз"}  # fmt: skip


def world() -> World:
    made = World()
    _committee(made)
    _aigerim(made)
    _bolat(made)
    _chinara(made)
    _dana(made)
    _erlan(made)
    for number in (AIGERIM, BOLAT, CHINARA, DANA, ERLAN):
        _looks(made, number)
    made.letters.sort(key=lambda letter: "committee" in letter.to[0])
    for number in ("2222-2222", AIGERIM):
        made.asks("stranger's look", HELD + 90 * DAY, 404, {"status": 404}, number)
    made.results = {"ledger": _ledger(), "admitted": []}
    made.earlier = copy.deepcopy(made.items[:-3])
    return made


def _committee(made: World) -> None:
    """Everybody signed in once; one expert has a conflict about Aigerim, and saw nothing of hers but who she is."""
    for ident, name in PEOPLE.items():
        email = f"{ident}@committee.example.kz"
        texts = {"name": name, "email": email}
        made.items.append({"pk": {"S": "members#call"}, "sk": {"S": ident}, **{n: {"S": t} for n, t in texts.items()}})
        made.sign_ins.append(SignIn(email, HELD - 4 * DAY))
        made.letters.append(InboxMail(f"sign-in of {ident}", (email,), "Кіру", "Код: 123 456"))
    declared = {"answer": {"S": "yes"}, "why": {"S": "туыс"}, "at": {"S": written(HELD)}}
    made.items.append({"pk": {"S": f"review#call#{AIGERIM}"}, "sk": {"S": "conflict#e6"}, **declared})
    made.sees(AIGERIM, JUDGE, HELD + 30 * SECOND, "өтінім")
    made.sees(AIGERIM, OTHER_JUDGE, HELD + 2 * MINUTE, f"Жоба {AIGERIM}")


def _submits(made: World, number: str, at: datetime) -> None:
    words = words_of(number)
    item = made.happens(number, "submit", at, "submitted", words)
    made.asks("submit", at, 201, receipt(item, number), "", words)


def _is_interviewed(made: World, number: str) -> None:
    made.happens(number, "schedule_interview", HELD - 3 * DAY, "interview_scheduled", actor=MEMBER,
                 when=(HELD - BEFORE.get(number, 120) * MINUTE).isoformat(), place="Онлайн", minutes=30)  # fmt: skip
    made.happens(number, "record_interview", HELD, "interviewed", actor=MEMBER, held="2021-10-04", outcome="passed",
                 until=WINDOW_ENDS.isoformat(), **PANEL)  # fmt: skip


def _aigerim(made: World) -> None:
    _submits(made, AIGERIM, CLOSES - MS)
    _is_interviewed(made, AIGERIM)
    points = {"1": 7, "2": 8, "3": 9, "4": 5, "5": 6}
    made.happens(AIGERIM, "score", HELD + MINUTE, "interviewed", actor=JUDGE, expert="В. Г.", scores=points,
                 reasons=dict.fromkeys(points, "себеп"))  # fmt: skip
    made.happens(AIGERIM, "supplement", WINDOW_ENDS - MS, "interviewed", words_of(AIGERIM, hours_per_week=40))
    for kind in KINDS:
        said = {"document": f"d-{kind}", "kind": kind}
        made.happens(AIGERIM, "announce_document", HELD + MINUTE, "interviewed", **said)
        made.happens(AIGERIM, "receive_document", HELD + MINUTE, "interviewed", **said)
        made.asks("receive_document", HELD + MINUTE, 200, said, AIGERIM)
    made.happens(AIGERIM, "admit", HELD + 7 * DAY, "admitted", actor=MEMBER, text="")
    for task in ("1", "2"):
        made.happens(AIGERIM, "assign_task", HELD + 8 * DAY, "admitted", actor=MEMBER, task=task, due="2021-11-02")
        made.happens(AIGERIM, "miss_task", HELD + 30 * DAY, "admitted", actor=MEMBER, task=task,
                     until=HEARD_UNTIL.isoformat())  # fmt: skip
    made.happens(AIGERIM, "explain", HELD + 31 * DAY, "admitted", task="1", text="Ауырып қалдым")
    made.happens(AIGERIM, "exclude", HELD + 36 * DAY, "excluded", actor=MEMBER, text="себеп")
    made.decisions.append(noted("exclude", AIGERIM, MEMBER, HELD + 20 * DAY, "not_systematic", must_fail=True))


def _bolat(made: World) -> None:
    half = {"application_language": "kk", "project_title": "Жарты"}
    item = made.happens(BOLAT, "save_draft", FACTS.opens_at, "draft", half)
    made.asks("save_draft", FACTS.opens_at, 201, receipt(item, BOLAT), "", half)
    early = FACTS.opens_at - MINUTE
    refused = {"rule": "window", "received_at": early.isoformat(), "opens_at": FACTS.opens_at.isoformat(),
               "early_by_ms": 60_000, "answers": half, "next": "күтіңіз"}  # fmt: skip
    made.asks("save_draft", early, 403, refused, "", half)
    incomplete = {"rule": "complete", "answers": half, "problems": [
        {"field": question["id"], "code": "missing", "message": "жазыңыз"} for question in FACTS.questions
    ]}  # fmt: skip
    made.asks("submit_draft", FACTS.opens_at + MINUTE, 422, incomplete, BOLAT)
    item = made.happens(BOLAT, "submit", FACTS.opens_at + DAY, "submitted", words_of(BOLAT))
    made.asks("submit_draft", FACTS.opens_at + DAY, 200, receipt(item, BOLAT), BOLAT)
    made.happens(BOLAT, "withdraw", FACTS.opens_at + 2 * DAY, "withdrawn")


def _chinara(made: World) -> None:
    made.happens(CHINARA, "save_draft", CLOSES - DAY, "draft", words_of(CHINARA))
    made.mails(CHINARA, f"{written(CLOSES)}#draft_closed", "draft_closed")
    over = CLOSES + MINUTE
    made.asks("submit_draft", over, 403, late(over, None), CHINARA)


def _dana(made: World) -> None:
    at, until = CLOSES + MINUTE, (CLOSES + DAY).isoformat()
    made.asks("submit", at, 403, late(at, words_of(DANA)), "", words_of(DANA))
    made.happens(
        DANA, "make_exception", CLOSES + 10 * MINUTE, "draft", {}, MEMBER, window="submit", until=until, why="себеп"
    )
    made.happens(DANA, "submit", CLOSES + 20 * MINUTE, "submitted", words_of(DANA))
    traces = {"window": 1, "deadline": 2}
    for rule, count in traces.items():
        made.items += [
            {"pk": {"S": "refused#2021"}, "sk": {"S": f"{rule} {n}"}, "rule": {"S": rule}} for n in range(count)
        ]


def _erlan(made: World) -> None:
    _submits(made, ERLAN, CLOSES - DAY)
    _is_interviewed(made, ERLAN)
    made.happens(ERLAN, "decline", WINDOW_ENDS, "not_admitted", actor=MEMBER, reason="incomplete", text="себеп")


def _looks(made: World, number: str) -> None:
    items = made.of(number)
    words = [json.loads(item["answers"]["S"]) for item in items if "answers" in item][-1]
    shown = [item for item in items if item["act"]["S"] not in ("score", "announce_document")]
    history = [{"act": item["act"]["S"], "to": item["status"]["S"]} for item in shown]
    said = {"status": items[-1]["status"]["S"], "version": int(items[-1]["version"]["N"]), "answers": words,
            "history": history}  # fmt: skip
    made.asks("look", HELD + 90 * DAY, 200, said, number)


def _ledger() -> list[dict[str, Any]]:
    days = {"2021-09-11": {"received": 1}, "2021-09-12": {"withdrawn": 1}, "2021-09-29": {"received": 1},
            "2021-09-30": {"received": 2}, "2021-10-04": {"interviewed": 2}, "2021-10-08": {"declined": 1},
            "2021-10-11": {"admitted": 1}, "2021-11-09": {"excluded": 1}}  # fmt: skip
    columns = ("received", "interviewed", "admitted", "declined", "excluded", "withdrawn")
    return [{"day": day} | dict.fromkeys(columns, 0) | counts for day, counts in days.items()]
