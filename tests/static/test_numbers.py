"""Every number written into the rulebook is a promise: here it stands a second time, and no other may be written.

Tests that count by a constant's own name pass with any value; mutation testing leaves constants alone.
"""

import ast
import importlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

from infra.mutation.rooms import ROOMS

LIB = Path(__file__).parents[2] / "functions" / "chalicelib"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

NUMBERS: dict[str, dict[str, Any]] = {
    # The definition of a call
    "call.range_checks": {
        "BOUNDS": {
            "rules_clause": (1, 999), "appendix": (1, 99), "supplement_days": (0, 365), "explanation_days": (0, 365),
            "missed_tasks_for_exclusion": (1, 100), "score_min": (0, 1000), "score_max": (1, 1000),
        },
        "HOURS": (1, 2160),
    },
    "call.call_tables": {"_AMENDMENTS": 50, "_PHONES": 20},
    "call.definition_files": {"MOST_BYTES": 1_048_576, "MOST_DEPTH": 100},
    "call.definition_refusal": {"MOST_TOLD": 40},
    "call.text_facts": {"_EXAMPLE_MONTHS": {"example_month_from": 1, "example_month_to": 8}},
    "call.field_kinds": {"DIGITS_OF_AN_IDENTIFIER": 12, "LONGEST_TEXT": 20_000},
    "call.fingerprint": {"SIGNS": 16},
    "call.form_loading": {"SECTIONS": 50, "FIELDS": 200},
    "call.field_loading": {"HINT": 1000, "COLUMNS": 20, "LIST_ROWS": 100},
    "call.package_loading": {
        "MEGABYTE": 1_048_576, "DOCUMENTS": 50, "FILES": 100, "FILE_SIZES": (1, 100), "PACKAGE_SIZES": (1, 2000),
    },
    "call.compound_values": {"YEARS": (2000, 2100), "AGES": (1, 150)},
    "call.strict_tables": {
        "LABEL": 300, "TEXT": 5000, "STRING": 500, "ROWS": 1000, "LARGEST": 1_000_000_000_000_000,
    },
    "call.look": {"MOST_DRAWING": 20_000, "MOST_FOUND": 40},
    "call.definition_error": {"LIKENESS": 0.75},
    "call.condition_consistency": {"MOST_NAMED": 12},
    "call.toml_refusal": {"MOST_SHOWN": 30},
    "call.wording": {"_PARTED": 10_000},
    "call.typed_words": {"_POWERS": {"thousand": 3, "million": 6, "billion": 9}},
    # What an applicant or the committee may write
    "rules.appointments": {"LONGEST": 480, "MOST_ANSWERS": 20, "SHORTEST": 5, "USUAL": 30},
    "rules.confirmed_address": {"MOST_ADDRESS": 254},
    "rules.announcement_checks": {"MOST_ID": 64},
    "rules.application": {"FIRST_FORM": 1},
    "rules.client_address": {"IPV6_PREFIX": 64, "MOST_SIGNS": 64},
    "rules.completeness": {"MOST_UNKNOWN": 100},
    "rules.local_days": {"FIRST_YEAR": 2000, "LAST_YEAR": 2199, "ONE_DAY": DAY},
    "rules.document_names": {"MOST": 200, "_SEPARATORS": {ord("/"): ord("_"), ord("\\"): ord("_")}},
    "rules.announced_document": {"MEGABYTE": 1_048_576},
    "rules.kazakh_identifiers": {
        "_FIRST": (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), "_SECOND": (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2),
        "_CENTURY": {"1": 1800, "2": 1800, "3": 1900, "4": 1900, "5": 2000, "6": 2000}, "LENGTH": 12,
    },
    "rules.icalendar_format": {"OCTETS": 75},
    "rules.interview_guards": {"MOST_NAME": 150, "MOST_PANEL": 20},
    "rules.lost_key_link": {
        "LINK_MINUTES": 15, "LINK_LIFETIME": 15 * MINUTE, "ANSWERED_WITHIN": HOUR, "REPEATABLE": 2 * MINUTE,
        "KEY_REPEATED_MINUTES": 10,
    },
    "rules.text_fields": {"LONGEST_NAME": 400},
    "rules.request_limits": {"WRONG_KEY_UNITS": 10},
    "rules.document_limits": {"MOST_ANNOUNCED": 300},
    "rules.mail_service": {
        "PATIENCE": 3, "FIRST_REST": MINUTE, "LONGEST_REST": 15 * MINUTE, "_MOST_DOUBLINGS": 10,
    },
    # The committee's people
    "rules.masking": {"TELLING_DIGITS": 10},
    "rules.committee_rights": {"MOST_MEMBERS": 60, "MOST_NAME": 150, "MOST_REASON": 1000},
    "rules.sign_in": {
        "LINK_LIFETIME": 15 * MINUTE, "SESSION_LIFETIME": 12 * HOUR, "FRESH": 15 * MINUTE, "MOST_TRIES": 5,
        "CODE_DIGITS": 6, "ANSWERED_WITHIN": HOUR,
    },
    "rules.provider_sign_in": {"ATTEMPT_LIFETIME": 10 * MINUTE, "CLOCKS_APART": MINUTE},
    "rules.meeting_agenda": {"MOST_AGENDA": 500},
    "rules.reviews": {"MOST_LINES": 40},
    "rules.slot_claims": {"GIVEN_UP": timedelta(minutes=2), "MOST_CLAIMS": 300},
    "rules.text_normalisation": {"MOST_MARKS": 30},
    "rules.number_fields": {"_LARGEST": 1_000_000_000_000_000, "LONGEST": 100},
    "rules.objection": {"MOST_TEXT": 3000, "MOST_LINE": 300, "FURTHEST": 1100 * DAY},
    "rules.table_answers": {"MOST_UNKNOWN": 20},
    "rules.task_guards": {"MOST_TASKS": 100, "MOST_EXPLANATIONS": 20},
    "rules.upload": {"MINUTES_TO_START": 15, "SLOWEST_BYTES_PER_SECOND": 8000},
    "rules.version_limits": {"MOST_VERSIONS_OF_ACT": 100, "MOST_BYTES_OF_ACT": 3_145_728, "KILOBYTE": 1024},
    "rules.window": {"MILLISECOND": timedelta(microseconds=1000), "LAST_DAY": timedelta(days=1)},
    # Numbers and keys, tries and races
    "intake.rescan_waiting": {"MOST_A_ROUND": 200, "MOST_SILENT": 10},
    "intake.upload_token": {"LASTS": HOUR},
    "intake.canonical_answers": {
        "MOST_ANSWERS": 204_800, "LARGEST_EXACT": 9_007_199_254_740_991, "_EXACT": 9_007_199_254_740_992,
    },
    "intake.append_event": {"MOST_RACES": 24},
    "intake.lost_key": {"MOST_NUMBER": 64},
    "intake.number_and_key": {
        "NUMBER_GROUPS": 2, "NUMBER_GROUP": 4, "KEY_GROUPS": 6, "KEY_GROUP": 4, "MOST_TYPED": 200,
    },
    "intake.repeated_submission": {"MOST_ATTEMPTS": 5},
    # What a stranger's file may cost and hold
    "examination.sandbox_process": {"SECONDS": 10, "MOST_MEMORY": 600 * 1_048_576},
    "examination.sandbox": {"SECONDS": 15, "AT_FAULT_SECONDS": 2},
    "examination.clamd": {
        "CONNECT_SECONDS": 2, "ANSWER_SECONDS": 12, "CHUNK": 262_144, "MOST_ANSWER": 4096, "LAST_PORT": 65_535,
    },
    "examination.file_type": {"PDF_WITHIN": 1024, "CHUNK": 1_048_576},
    "examination.office": {
        "MOST_MEMBERS": 10_000, "MOST_NAME": 300, "MOST_MEMBER": 200_000_000, "MOST_WHOLE": 400_000_000,
        "MOST_RATIO": 150, "SMALL": 1_000_000, "MOST_UNPACKED": 100_000_000, "HEAD": 8, "OVERLAP": 32,
        "METHODS": (0, 8), "ENCRYPTED_FLAG": 1,
    },
    "examination.pdf": {"NEAR": 100, "MOST_DEPTH": 100},
    "examination.pdf_repair": {"MOST_NUMBERS": 10_000},
    "examination.pictures": {"CHUNK": 1_048_576, "OVERLAP": 8},
    # Mail
    "notices.daily_limit": {"MOST_A_DAY": {"others": 10, "changes": 10, "links": 5}},
    "notices.unsent_mails": {
        "UNCERTAIN_AFTER": 15 * MINUTE, "STREAM_FIRST": 5 * MINUTE, "NOT_OLDER_THAN": 3 * DAY, "MOST_ATTEMPTS": 3,
    },
    "rules.reviewer_numbers": {"CHANCE": 0.04, "LEAST_COMMON": 5, "LEAST_UNITS": 5},
    "notices.mail_sweep": {"MOST_ENTRIES": 200},
    "notices.sending_pace": {"LONGEST_WAIT": 10},
}  # fmt: skip


