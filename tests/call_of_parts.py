"""A small call as unlike the first as can be, written into a folder with any of the parts a call may have.

A town's stipends for a summer of learning, 2027: another zone, other questions, other words.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from chalicelib.call import Call
from tests.calls import load_with_new_fingerprint

PARTS = ("interview", "supplement", "tasks", "territory", "groups", "criteria", "appendix")
NAME = "summer-2027"


def combinations_of_parts() -> Iterator[frozenset[str]]:
    """Every set of parts that makes sense: time to supplement is counted from an interview."""
    sets = (frozenset(chosen) for size in range(len(PARTS) + 1) for chosen in combinations(PARTS, size))
    return (chosen for chosen in sets if "supplement" not in chosen or "interview" in chosen)


def write_call(to: Path, parts: frozenset[str]) -> Call:
    """Written to `to`/summer-2027 and loaded strictly."""
    folder = to / NAME
    folder.mkdir()
    (folder / "call.toml").write_text(call_text(parts), "utf-8")
    (folder / "form.toml").write_text(form_text(parts), "utf-8")
    return load_with_new_fingerprint(folder)


def call_text(parts: frozenset[str]) -> str:
    rolls = "supplement_rolls_to_working_day = false\n" if parts & {"supplement", "tasks"} else ""
    return BASE + rolls + "".join(text for part, text in KEYS.items() if part in parts) + TABLES + "".join(
        text for part, text in ROWS.items() if part in parts
    ) + RULES + "".join(text for part, text in RULE_OF.items() if part in parts)  # fmt: skip


def form_text(parts: frozenset[str]) -> str:
    questions = "".join(text for part, text in QUESTIONS.items() if not part or part in parts)
    return FORM.replace("QUESTIONS", questions + LAST_QUESTIONS)


BASE = """id = "summer-2027"
timezone = "Asia/Aqtobe"
opens_at = 2027-03-01T00:00:00+05:00
closes_at = 2027-03-20T17:00:00+05:00
draft_reminder_hours = [24]
non_working_days = []
languages = ["kk", "ru"]
title = { kk = "«Оқу жазы» шәкіртақылар байқауы", ru = "Конкурс стипендий «Лето учёбы»" }
short_title = { kk = "«Оқу жазы»", ru = "«Лето учёбы»" }
timezone_name = { kk = "Ақтөбе уақыты бойынша", ru = "по времени Актобе" }
"""
KEYS = {
    "appendix": "appendix = 2\nrules_clause = 7\n",
    "supplement": "supplement_days = 5\nwindow_reminder_hours = [24]\n",
    "tasks": "explanation_days = 4\nmissed_tasks_for_exclusion = 3\n",
    "criteria": "score_min = 1\nscore_max = 5\n",
}
TABLES = """
[contact]
name = { kk = "Серікова Алма", ru = "Серикова Алма" }
role = { kk = "қор үйлестірушісі", ru = "координатор фонда" }
role_in_text = { kk = "қор үйлестірушісі", ru = "координатора фонда" }
phones = [{ shown = "+7 713 200-00-00", dial = "+77132000000" }]

[consent]
version = "2027-03-01.1"
operator = { kk = "«Оқу» қоры", ru = "Фонд «Учёба»" }
valid_until = 2028-06-01T00:00:00+05:00
publication = { kk = "Атым жариялануына келісемін.", ru = "Согласен на публикацию имени." }

[consent.text]
kk = "Деректерімді «{operator}» {valid_until} өңдеуіне келісемін."
ru = "Согласен на обработку моих данных организацией «{operator}» {valid_until}."

"""
ROWS = {
    "territory": """
[[district]]
code = "north"
label = { kk = "Солтүстік бөлік", ru = "Северный участок" }
[[district]]
code = "south"
label = { kk = "Оңтүстік бөлік", ru = "Южный участок" }
""",
    "groups": """
[[direction]]
code = "music"
label = { kk = "Музыка", ru = "Музыка" }
[[direction]]
code = "science"
label = { kk = "Ғылым", ru = "Наука" }
""",
    "criteria": """
