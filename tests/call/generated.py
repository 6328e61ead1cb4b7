"""Any call at all: definitions made up within what the loader promises to accept, and the same with something spoiled.

Whoever tests what must hold of every call takes `definitions()`; a `Definition` writes itself into a folder, so that it
is read as an organiser's would be. Everything is drawn from Hypothesis: a failure shrinks to few questions.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from chalicelib.call import Call, DefinitionError
from chalicelib.call.definition import RULES, STANDS_FOR
from chalicelib.call.loading import load_call
from chalicelib.call.package_loading import EXTENSIONS

Table = dict[str, Any]
ZONES = ("Asia/Almaty", "Asia/Aqtobe", "UTC", "Asia/Kathmandu", "America/St_Johns", "Europe/London", "Pacific/Apia",
         "America/Sao_Paulo", "Australia/Lord_Howe")  # fmt: skip
# Names of questions that something might take for its own: SQL, Python, JavaScript, our views and forms.
IDS = ("status", "number", "key", "select", "from", "order", "constructor", "class", "who", "kind", "rule", "actor",
       "a", "row", "event", "answers", "call", "id", "lang", "name", "title", "email", "applications", "x1",
       "null", "true",
       "q" * 40)  # fmt: skip
WORDS = ("Сұрақ", "Жоба", "Атауы", "көлемі", "Ә Ғ Қ Ң Ө Ұ Ү Һ І", "вопрос", "адрес", "«тырнақша»", "<b>қалың</b>",
         "R&D", "a|b", "*жұлдыз*", "_астын_", "[x](y)", "100 %", "№ 1", "ж'ж", '"қос"', "=1+1", "+7 701", "@x",
         "🎭", "\\n",
         "#", "- x", "`код`", "$x^2$", "</script>", "<!--", "ұзын" * 20)  # fmt: skip
# Words of rules, which type no number.
PLAIN = ("Байқау", "ережесі", "өтінім", "комитет", "правило", "«конкурс»", "<i>", "R&D", "a|b", "*жұлдыз*", "</script>")
FACTS = ("opens", "closes_until", "call_days", "identifier_digits", "valid_until", "operator", "day_end")
COLUMN_KINDS = ("text", "textarea", "choice", "multi", "integer", "number", "month", "phone", "email", "url", "iin",
                "bin", "accept", "bool")  # fmt: skip
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Definition:
    """The two files of a call."""

    call: Table
    form: Table

    def written(self, to: Path) -> Path:
        """The call's folder in `to`."""
        name = self.call.get("id")
        folder = to / (name if isinstance(name, str) and re.fullmatch(r"[a-z0-9-]{1,60}", name) else "a-call")
        folder.mkdir()
        for part in ("call", "form"):
            (folder / f"{part}.toml").write_text(toml(getattr(self, part)), "utf-8")
        return folder

    def loaded(self, to: Path) -> tuple[Path, Call]:
        """Written, and read strictly under the fingerprint that it has. Raises DefinitionError."""
        folder = self.written(to)
        try:
            return folder, load_call(folder)
        except DefinitionError as error:
            if error.code != "form_changed":
                raise
            form = self.form | {"fingerprint": error.params["fingerprint"]}
        (folder / "form.toml").write_text(toml(form), "utf-8")
        return folder, load_call(folder)


def definitions() -> st.SearchStrategy[Definition]:
    """Definitions that the loader accepts."""
    return st.randoms(use_true_random=False).map(definition)


def spoiled_definitions() -> st.SearchStrategy[Definition]:
    """The same with one to three things changed in them, anywhere and into anything."""
    return st.randoms(use_true_random=False).map(spoiled)


def definition(rng: Random) -> Definition:
    parts = {rule for rule in STANDS_FOR if rng.random() < 0.6}
    parts -= {"supplement"} if "interview" not in parts else set()
    has_criteria = rng.random() < 0.6
    call = _call(rng, parts, has_criteria)
    form = _form(rng, call, parts)
    if has_criteria:
        _give_criteria_conditions(rng, call, form)
    return Definition(call, form)


# ------------------------------------------------------------------------------------------------------------ a call


