"""The tables of `call.toml`: its dates, numbers, rules, criteria, lists, contact and consent."""

from __future__ import annotations

from datetime import date
from typing import Any

from . import range_checks
from .allowed_characters import DIAL, FOLDER, MAIL, URL, VERSION
from .call_consistency import REMINDERS
from .compound_values import LABEL, STRING, DefinitionReader
from .contact import Contact, Phone
from .definition import RULES, Amendment, Call, Consent, Criterion, Rule
from .languages_and_zone import languages_of, zone_of
from .optional_parts import NEEDED_KEYS, NEEDED_RULES


def call_of(r: DefinitionReader) -> Call:
    """The call without its form; gives the reader the call's languages and zone."""
    r.languages = languages_of(r)
    r.zone = zone_of(r)
    opens, announced = r.instant("opens_at"), r.instant("closes_at")
    amendments = tuple(_amendment(a) for a in r.tables("amendment", [], most=_AMENDMENTS))
    rolls: bool = r.take("supplement_rolls_to_working_day", bool, False)
    r.text("supplement_rolls", optional=not rolls)
    lists: dict[str, Any] = {name: r.options(key) for name, key in _LISTS.items() if key in r.table}
    numbers: dict[str, Any] = {key: r.whole(key, *of) for key, of in range_checks.BOUNDS.items() if key in r.table}
    numbers |= {key: tuple(r.values(key, int)) for key in REMINDERS if key in r.table or key in NEEDED_KEYS}
    return Call(
        id=r.name("id", FOLDER), timezone=r.zone.key if r.zone else "UTC", languages=tuple(r.languages),
        opens_at=opens, closes_at=range_checks.closing(amendments, announced), announced_closes_at=announced,
        amendments=amendments, rules=_rules(r), criteria=tuple(_criterion(row) for row in r.tables("criterion", [])),
        contact=_contact(r.table_at("contact")), consent=_consent(r.table_at("consent")), form=_NO_FORM,
        supplement_rolls_to_working_day=rolls,
        non_working_days=frozenset(r.values("non_working_days", date, [])),
        registration_url=r.name("registration_url", URL, ""),
        **lists, **numbers,
        **{key: r.text(key, longest=LABEL) for key in _TEXTS if key in r.table or key in NEEDED_KEYS},
    )  # fmt: skip


_LISTS = {"applicant_types": "applicant_type", "directions": "direction", "districts": "district"}
_TEXTS = ("title", "short_title", "region", "timezone_name", "no_grant")
_AMENDMENTS, _PHONES = 50, 20
_NO_FORM: Any = None


def _rules(r: DefinitionReader) -> tuple[Rule, ...]:
    rows = r.tables("rule")
    rules = tuple(Rule(row.take("id", str), row.text("title", longest=LABEL), row.text("text")) for row in rows)
    ids = [rule.id for rule in rules]
    for row, rule_id in zip(rows, ids, strict=True):
        if rule_id and rule_id not in RULES:
            row.refuse("unknown_rule", "id", rule=rule_id[:60], known=", ".join(RULES))
    # Of a rule under another's name one refusal is enough.
    for rule_id in NEEDED_RULES if rows and set(ids) <= set(RULES) and len(ids) == len(set(ids)) else ():
        if rule_id not in ids:
            r.refuse("rule_missing", "rule", rule=rule_id)
    return rules


def _criterion(r: DefinitionReader) -> Criterion:
    rule = r.take("rule", str, "")
    if rule and rule not in RULES:
        r.refuse("unknown_rule", "rule", rule=rule[:60], known=", ".join(RULES))
    number = r.whole("number", 1, 99)
    return Criterion(number, r.text("short", longest=LABEL), r.text("text"), r.condition("applies_when"), rule)


def _amendment(r: DefinitionReader) -> Amendment:
    return Amendment(r.instant("at"), r.text("what"), r.text("why"), r.instant("closes_at", optional=True))


def _contact(r: DefinitionReader) -> Contact:
    if r.table.get("phones", []) == [] and "email" not in r.table:
        r.refuse("contact_unreachable", "")
    phones = tuple(Phone(p.take("shown", str), p.name("dial", DIAL)) for p in r.tables("phones", [], most=_PHONES))
    name, role = r.text("name", longest=LABEL), r.text("role", longest=STRING)
    return Contact(name, role, r.text("role_in_text", longest=STRING), phones, r.name("email", MAIL, ""))


def _consent(r: DefinitionReader) -> Consent:
    return Consent(r.name("version", VERSION), r.text("operator", longest=LABEL), r.instant("valid_until"),
                   r.text("text"), r.text("publication"))  # fmt: skip