[[criterion]]
number = 1
short = { kk = "Ынта", ru = "Старание" }
text = { kk = "Оқуға ынтасы", ru = "старание в учёбе" }
""",
}


def rule(name: str, kk_title: str, ru_title: str, kk: str, ru: str) -> str:
    titles, texts = f'{{ kk = "{kk_title}", ru = "{ru_title}" }}', f'{{ kk = "{kk}", ru = "{ru}" }}'
    return f'\n[[rule]]\nid = "{name}"\ntitle = {titles}\ntext = {texts}\n'


RULES = (
    rule("window", "Мерзімі", "Сроки", "Өтінім {call_days} қабылданады.", "Заявки принимают {call_days}.")
    + rule("deadline", "Соңғы сәт", "Последний срок", "Өтінімді {closes_until} беріңіз.",
           "Подайте заявку {closes_until}.")
    + rule("language", "Тілі", "Язык", "Бір тіл жеткілікті.", "Одного языка достаточно.")
    + rule("applicant", "Кімге", "Для кого", "Мектеп оқушылары қатысады.", "Участвуют школьники.")
    + rule("complete", "Толықтығы", "Полнота", "Толық емес өтінім қаралмайды.", "Неполная заявка не рассматривается.")
    + rule("admission", "Іріктеу", "Отбор", "Шешімді комитет қабылдайды.", "Решение принимает комитет.")
)  # fmt: skip
RULE_OF = {
    "interview": rule("interview", "Сұхбат", "Интервью", "Комитет сұхбат өткізеді.", "Комитет проводит интервью."),
    "supplement": rule("supplement", "Толықтыру", "Дополнение",
                       "Сұхбаттан кейін {supplement_within} толықтыруға болады.",
                       "После интервью {supplement_within} можно дополнить."),
    "tasks": rule("exclusion", "Шығару", "Исключение",
                  "Орындалмаған міндет саны {missed_tasks} болса, шығаруға болады.",
                  "Если невыполненных задач {missed_tasks}, можно исключить."),
    "territory": rule("region", "Аумағы", "Территория", "Қаланың бөліктері: {districts_count}.",
                      "Участков города: {districts_count}."),
    "groups": rule("direction", "Бағыты", "Направление", "Бағыттар: {directions_count}.",
                   "Направлений: {directions_count}."),
}  # fmt: skip


def question(name: str, kind: str, role: str, kk: str, ru: str, more: str = "required = true") -> str:
    label = f'{{ kk = "{kk}", ru = "{ru}" }}'
    return f'\n  {{ id = "{name}", kind = "{kind}", role = "{role}", {more}, label = {label} }},'


QUESTIONS = {
    "": question("lang", "choice", "language", "Тілі", "Язык", 'required = true, options = "languages"')
    + question("family", "text", "name", "Тегі", "Фамилия", "required = true, max = 60, personal = true")
    + question("mail", "email", "email", "Пошта", "Почта", "required = true, max = 254, personal = true")
    + question("dream", "text", "title", "Не оқығыңыз келеді", "Чему хотите учиться", "required = true, max = 90"),
    "territory": question("part", "choice", "territory", "Қала бөлігі", "Участок города",
                          'required = true, options = "districts", rule = "region"'),
    "groups": question("field", "choice", "group", "Сала", "Область",
                       'required = true, options = "directions", rule = "direction"'),
    "interview": question("talk", "choice", "interview_format", "Әңгіме түрі", "Как поговорим",
                          'required = true, options = "talks"'),
}  # fmt: skip
LAST_QUESTIONS = question(
    "agree", "accept", "consent", "Келісемін", "Согласен", 'required = true, consent = "personal_data"'
) + question("show", "bool", "publication", "Жариялауға болады", "Можно публиковать", 'consent = "publication"')
FORM = """version = 1
fingerprint = "0"
title = { kk = "Өтінім", ru = "Заявка" }

[[section]]
id = "about"
label = { kk = "Өзіңіз туралы", ru = "О себе" }
field = [QUESTIONS
]

[options]
languages = [
  { code = "kk", label = { kk = "Қазақша", ru = "Казахский" } },
  { code = "ru", label = { kk = "Орысша", ru = "Русский" } },
]
talks = [{ code = "here", label = { kk = "Осында", ru = "Здесь" } }]

[package]
extensions = ["pdf"]
file_max_bytes = 1048576
package_max_bytes = 5242880
document = [
  { kind = "letter", required = true, label = { kk = "Ұстаздың хаты", ru = "Письмо учителя" } },
]
"""