def _call(rng: Random, parts: set[str], has_criteria: bool) -> Table:
    zone = ZoneInfo(rng.choice(ZONES))
    opens = _instant(rng, datetime(rng.randint(2001, 2090), 1, 1, tzinfo=UTC), 365 * 24 * 60)
    closes = opens + timedelta(minutes=rng.choice([1, 60, rng.randint(1, 90 * 24 * 60)]))
    amendments, closing = _amendments(rng, zone, opens, closes)
    call: Table = {
        "id": rng.choice(["a", "2030", "my-call-2", "x" * 60]), "timezone": zone.key,
        "opens_at": opens.astimezone(zone),
        "closes_at": closes.astimezone(zone), "supplement_rolls_to_working_day": rng.random() < 0.5,
        "draft_reminder_hours": _hours(rng), "non_working_days": _days(rng, closing),
        **{key: _text(rng) for key in ("title", "short_title", "timezone_name", "supplement_rolls")},
        "applicant_type": _options(rng), "amendment": amendments,
        "contact": _contact(rng), "consent": _consent(rng, zone, closing),
        "rule": [_rule(rng, rule) for rule in RULES if rule not in STANDS_FOR or rule in parts],
    }  # fmt: skip
    for key in ("region", "no_grant"):
        call |= {key: _text(rng)} if rng.random() < 0.5 else {}
    for key, most in (("rules_clause", 999), ("appendix", 99)):
        call |= {key: rng.randint(1, most)} if rng.random() < 0.5 else {}
    if "supplement" in parts:
        call |= {"supplement_days": rng.choice([0, 1, 3, 365]), "window_reminder_hours": _hours(rng)}
    if "exclusion" in parts:
        call |= {"explanation_days": rng.choice([0, 3, 365]), "missed_tasks_for_exclusion": rng.choice([1, 2, 100])}
    call |= {"district": _options(rng)} if "region" in parts else {}
    call |= {"direction": _options(rng, True)} if "direction" in parts else {}
    if has_criteria:
        low = rng.choice([0, 1, 9])
        numbers = range(1, rng.randint(1, 4) + 1)
        rows = [{"number": number, "short": _text(rng), "text": _text(rng, True)} for number in numbers]
        call |= {"score_min": low, "score_max": low + rng.choice([1, 10, 900]), "criterion": rows}
    return call


def _instant(rng: Random, start: datetime, minutes: int) -> datetime:
    """In UTC: on a zone's own clock sums can fall into the hour that it leaves out in spring."""
    return start + timedelta(minutes=rng.randint(0, minutes))


def _amendments(rng: Random, zone: ZoneInfo, opens: datetime, closes: datetime) -> tuple[list[Table], datetime]:
    rows: list[Table] = []
    at, closing = opens, closes
    for _ in range(rng.choice([0, 0, 1, 2])):
        left = int((closing - at).total_seconds())
        if left < 2:
            break
        at += timedelta(seconds=rng.randint(1, left - 1))
        row = {"at": at.astimezone(zone), "what": _text(rng, True), "why": _text(rng)}
        if rng.random() < 0.7:
            closing += timedelta(seconds=rng.choice([1, 86_400, rng.randint(1, 10**6)]))
            row["closes_at"] = closing.astimezone(zone)
        rows.append(row)
    return rows, closing


def _hours(rng: Random) -> list[int]:
    return sorted({rng.randint(1, 2160) for _ in range(rng.randint(0, 3))}, reverse=True)


def _days(rng: Random, around: datetime) -> list[date]:
    return sorted({around.date() + timedelta(days=rng.randint(-5, 30)) for _ in range(rng.randint(0, 5))})


def _contact(rng: Random) -> Table:
    phones = [{"shown": rng.choice(["+7 701 000-00-00", "109"]), "dial": rng.choice(["+77010000000", "109"])}
              for _ in range(rng.randint(0, 2))]  # fmt: skip
    email = {"email": "call@example.kz"} if not phones or rng.random() < 0.5 else {}
    return {"name": _text(rng), "role": _text(rng), "role_in_text": _text(rng), "phones": phones} | email


def _consent(rng: Random, zone: ZoneInfo, closing: datetime) -> Table:
    valid = closing + timedelta(days=rng.choice([0, 1, 400]))
    return {"version": rng.choice(["1", "2030-01-01.1"]), "operator": _text(rng), "text": _text(rng, True),
            "valid_until": valid.astimezone(zone), "publication": _text(rng)}  # fmt: skip


