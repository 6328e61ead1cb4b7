"""Forms of a test's own: what every form needs and the questions a test is about, under ids of the test's choice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from chalicelib.call import Call, DefinitionError
from chalicelib.call.loading import build_call
from tests.paths.small_call import small_call_tables

Table = dict[str, Any]
YES_NO = [("yes", "Иә", "Да"), ("no", "Жоқ", "Нет")]
LANGUAGES = [("kk", "Қазақша", "По-казахски"), ("ru", "Орысша", "По-русски")]


def label(kk: str, ru: str = "") -> Table:
    return {"kk": kk, "ru": ru or kk}


def question(name: str, kind: str = "text", **more: Any) -> Table:
    """Its label is its id unless told."""
    return {"id": name, "kind": kind, "label": label(f"«{name}»")} | more


def needed(**ids: str) -> list[Table]:
    """The questions without which there is no form; `ids` by role."""
    of = {"language": "q_language", "name": "q_name", "email": "q_email", "title": "q_title", "consent": "q_consent"}
    of |= ids
    return [
        question(of["language"], "choice", options="languages", role="language", required=True),
        question(of["name"], role="name", required=True),
        question(of["email"], "email", role="email", required=True),
        question(of["title"], role="title", required=True),
        question(of["consent"], "accept", role="consent", required=True),
    ]


def form_table(
    questions: Iterable[Table], options: Mapping[str, Sequence[tuple[str, str, str]]] | None = None,
    documents: Sequence[Table] = (),
) -> Table:  # fmt: skip
    """A form of one section; the lists `languages` and `yes_no` are there."""
    lists = {"languages": LANGUAGES, "yes_no": YES_NO} | dict(options or {})
    return {
        "version": 1, "fingerprint": "", "title": label("Өтінім", "Заявка"),
        "section": [{"id": "all", "label": label("Сұрақтар", "Вопросы"), "field": list(questions)}],
        "options": {
            name: [{"code": code, "label": label(kk, ru)} for code, kk, ru in rows] for name, rows in lists.items()
        },
        "package": {"extensions": ["pdf"], "file_max_bytes": 1 << 20, "package_max_bytes": 1 << 21,
                    "document": list(documents) or [{"kind": "paper", "label": label("Қағаз", "Бумага")}]},
    }  # fmt: skip


def call_of(form: Table, **changes: Any) -> Call:
    """The small call with this form under the fingerprint that it has; no criterion depends on an answer."""
    tables = small_call_tables() | changes
    criteria = [{key: each[key] for key in each if key != "applies_when"} for each in tables["criterion"]]
    tables |= {"criterion": criteria}
    try:
        return build_call(tables, form)
    except DefinitionError as error:
        if error.code != "form_changed":
            raise
        return build_call(tables, form | {"fingerprint": error.params["fingerprint"]})
