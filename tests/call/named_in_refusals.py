"""What each refusal of a spoiled definition names: what was written there, and what may stand there instead.

By its code and its place as people read it (spoiled.py). Whoever mends a definition has nothing else to go by.
"""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.call.definition import RULES
from chalicelib.call.field_kinds import KINDS
from chalicelib.call.roles import ROLES

Params = Mapping[str, object]


def in_a_row(names: object) -> str:
    return ", ".join(names)  # type: ignore[arg-type]


_KINDS, _COLUMN_KINDS = in_a_row(sorted(KINDS)), in_a_row(sorted(set(KINDS) - {"table"}))
_LIMITED = "text, textarea, email, url, integer, number"
_LISTS = "applicant_types, directions, districts, languages, stages"
_ORGANISATION, _COSTS = "section[applicant].field[organisation]", "section[project].field[costs]"

NAMED: Mapping[tuple[str, str], Params] = {
    # Files
    ("no_toml", ""): {"column": 17, "rest": 'id = "small-call'},
    ("odd_quotes", ""): {"column": 6, "sign": "“"},
    ("odd_space", ""): {"column": 1, "sign": "U+00A0"},
    ("foreign_letter", ""): {"name": "аppendix", "letter": "а", "at": 1},
    ("call_id_not_folder", "id"): {"id": "another-call", "folder": "small-call"},
    # Numbers and times
    ("wrong_type", "supplement_days"): {"expected": "int"},
    ("wrong_type", "closes_at"): {"expected": "datetime"},
    ("wrong_type", "non_working_days[2]"): {"expected": "date"},
    ("number_out_of_range", "supplement_days"): {"value": -1, "low": 0, "high": 365},
    ("number_out_of_range", "draft_reminder_hours[2]"): {"value": -5, "low": 1, "high": 2160},
    ("number_out_of_range", "package.document[passport].most"): {"value": 0, "low": 1, "high": 100},
    ("number_out_of_range", "package.file_max_bytes"): {"value": 0, "low": 1048576, "high": 104857600},
    ("number_out_of_range", f"{_COSTS}.max_rows"): {"value": 0, "low": 1, "high": 100},
    ("number_out_of_range", f"{_COSTS}.more_rows.min_rows"): {"value": 21, "low": 1, "high": 20},
    ("number_out_of_range", "section[project].field[summary].max"): {
        "value": "1e+16", "low": -(10**15), "high": 10**15,
    },
    ("scores_in_disorder", "score_min"): {"low": 10, "high": 10},
    ("hours_in_disorder", "draft_reminder_hours[2]"): {"value": 48, "before": 24},
    ("too_many_rows", "window_reminder_hours"): {"count": 1100, "most": 1000},
    ("too_few_rows", "package.extensions"): {"count": 0, "least": 1},
    ("too_few_rows", "options.empty"): {"count": 0, "least": 1},
    ("naive_time", "closes_at"): {"value": "2026-04-20T18:00:00"},
    ("date_for_time", "closes_at"): {"value": "2026-04-20"},
    ("offset_not_of_zone", "closes_at"): {
        "value": "2026-04-20T18:00:00+06:00", "zone": "Asia/Almaty", "proper": "2026-04-20T17:00:00+05:00",
    },
    ("year_out_of_range", "opens_at"): {"value": "0001-01-01T00:00:00+05:00", "low": 2000, "high": 2100},
    ("consent_expires_early", "consent.valid_until"): {
        "value": "2026-04-24T00:00:00+05:00", "closes": "2026-04-25T18:00:00+05:00",
    },
    ("unknown_zone", "timezone"): {"zone": "Asia/Nur-Sultan"},
    ("amendment_shortens", "amendment[1].closes_at"): {
        "value": "2026-04-20T18:00:00+05:00", "closes": "2026-04-20T18:00:00+05:00",
    },
    ("amendment_too_early", "amendment[1].at"): {
        "value": "2026-03-31T23:59:59+05:00", "opens": "2026-04-01T00:00:00+05:00",
    },
    ("amendments_in_disorder", "amendment[2].at"): {"value": "2026-04-10T10:00:00+05:00"},
    ("amendment_too_late", "amendment[2].at"): {
        "value": "2026-04-22T18:00:00+05:00", "closes": "2026-04-22T18:00:00+05:00",
    },
    # Names
    ("bad_call_id", "id"): {"name": "Small call", "most": 60},
    ("foreign_letter", "id"): {"name": "smаll-call", "letter": "а", "at": 3},
    ("unknown_language", "languages[2]"): {"language": "en", "known": "kk, ru"},
    ("languages_of_call", "languages"): {"known": "kk, ru"},
    ("bad_url", "registration_url"): {"name": "http://example.kz/register", "most": 500},
    ("bad_dial", "contact.phones[1].dial"): {"name": "javascript:x", "most": 16},
    ("bad_mail", "contact.email"): {"name": "call", "most": 254},
    ("bad_version", "consent.version"): {"name": "v 1", "most": 40},
    ("bad_code", "direction[Music].code"): {"name": "Music", "most": 40},
    ("bad_id", "section[applicant].field[Surname].id"): {"name": "Surname", "most": 40},
    ("id_of_page", "section[applicant].field[phase].id"): {"name": "phase"},
    ("twin_code", "draft_reminder_hours[2]"): {"code": 48},
    ("twin_code", "rule[window].id"): {"code": "window"},
    ("twin_code", "direction[music].code"): {"code": "music"},
    ("twin_code", "section[applicant].id"): {"code": "applicant"},
    ("twin_code", "section[project].field[surname].id"): {"code": "surname"},
    ("twin_code", f"{_COSTS}.column[item].id"): {"code": "item"},
    ("twin_code", "package.document[passport].kind"): {"code": "passport"},
    ("twin_code", "options.places[north].code"): {"code": "north"},
    ("unknown_key", "amendment[2]"): {"key": "by"},
    ("unknown_key", "title"): {"key": "en"},
    ("unknown_key_near", ""): {"key": "registration_ulr", "near": "registration_url"},
    # Texts
    ("text_too_long", "id"): {"length": 501, "most": 500},
    ("text_too_long", "title.kk"): {"length": 301, "most": 300},
    ("forbidden_sign", "contact.email"): {"sign": "U+000A"},
    ("one_language", "title"): {"language": "ru"},
    ("unequal_facts", "title"): {"fact": "closes", "one": "kk", "other": "ru"},
    ("digit_in_rule", "rule[window].text.ru"): {"language": "ru", "digit": "3"},
    ("number_word_in_rule", "rule[window].text.ru"): {"language": "ru", "words": "три дня"},
    # Rules, criteria, roles
    ("unknown_rule", "rule[luck].id"): {"rule": "luck", "known": in_a_row(RULES)},
    ("unknown_rule", "criterion[3].rule"): {"rule": "luck", "known": in_a_row(RULES)},
    ("unknown_rule", "section[applicant].field[iin].rule"): {"rule": "luck", "known": in_a_row(RULES)},
    ("rule_missing", "rule"): {"rule": "window"},
    ("key_without_rule", "supplement_days"): {"keys": "supplement_days, window_reminder_hours", "rule": "supplement"},
    ("criteria_in_disorder", "criterion[3].number"): {"value": 4, "place_in_list": 3},
    ("unknown_criterion", "section[project].field[project].criteria[1]"): {"number": 4, "count": 3},
    ("unknown_role", "section[applicant].field[iin].role"): {"role": "mascot", "known": in_a_row(sorted(ROLES))},
    ("role_missing", ""): {"role": "email", "kinds": "email"},
    ("role_language_codes", "section[applicant].field[language].role"): {
        "codes": "music, theatre", "languages": "kk, ru",
    },
    ("role_of_kind", "section[project].field[public].role"): {"role": "phone", "kind": "bool", "kinds": "phone"},
    ("role_twice", "section[project].field[public].role"): {"role": "consent", "first": "agreed", "second": "public"},
    ("role_of_column", f"{_COSTS}.column[item].role"): {"role": "name"},
    # Questions
    ("unknown_kind", "section[applicant].field[iin].kind"): {"kind": "telepathy", "known": _KINDS},
    ("table_in_table", f"{_COSTS}.column[item].kind"): {"kind": "table", "known": _COLUMN_KINDS},
    ("key_not_of_kind", "section[applicant].field[iin].max"): {"key": "max", "kind": "iin", "kinds": _LIMITED},
    ("key_not_of_column", f"{_COSTS}.column[item].asked_when"): {"key": "asked_when"},
    ("unknown_consent", "section[project].field[public].consent"): {
        "consent": "everything", "known": "personal_data, publication",
    },
    ("limits_in_disorder", "section[project].field[summary].min"): {"low": 1001, "high": 1000},
    ("limits_in_disorder", f"{_COSTS}.min_rows"): {"low": 21, "high": 20},
    ("limit_out_of_range", "section[project].field[summary].min"): {"value": -1, "low": 0, "high": 20000},
    ("limit_out_of_range", "section[project].field[summary].max"): {"value": 20001, "low": 1, "high": 20000},
    ("bad_example", "section[project].field[starts].example.kk"): {"example": "2026-13"},
    ("unknown_note", "section[applicant].note"): {"note": "no_prize", "known": "no_grant"},
    ("form_version", "version"): {"version": 0},
    ("unknown_list", "section[project].field[stage].options"): {"list": "moods", "known": f"{_LISTS}, places"},
    ("unknown_list", "options.places[1]"): {"list": "regions", "known": _LISTS},
    ("unknown_autocomplete", "section[applicant].field[surname].autocomplete"): {"name": "surname"},
    # Conditions
    ("unknown_field", "criterion[2].applies_when.mood"): {"field": "mood"},
    ("unknown_field", "section[project].field[ends].not_before"): {"field": "begins"},
    ("unknown_field", f"{_COSTS}.adds_up.column"): {"field": "price"},
    ("unknown_field", f"{_COSTS}.adds_up.to"): {"field": "sum"},
    ("unknown_code", "criterion[2].applies_when.stage"): {"code": "dream", "known": "idea, running"},
    ("unknown_code", "section[applicant].field[category].only_with[1].codes[2]"): {
        "code": "crowd", "known": "ngo, person",
    },
    ("condition_not_on_kind", "criterion[2].applies_when.places"): {
        "field": "places", "kind": "multi", "kinds": "choice",
    },
    ("condition_not_on_kind", f"{_ORGANISATION}.asked_when.category"): {
        "field": "category", "kind": "choice", "kinds": "integer, number",
    },
    ("condition_not_on_kind", "section[applicant].field[category].only_with[1].when.people"): {
        "field": "people", "kind": "integer", "kinds": "choice",
    },
    ("condition_not_on_kind", "package.document[parent].required_when.surname"): {
        "field": "surname", "kind": "text", "kinds": "iin",
    },
    ("condition_on_later", f"{_ORGANISATION}.asked_when.stage"): {"field": "stage"},
    ("condition_on_itself", f"{_ORGANISATION}.asked_when.organisation"): {"field": "organisation"},
    ("bad_condition", "criterion[2].applies_when.stage"): {"field": "stage"},
    ("age_of_documents_only", f"{_ORGANISATION}.asked_when.iin"): {"field": "iin"},
    ("not_comparable", "section[project].field[ends].not_before"): {"field": "people"},
    ("order_in_circle", "section[project].field[ends].not_before"): {"field": "ends"},
    ("no_summand", f"{_COSTS}.adds_up.column"): {"field": "item"},
    ("no_total", f"{_COSTS}.adds_up.to"): {"field": "share"},
    # Lists and documents
    ("labels_alike", "options.stages[running].label"): {"label": "ИДЕЯ  (қаз.)"},
    ("labels_alike", "package.document[parent].label"): {"label": "Куәлік (қаз.)"},
    ("unknown_extension", "package.extensions[2]"): {"extension": "exe", "known": "pdf, jpg, png, docx, xlsx, pptx"},
    ("no_whole_megabytes", "package.file_max_bytes"): {"value": 10000000, "lower": 9437184, "megabyte": 1048576},
    ("package_below_file", "package.package_max_bytes"): {"file": 10485760, "package": 9437184},
}  # fmt: skip