def _rule(rng: Random, rule: str) -> Table:
    words = {language: " ".join(rng.choice(PLAIN) for _ in range(rng.randint(1, 5))) for language in ("kk", "ru")}
    fact = f" {{{rng.choice(FACTS)}}}" if rng.random() < 0.3 else ""
    return {"id": rule, "title": {lang: text[:300] for lang, text in words.items()},
            "text": {lang: text + fact for lang, text in words.items()}}  # fmt: skip


def _text(rng: Random, with_facts: bool = False) -> Table:
    fact = f" {{{rng.choice(FACTS)}}}" if with_facts and rng.random() < 0.4 else ""
    return {
        language: " ".join(rng.choice(WORDS) for _ in range(rng.randint(1, 3)))[:280] + fact
        for language in ("kk", "ru")
    }


def _options(rng: Random, about: bool = False) -> list[Table]:
    rows = []
    for place in range(rng.choice([1, 2, 3, 9])):
        label = {language: f"{place} {text}" for language, text in _text(rng).items()}
        row = {"code": rng.choice(["a", "1", "x-y", "_".join(["z"] * 2)]) + str(place), "label": label}
        rows.append(row | ({"about": _text(rng, True)} if about and rng.random() < 0.5 else {}))
    return rows


# ------------------------------------------------------------------------------------------------------------ a form


class _Questions:
    """Questions one after another, each with a name of its own; later ones may depend on earlier ones."""

    def __init__(self, rng: Random, lists: Mapping[str, Sequence[str]], criteria: int) -> None:
        self.rng, self.lists, self.criteria = rng, lists, criteria
        self.ids = [name for name in IDS if rng.random() < 0.7] + [f"q{place}" for place in range(60)]
        self.made: list[Table] = []

    def add(self, kind: str, **more: Any) -> Table:
        question = {"id": self.ids.pop(0), "kind": kind, "label": _text(self.rng)} | self._own(kind) | more
        if "role" not in more and "required" not in more:
            question |= self._when()
        self.made.append(question)
        return question

    def _own(self, kind: str) -> Table:
        rng = self.rng
        own: Table = {"hint": _text(rng, True)} if rng.random() < 0.3 else {}
        own |= {"criteria": [rng.randint(1, self.criteria)]} if self.criteria and rng.random() < 0.3 else {}
        own |= {"personal": True} if rng.random() < 0.2 else {}
        return own | (self._table() if kind == "table" else self._limits(kind))

    def _limits(self, kind: str) -> Table:
        rng = self.rng
        if kind in ("text", "textarea"):
            low, high = sorted(rng.choice([1, 2, 10, 300, 3000]) for _ in range(2))
            return rng.choice([{}, {"max": high}, {"min": low, "max": high}, {"min": low}])
        if kind in ("email", "url"):
            return rng.choice([{}, {"max": 254}])
        if kind in ("integer", "number"):
            steps = [0, 1, -5, 7, 10**9] + ([0.5, -0.25, 99.5, 10**12] if kind == "number" else [-(10**12)])
            low, high = sorted(rng.choice(steps) for _ in range(2))
            return rng.choice([{}, {"min": low}, {"max": high}, {"min": low, "max": high}])
        if kind == "month":
            return {"example": {"kk": "{example_month_from}", "ru": "{example_month_from}"}}
        return {"options": rng.choice(sorted(set(self.lists) - {"languages"}))} if kind in ("choice", "multi") else {}

    def _table(self) -> Table:
        rng = self.rng
        columns = []
        for place in range(rng.randint(1, 4)):
            kind = rng.choice(COLUMN_KINDS)
            column = {"id": rng.choice(IDS[:8]) + f"_{place}", "kind": kind, "label": _text(rng)} | self._limits(kind)
            when = self._condition()
            columns.append(column | rng.choice([{"required": True}, {"required_when": when} if when else {}, {}]))
        most = rng.choice([1, 3, 100])
        table: Table = {"column": columns, "max_rows": most, "min_rows": rng.randint(0, min(most, 2))}
        table |= {"row": _text(rng)} if rng.random() < 0.5 else {}
        if (when := self._condition()) and rng.random() < 0.3:
            table["more_rows"] = {"when": when, "min_rows": rng.randint(max(1, table["min_rows"]), most)}
        return table

    def _when(self) -> Table:
        when = self._condition()
        asked = {"asked_when": when} if when and self.rng.random() < 0.4 else {}
        later = self._condition()
        return asked | self.rng.choice([{"required": True}, {"required_when": later} if later else {}, {}, {}])

    def _condition(self) -> Table | None:
        able = [q for q in self.made if q["kind"] in ("choice", "integer", "number")]
        if not able or self.rng.random() < 0.4:
            return None
        asked = self.rng.choice(able)
        if asked["kind"] == "choice":
            return {asked["id"]: self.rng.sample(self.lists[asked["options"]], 1)}
        return {asked["id"]: {"above": self.rng.choice([0, 5, 0.5])}}


