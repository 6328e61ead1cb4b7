"""The form's definition as data for docs/assets/form/: one definition, no second copy of limits or words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import NamedTuple

from ..call import Call, Field, say, words
from ..call.languages import LANGUAGE
from ..call.typed_words import month_names, powers, vocabulary
from .condition_words import as_data
from .problem_views import MOST_OPEN
from .rendering import KEY_KEPT_MS
from .script_data import json_for_script

Data = dict[str, object]
NAME_SIGNS = 12
# Words the templates say too; the browser knows them by a short name.
SHARED = {"rule": "rule_link", "prefix": "errors.title_prefix",
          "missing_count": "errors.missing", "wrong_count": "errors.wrong",
          "advice": "errors.advice", "yes": "yes", "no": "no", "copy": "copy", "forget_key": "my.forget_key",
          "required": "mark.required",
          "submit": "form.submit", "form_edit": "form.save_edit",
          "form_supplement": "form.save_supplement", "form_heading": "form.change_heading",
          "form_note": "form.change_note", "receipt_edit": "receipt.edit", "receipt_supplement": "receipt.supplement",
          "draft_title": "draft.title", "title_draft": "status.draft", "change": "checked.change",
          "bar_version": "bar.version",
          **{f"section_{state}": f"section.{state}" for state in ("empty", "mend", "done")},
          "aside_note": "conflict.aside_note", "missing": "draft.missing", "nothing_missing": "draft.nothing_missing",
          "work_draft": "work.draft", "work_edit": "work.edit", "work_supplement": "work.supplement",
          "note_draft": "work.draft_note", "note_edit": "work.edit_note", "note_supplement": "work.supplement_note",
          "still_draft": "refusal.still_draft", "still_submitted": "refusal.still_submitted",
          **{f"conflict_{name}": f"conflict.{name}"
             for name in ("note", "mine", "theirs", "empty", "keep", "take", "choice")}}  # fmt: skip


class DataFile(NamedTuple):
    """A script of the site's assets; its name changes with its text, so that it may be kept for ever."""

    name: str
    text: str


def data_file(call: Call, language: str) -> DataFile:
    """A file beside the page, so that the page can be read and sent before this file has loaded."""
    text = f"window.baiqauForm={form_json(call, language)};\n"
    return DataFile(f"form-data.{language}.{sha256(text.encode()).hexdigest()[:NAME_SIGNS]}.js", text)


def form_json(call: Call, language: str) -> str:
    """JSON that is safe inside <script> too: no `<` can end the element early."""
    asked_in = call.form.role("language")
    data = {
        "lang": language, "languageOf": asked_in.id if asked_in else "",
        "zoneName": call.timezone_name[language], "keyKeptMs": KEY_KEPT_MS,
        "mostOpen": MOST_OPEN,
        "months": LANGUAGE[language].months, "loneMonths": LANGUAGE[language].lone_months,
        "units": LANGUAGE[language].units,
        "retired": {path: label[language] for path, label in call.form.retired.items()},
        "documents": {d.kind: d.label[language] for d in call.form.package.documents},
        "sections": {s.id: [f.id for f in s.fields] for s in call.form.sections},
        "fields": [_field(f, language) for f in call.form], "problems": _texts("problems", language),
        "typed": _typed_vocabulary(),
        "rules": {rule.id: rule.title[language] for rule in call.rules},
        "words": _texts("page", language, "browser.")
        | {name: say("page", key, language) for name, key in _shared_words(call).items()},
    }  # fmt: skip
    return json_for_script(data)


def _shared_words(call: Call) -> Mapping[str, str]:
    """Without the words of a supplement where the call has no time for one."""
    return {name: key for name, key in SHARED.items() if call.has("supplement") or not name.endswith("_supplement")}


def _typed_vocabulary() -> Data:
    """Words people type, of both languages, as the rules read them."""
    kinds: Data = {name: sorted(vocabulary(name)) for name in ("no_answer", "label", "unit", "year")}
    return kinds | {"powers": dict(sorted(powers().items())), "months": dict(sorted(month_names().items()))}


def _texts(room: str, language: str, prefix: str = "") -> dict[str, str]:
    return {key.removeprefix(prefix): text[language] for key, text in words(room).items() if key.startswith(prefix)}


def _field(of: Field, language: str) -> Data:
    data: Data = {
        "id": of.id, "kind": of.kind, "required": of.required, "requiredWhen": as_data(of.required_when),
        "example": of.example_words.get(language),
        "askedWhen": as_data(of.asked_when), "min": of.min, "max": of.max, "notBefore": of.not_before,
        "onlyWith": [{"when": as_data(o.when), "codes": o.codes} for o in of.only_with],
        "columns": [_field(c, language) for c in of.columns], "minRows": of.min_rows, "maxRows": of.max_rows,
        "moreRows": {"when": as_data(of.more_rows[0]), "min": of.more_rows[1]} if of.more_rows else None,
        "addsUp": {"column": of.adds_up[0], "to": of.adds_up[1]} if of.adds_up else None,
    }  # fmt: skip
    return dict(_telling_items(data.items()))


def _telling_items(items: Iterable[tuple[str, object]]) -> Iterable[tuple[str, object]]:
    """The items with a value. A limit of 0 is a value; no rows, no condition and no flag are none."""
    return ((key, value) for key, value in items if value or (key in ("min", "max") and value is not None))
