"""One invented applicant at a browser: every act is a request to the cloud's one address, noted with its answer."""

from __future__ import annotations

import http.client
import json
import uuid
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from random import Random
from typing import Any

from chalicelib.call import Call
from chalicelib.call.roles import role_value
from staff import synthetic

from .cloud import Cloud
from .notes import Log, NotedAttempt

JSON = {"Content-Type": "application/json", "Accept": "application/json"}
PATIENCE_S = 60
# A press that was answered "unknown, safe to retry" is pressed again this often.
TRIES = 4
BOUNDARY = "rehearsal"
OBJECTS = (
    "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
)  # fmt: skip
WRONG_KEY = "2222-2222-2222-2222-2222-2222"


class Applicant:
    """`answers` are complete and change with every edit. `number` and `key` come with a receipt.

    `is_in`: submitted and not withdrawn, as far as the applicant was told; `is_interviewed`: before the call closed.
    `sent`: the last document of each kind.
    """

    def __init__(self, cloud: Cloud, log: Log, call: Call, rng: Random, answers: dict[str, Any], way: str) -> None:
        self.cloud, self.log, self.call, self.rng = cloud, log, call, rng
        self.answers, self.way = answers, way
        self.number = self.key = ""
        self.version = self.edits = 0
        self.is_in = self.is_interviewed = False
        self.sent: dict[str, str] = {}

    @property
    def language(self) -> str:
        return str(self.answer_of("language"))

    def answer_of(self, role: str) -> object:
        return role_value(self.call.form, role, self.answers)

    def submit(self, press: str = "", *, keyed: bool = True) -> NotedAttempt:
        press = press or uuid.uuid4().hex
        headers = {"Idempotency-Key": press} if keyed else {}
        return self._taken(self._press("submit", press, "POST", "", self.answers, headers))

    def submit_twice(self) -> None:
        self._at_once(2, uuid.uuid4().hex, keyed=True)

    def submit_twice_without_script(self) -> None:
        """A plain form has no key: identical answers are the same press."""
        self._at_once(2, uuid.uuid4().hex, keyed=False)

    def submit_twenty_times(self) -> None:
        self._at_once(20, uuid.uuid4().hex, keyed=True)

    def _at_once(self, times: int, press: str, *, keyed: bool) -> None:
        with ThreadPoolExecutor(times) as pool:
            list(pool.map(lambda _: self.submit(press, keyed=keyed), range(times)))

    def save_draft(self, share: float = 1.0) -> NotedAttempt:
        kept = synthetic.unfinished(self.call, self.answers, self.rng, share)
        press = uuid.uuid4().hex
        headers = {"Idempotency-Key": press}
        return self._taken(self._press("save_draft", press, "POST", "/api/drafts", kept, headers))

    def edit(self) -> NotedAttempt:
        """Rewrite in words that were not used before."""
        self.edits += 1
        self.answers = synthetic.reworded(self.call, self.answers, str(self.edits))
        return self.rewrite()

    def rewrite(self) -> NotedAttempt:
        """Save the draft, edit or supplement, whichever it is now."""
        attempt = self._press("rewrite", uuid.uuid4().hex, "PUT", "", self.answers, {"If-Match": f'"{self.version}"'})
        return self._seen(attempt)

    def rewrite_from_an_old_page(self) -> NotedAttempt:
        """On a second device that still shows the first version."""
        words = synthetic.reworded(self.call, self.answers, "0")
        return self._press("stale rewrite", uuid.uuid4().hex, "PUT", "", words, {"If-Match": '"0"'})

    def submit_draft(self) -> NotedAttempt:
        return self._seen(self._press("submit_draft", uuid.uuid4().hex, "POST", "/submit", {}, {}))

    def withdraw(self) -> NotedAttempt:
        attempt = self._press("withdraw", uuid.uuid4().hex, "POST", "/withdraw", {}, {})
        self.is_in = self.is_in and not attempt.is_yes
        return attempt

    def upload(self, kind: str) -> NotedAttempt:
        """Announce, send the bytes straight to the bucket, say that they were sent."""
        content = blank_page(f"{kind} {self.rng.random()}")
        name = f"{kind} — {self.answer_of('title')}.pdf"
        wish = {"kind": kind, "filename": name, "size": len(content), "content_type": "application/pdf",
                "replaces": self.sent.get(kind, "")}  # fmt: skip
        attempt = self._press("announce_document", uuid.uuid4().hex, "POST", "/documents", wish, {})
        if not attempt.is_yes:
            return attempt
        self._send_file(attempt.said["upload"], name, content)
        received = self._press("receive_document", uuid.uuid4().hex, "POST",
                               f"/documents/{attempt.said['document_id']}/received", {}, {})  # fmt: skip
        if received.is_yes:
            self.sent[kind] = received.said["document"]
        return received

    def explain(self, task: str, text: str) -> NotedAttempt:
        return self._press("explain", uuid.uuid4().hex, "POST", "/explain", {"task": task, "text": text}, {})

    def look(self) -> NotedAttempt:
        return self._press("look", uuid.uuid4().hex, "GET", "", None, {})

    def look_as_a_stranger(self, number: str) -> NotedAttempt:
        """Somebody else's number, or nobody's, with a key that opens neither."""
        stranger = copy(self)
        stranger.number, stranger.key = number, WRONG_KEY
        return stranger._press("stranger's look", uuid.uuid4().hex, "GET", "", None, {})

    def _taken(self, attempt: NotedAttempt) -> NotedAttempt:
        if attempt.is_yes:
            # A receipt that is shown once more comes without the key: whoever has it keeps it.
            self.number, self.key = attempt.said["number"], attempt.said["key"] or self.key
        return self._seen(attempt)

    def _seen(self, attempt: NotedAttempt) -> NotedAttempt:
        if attempt.is_yes:
            self.version = attempt.said["version"]
            self.is_in = self.is_in or attempt.act in ("submit", "submit_draft")
        return attempt

    def _press(
        self, act: str, press: str, method: str, path: str, value: object, headers: Mapping[str, str]
    ) -> NotedAttempt:
        """Again while the answer is "unknown": each try is noted, all under one press."""
        if act not in ("submit", "save_draft"):
            path = f"/api/applications/{self.number}{path}"
            headers = {"Authorization": f"Bearer {self.key}", **headers}
        for _ in range(TRIES):
            attempt = self._ask(act, press, method, path or "/api/applications", value, headers)
            if attempt.status and attempt.status < 500:
                break
        return attempt

    def _ask(
        self, act: str, press: str, method: str, path: str, value: Any, headers: Mapping[str, str]
    ) -> NotedAttempt:
        body = None if value is None else json.dumps(value).encode()
        sent = self.cloud.now()
        status, text = self._exchange(method, path, body, {**JSON, **headers})
        words = value if act in ("submit", "save_draft", "rewrite", "stale rewrite", "explain") else None
        number = "" if act in ("submit", "save_draft") else self.number
        answer = json.loads(text) if text.startswith(b"{") else {}
        return self.log.attempt(NotedAttempt(press, act, sent, self.cloud.now(), status, answer, number, words))

    def _send_file(self, upload: Mapping[str, Any], name: str, content: bytes) -> None:
        parts = [f'name="{field}"\r\n\r\n{value}'.encode() for field, value in upload["fields"].items()]
        parts.append(f'name="file"; filename="{name}"\r\n\r\n'.encode() + content)
        lines = [f"--{BOUNDARY}\r\nContent-Disposition: form-data; ".encode() + part + b"\r\n" for part in parts]
        body = b"".join([*lines, f"--{BOUNDARY}--\r\n".encode()])
        self._exchange("POST", upload["url"], body, {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"})

    def _exchange(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.cloud.port, timeout=PATIENCE_S)
        try:
            connection.request(method, path, body, dict(headers))
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            return 0, b""
        finally:
            connection.close()


def blank_page(sign: str) -> bytes:
    """A sound PDF of one empty page; other bytes for every sign."""
    content, places = f"%PDF-1.4\n% {sign}\n", []
    for number, body in enumerate(OBJECTS, 1):
        places.append(f"{len(content.encode()):010} 00000 n \n")
        content += f"{number} 0 obj\n{body}\nendobj\n"
    start, size = len(content.encode()), len(OBJECTS) + 1
    content += f"xref\n0 {size}\n0000000000 65535 f \n{''.join(places)}trailer\n<< /Size {size} /Root 1 0 R >>\n"
    return f"{content}startxref\n{start}\n%%EOF\n".encode()