def _form(rng: Random, call: Table, parts: set[str]) -> Table:
    own = {"languages": [{"code": code, "label": _text(rng)} for code in ("kk", "ru")], "yes_no": _options(rng)}
    own["languages"][1]["label"] = {"kk": "2", "ru": "2"}
    lists = {name: [row["code"] for row in rows] for name, rows in own.items()}
    lists |= {f"{key}s": [row["code"] for row in call[key]] for key in ("applicant_type", "direction", "district")
              if key in call}  # fmt: skip
    questions = _Questions(rng, lists, len(call.get("criterion", [])))
    _add_roles(rng, questions, parts)
    for _ in range(rng.randint(0, 8)):
        questions.add(rng.choice([*COLUMN_KINDS, "table"]))
    _add_between(rng, questions)
    form: Table = {
        "version": 1, "fingerprint": "", "title": _text(rng),
        "section": _sections(rng, questions.made, "no_grant" in call), "package": _package(rng, questions),
    }  # fmt: skip
    return form | {"options": own}


def _add_roles(rng: Random, questions: _Questions, parts: set[str]) -> None:
    roles: list[Callable[[], Table]] = [
        lambda: questions.add("choice", role="language", options="languages", required=True),
        lambda: questions.add("text", role="name", required=True, min=1, max=80),
        lambda: questions.add("email", role="email", required=True),
        lambda: questions.add("text", role="title", required=True, min=1, max=150),
        lambda: questions.add("accept", role="consent", required=True, consent="personal_data"),
    ]
    optional: dict[str, Callable[[], Table]] = {
        "name": lambda: questions.add("text", role="name", required=True, min=1, max=80),
        "publication": lambda: questions.add("bool", role="publication", consent="publication"),
        "organisation": lambda: questions.add("text", role="organisation", min=1, max=255),
        "phone": lambda: questions.add("phone", role="phone"),
    }
    if "direction" in parts:
        optional["group"] = lambda: questions.add("choice", role="group", options="directions", required=True)
    if "region" in parts:
        optional["territory"] = lambda: questions.add("choice", role="territory", options="districts", required=True)
    roles += [add for add in optional.values() if rng.random() < 0.6]
    rng.shuffle(roles)
    for add in roles:
        add()


def _add_between(rng: Random, questions: _Questions) -> None:
    """What only makes sense between two questions: an order of months, a sum of a table's rows, codes that go with."""
    if rng.random() < 0.3:
        first = questions.add("month")
        questions.add("month", not_before=first["id"])
    if rng.random() < 0.3:
        total = questions.add("integer", min=0, max=10**6, required=True)
        column = {"id": "amount", "kind": "integer", "required": True, "min": 0, "max": 10**6, "label": _text(rng)}
        table = questions.add(
            "table", max_rows=5, min_rows=0, column=[column], adds_up={"column": "amount", "to": total["id"]}
        )
        table.pop("more_rows", None)
    choices = [q for q in questions.made if q["kind"] == "choice" and "role" not in q]
    if len(choices) > 1 and rng.random() < 0.5:
        because, bound = choices[0], choices[-1]
        codes = [questions.lists[q["options"]] for q in (because, bound)]
        bound["only_with"] = [{"when": {because["id"]: codes[0][:1]}, "codes": codes[1][:1]}]


def _sections(rng: Random, questions: Sequence[Table], has_note: bool) -> list[Table]:
    cut = rng.randint(1, len(questions))
    parts = [part for part in (questions[:cut], questions[cut:]) if part]
    note = {"note": "no_grant"} if has_note and rng.random() < 0.5 else {}
    return [{"id": f"part{n}", "label": _text(rng), "field": list(part)} | note for n, part in enumerate(parts)]


