"""Builders: each makes a valid thing; a test changes one thing and asserts equality.

Instants and answers are of the call of 2021: what is tested by them alone is marked `call_of_2021`. Calls of other
dates and ids lie in tests/calls.

Invented people carry 19th-century test IINs, which can belong to nobody living (domain facts 2.1).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from threading import Lock
from typing import Any
from urllib.parse import urlencode

from chalicelib.rules.application import Event
from chalicelib.rules.upload import ArrivedFile, Upload
from chalicelib.rules.window import OutsideBounds
from tests.submissions import submission, with_changes

OPEN = datetime(2021, 9, 15, 4, 0, tzinfo=UTC)
CLOSES = datetime(2021, 9, 30, 12, 0, tzinfo=UTC)
MS = timedelta(milliseconds=1)
PEPPER = b"a pepper for tests"

COMPLETE: dict[str, Any] = {
    "application_language": "kk",
    "applicant_type": "ngo",
    "legal_status": "legal_entity",
    "org_name": "«Жетісу жастары» қоғамдық бірлестігі",
    "bin": "210940000015",
    "district": "196200000",
    "settlement": "Талғар қаласы",
    "web_link": "https://example.kz/жастар",
    "leader_last_name": "Сәрсенова",
    "leader_first_name": "Әйгерім",
    "leader_iin": "900101100014",
    "leader_phone": "+77471234567",
    "leader_email": "aigerim@example.kz",
    "leader_bio": "Он жыл ауыл мектебінде мұғалім.",
    "interview_format": ["offline", "online"],
    "team_members": [{"full_name": "Ахметов Нұрлан", "role": "Үйлестіруші", "experience": "Екі жоба"}],
    "team_experience": "Үш жыл бойы ауыл балаларына IT үйірмесін жүргіздік.",
    "project_title": "Ауыл балаларына цифрлық сауаттылық",
    "direction": "skills",
    "stage": "pilot",
    "summary": "Ауыл балаларын бағдарламалауға және цифрлық қауіпсіздікке үйрететін тегін үйірмелер желісі. "
    "Әр үйірме аптасына екі рет ашық.",
    "problem": "Ауыл мектептерінде информатика мұғалімі жетіспейді.",
    "target_audience": "10–16 жастағы ауыл оқушылары",
    "beneficiaries": 240,
    "geography": ["195200000", "196200000"],
    "period_from": "2021-10",
    "period_to": "2022-05",
    "ruhani_potential": "Білімнің салтанат құруы.",
    "results_achieved": "60 оқушы үйірмені бітірді.",
    "results_expected": "240 оқушы.",
    "indicators": [
        {"name": "Оқушылар", "unit": "адам", "baseline": 60, "target": 240},
        {"name": "Орташа балл", "unit": "балл", "baseline": 3.5, "target": 4.25},
    ],
    "social_effect": "Балалар қалаға кетпей-ақ мамандық үйренеді.",
    "scaling_plan": "Көрші екі ауданға.",
    "scaling_resources": "Мұғалімдер мен ноутбуктер.",
    "budget_total": 1500000,
    "budget_items": [
        {"category": "pay", "item": "Мұғалімдер", "amount": 900000},
        {"category": "equipment", "item": "Ноутбуктер", "amount": 600000},
    ],
    "acceleration_commitment": True,
    "hours_per_week": 12,
    "expectations": "Қаржы моделін түзеу.",
    "consent_personal_data": True,
    "consent_publication": True,
    "declare_truth": True,
    "declare_rules": True,
    "conflict_of_interest": "no",
}


def answers(**changes: Any) -> dict[str, Any]:
    """A complete set; a value of None leaves the question out."""
    return with_changes(COMPLETE, changes)


def event(**changes: Any) -> Event:
    return submission("rukhani-zhangyru-2021", OPEN, answers(), changes)


class FakeStore:
    """A store in a dictionary, held to the same suite as the real ones (tests/store)."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, int], Event] = {}
        self.refused: list[tuple[str, int]] = []

    def append(self, event: Event) -> Event | None:
        standing = self.kept.setdefault((event.number, event.seq), event)
        return None if standing is event else standing

    def events(self, number: str) -> tuple[Event, ...]:
        return tuple(event for (owner, _), event in sorted(self.kept.items()) if owner == number)

    def first(self, number: str) -> Event | None:
        return self.kept.get((number, 1))

    def key_sha256(self, number: str) -> str:
        issued = [event.key_sha256 for event in self.events(number) if event.key_sha256]
        return issued[-1] if issued else ""

    def note_refusal(self, call_id: str, outside: OutsideBounds, at: datetime) -> None:
        self.refused.append((outside.rule, outside.by_ms))


class FakeRequestCounts:
    """Counts in a dictionary, held to the same suite as the real ones (tests/store/test_request_counts.py)."""

    def __init__(self) -> None:
        self.units: dict[str, int] = {}
        self.failed_keys = 0
        self._lock = Lock()

    def add(self, mark: str, units: int, until: datetime) -> int:
        with self._lock:
            self.units[mark] = self.units.get(mark, 0) + units
            return self.units[mark]

    def note_failed_key(self, call_id: str, at: datetime) -> None:
        self.failed_keys += 1


class FakeFiles:
    """A bucket in a dictionary, held to the same suite as the real one (tests/store/test_files.py).

    `posts` are the uploads it allowed; a test sends a file by `post`, whatever the policy would have said.
    """

    def __init__(self, url: str = "https://bucket.example/") -> None:
        self.url = url
        self.lying: dict[str, tuple[bytes, str]] = {}
        self.kept: dict[str, bytes] = {}
        self.posts: list[tuple[str, str, tuple[int, int], str]] = []

    def upload(self, name: str, content_type: str, sizes: tuple[int, int], back: str = "") -> Upload:
        self.posts.append((name, content_type, sizes, back))
        after = {"success_action_redirect": back} if back else {}
        return Upload(self.url, {"key": name, "Content-Type": content_type} | after)

    def post(self, name: str, content: bytes, filename: str = "") -> None:
        self.lying[name] = (content, filename)

    def arrived_file(self, name: str, most: int) -> ArrivedFile | None:
        return _as_arrived(*self.lying[name], most) if name in self.lying else None

    def keep(self, name: str, arrived: ArrivedFile) -> ArrivedFile:
        arrived.file.seek(0)
        return _as_arrived(self.kept.setdefault(name, arrived.file.read()), arrived.filename)

    def examined_file(self, name: str, most: int) -> ArrivedFile | None:
        return _as_arrived(self.kept[name], "", most) if name in self.kept else None

    def discard(self, name: str) -> None:
        self.lying.pop(name, None)

    def download(self, name: str, filename: str, content_type: str, seconds: int = 300) -> str:
        return f"{self.url}{name}?{urlencode({'as': filename, 'type': content_type})}"


def _as_arrived(content: bytes, filename: str, most: int = 1 << 30) -> ArrivedFile:
    file = BytesIO(content if len(content) <= most else b"")
    return ArrivedFile(len(content), sha256(content).hexdigest(), file, filename)