def written_numbers() -> dict[str, dict[str, Any]]:
    """Every constant of the rooms that is a number, a length of time, or a list or table of these, by its module."""
    return {name: numbers for name, module, tree in modules() if (numbers := dict(constants(module, tree)))}


def modules() -> Iterator[tuple[str, ModuleType, ast.Module]]:
    for room in ROOMS:
        for path in sorted((LIB / room).glob("[!_]*.py")):
            name = f"{room}.{path.stem}"
            yield name, importlib.import_module(f"chalicelib.{name}"), ast.parse(path.read_text("utf-8"))


def constants(module: ModuleType, tree: ast.Module) -> Iterator[tuple[str, Any]]:
    for statement in tree.body:
        targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
        names = [name for target in targets if target for name in ast.walk(target) if isinstance(name, ast.Name)]
        yield from ((name.id, value) for name in names if is_number(value := getattr(module, name.id, None)))


def is_number(value: object) -> bool:
    if isinstance(value, tuple):
        return bool(value) and all(map(is_number, value))
    if isinstance(value, dict):
        return bool(value) and all(map(is_number, value.values()))
    return isinstance(value, int | float | timedelta) and not isinstance(value, bool)


def test_every_number_is_the_one_that_was_promised_and_none_is_unknown() -> None:
    assert written_numbers() == NUMBERS