def _package(rng: Random, questions: _Questions) -> Table:
    identifiers = [q["id"] for q in questions.made if q["kind"] == "iin"]
    documents = []
    for place in range(rng.randint(0, 4)):
        label = {language: f"{place} {text}" for language, text in _text(rng).items()}
        document = {"kind": f"{rng.choice(IDS[:20])}_{place}", "label": label, "most": rng.choice([1, 2, 100])}
        young = {identifiers[0]: {"younger_than": 18}} if identifiers and rng.random() < 0.5 else None
        when = young or questions._condition()
        documents.append(document | rng.choice([{"required": True}, {"required_when": when} if when else {}, {}]))
    size = rng.choice([1, 10, 100])
    return {"extensions": rng.sample(EXTENSIONS, rng.randint(1, len(EXTENSIONS))), "file_max_bytes": size * MEGABYTE,
            "package_max_bytes": size * rng.randint(1, 20) * MEGABYTE, "document": documents}  # fmt: skip


def _give_criteria_conditions(rng: Random, call: Table, form: Table) -> None:
    """A criterion that applies to some only; one that a rule of the call names by its number."""
    choices = [q for section in form["section"] for q in section["field"] if q["kind"] == "choice"]
    codes = {"languages": ["kk"]} | {name: [rows[0]["code"]] for name, rows in form["options"].items()}
    codes |= {f"{key}s": [call[key][0]["code"]] for key in ("applicant_type", "direction", "district") if key in call}
    if rng.random() < 0.5:
        asked = rng.choice(choices)
        rng.choice(call["criterion"])["applies_when"] = {asked["id"]: codes[asked["options"]]}
    there = [row["id"] for row in call["rule"] if row["id"] in ("experience", "readiness")]
    if there:
        call["criterion"][0]["rule"] = rng.choice(there)


# --------------------------------------------------------------------------------------------------------- spoiling

ODD: tuple[Any, ...] = (
    None, -1, 0, 1, 10**16, 0.5, float("nan"), float("inf"), True, "", " ", "x", "é", "kk", "2021-13", "a" * 600,
    "{", "{closes}", "{x}", "\u0000", "\u202e", "смешaнный", [], [1], ["x"], [[]], {}, {"kk": "x"}, {"x": {"y": 1}},
    {"kk": "x", "ru": "y"}, datetime(2020, 1, 1),  # noqa: DTZ001
    datetime(1, 1, 1, tzinfo=UTC), date(2020, 2, 29), "constructor",
    {"above": 1}, {"status": ["x"]}, ["a0", "a0"], "table", "choice", "2030-01-01T00:00:00Z", "../x", "http://x",
)  # fmt: skip


def spoiled(rng: Random) -> Definition:
    made = definition(rng)
    call, form = deepcopy(made.call), deepcopy(made.form)
    for _ in range(rng.randint(1, 3)):
        _spoil(rng, rng.choice([call, form]))
    return Definition(call, form)


def _spoil(rng: Random, table: Table) -> None:
    """Walk down to some value and remove, double or replace it."""
    holder: Any = table
    while True:
        keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        if not keys:
            return
        key = rng.choice(keys)
        below = holder[key]
        if isinstance(below, dict | list) and below and rng.random() < 0.75:
            holder = below
            continue
        act = rng.choice(["replace", "replace", "remove", "double", "add"])
        if act == "remove":
            del holder[key]
        elif act == "double" and isinstance(holder, list):
            holder.append(deepcopy(below))
        elif act == "add" and isinstance(holder, dict):
            holder[rng.choice(["min", "max", "extra", "asked_when", "role", "options", "a.b", "required"])] = (
                rng.choice(ODD[1:])
            )
        else:
            holder[key] = deepcopy(rng.choice(ODD[1:]))
        return


# ------------------------------------------------------------------------------------------------------ as a TOML text


def toml(table: Mapping[str, Any]) -> str:
    """A key a line, everything below it inline."""
    return "".join(f"{_key(key)} = {_value(value)}\n" for key, value in table.items())


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else _string(key)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, list):
        return f"[\n{''.join(f'  {_value(each)},' + chr(10) for each in value)}]"
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{_key(key)} = {_value(each)}' for key, each in value.items())} }}"
    return value.isoformat() if isinstance(value, date) else repr(value)


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
