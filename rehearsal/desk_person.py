"""One person of the committee with a phone: signs in by the mailed code, reads pages, sends the forms they hold."""

from __future__ import annotations

import http.client
import re
import threading
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlencode

from chalicelib.rules.sign_in import SESSION_LIFETIME

from .cloud import Cloud, NoCloud
from .html_forms import Forms, HtmlForm
from .notes import Log, SignIn

PATIENCE_S, MAIL_S = 60, 60
# Of one form: the session ended, the code was asked for, the words were read once more, and sent.
STEPS = 6
Values = dict[str, str | list[str]]
_CODE = re.compile(r"\b(\d{3} \d{3})\b")
_RULE = re.compile(r'rules/#([a-z_]+)"')


@dataclass(frozen=True)
class DeskPage:
    """An answer; `sent` and `answered` are the cloud's time around it. `status` is 0 when none came."""

    status: int
    body: str
    place: str
    sent: datetime
    answered: datetime

    def form(self, action: str) -> HtmlForm | None:
        """`action` in whole, or only its end."""
        return next((form for form in Forms(self.body).found if form.action.endswith(action)), None)

    @property
    def refusal(self) -> str:
        """Why not, as short as a table of reasons wants it; empty for a yes."""
        if self.status in (0, 503, 504):
            return "unknown"
        rule = _RULE.search(self.body)
        return "" if self.status in (200, 303) else f"{self.status} {rule[1] if rule else ''}".strip()


@dataclass
class DeskPerson:
    """`id` is the one the desk gave; empty while nobody has let the person in. `cleared` are the applications about
    which the person said that there is no conflict of interest.
    """

    cloud: Cloud
    log: Log
    name: str
    email: str
    role: str
    language: str
    base: str
    id: str = ""
    cookie: str = ""
    cleared: set[str] = field(default_factory=set)
    _until: datetime | None = None
    _read: set[str] = field(default_factory=set)
    # Nobody presses two grave buttons at once: the code of the second would end the first one's.
    _turn: threading.RLock = field(default_factory=threading.RLock)

    @property
    def actor(self) -> str:
        return f"member#{self.id}"

    def get(self, path: str) -> DeskPage:
        with self._turn:
            if self._until is None or self.cloud.now() >= self._until:
                self._sign_in()
        return self._ask("GET", self.base + path)

    def press(self, path: str, action: str, values: Values, *, button: str = "") -> DeskPage:
        """Read the page of that path and send its form to `action`; by its address alone where the page has none."""
        page = self.get(path)
        return self.send(page.form(action) or HtmlForm(f"{self.base}{action}"), values, button=button)

    def press_grave(self, path: str, action: str, values: Values, *, button: str = "") -> DeskPage:
        with self._turn:
            return self.press(path, action, values, button=button)

    def send(self, form: HtmlForm, values: Values, *, button: str = "") -> DeskPage:
        """Whatever the desk asks for in between is done as a person would: a code is read from the mail and typed,
        and words handed back to be confirmed are sent again.
        """
        pairs = form.filled(values) + [pair for pair in form.buttons if pair[1] == button]
        for _ in range(STEPS):
            page = self._ask("POST", form.action, urlencode(pairs).encode())
            again = page.form(form.action) if page.status in (200, 401, 403) else None
            if again is None:
                return page
            pairs = again.filled(self._asked_for(again))
        raise NoCloud(f"the desk does not stop asking at {form.action}")

    def _asked_for(self, form: HtmlForm) -> Values:
        values: Values = {"_email": self.email} if "_email" in form.names else {}
        if "_code" in form.names:
            self.log.sign_in(SignIn(self.email, self.cloud.now()))
            values["_code"] = self._code()
        return values

    def _sign_in(self) -> None:
        page = self._ask("GET", f"{self.base}sign-in")
        form = page.form("sign-in")
        if form is None:
            raise NoCloud(f"the desk has no page to sign in by: {page.status}")
        asked = self._ask("POST", form.action, urlencode(form.filled({"email": self.email})).encode())
        self.log.sign_in(SignIn(self.email, asked.sent))
        code = asked.form("code")
        if code is None:
            raise NoCloud(f"the desk asks for no code: {asked.status}")
        entered = self._ask("POST", code.action, urlencode(code.filled({"code": self._code()})).encode())
        if entered.status != 303 or not self.cookie:
            raise NoCloud(f"the desk let {self.role} not in by a code of the mail: {entered.status}")
        self._until = entered.sent + SESSION_LIFETIME - timedelta(minutes=1)

    def _code(self) -> str:
        """The code of the newest mail that has come since the last one."""
        until = time.monotonic() + MAIL_S
        while time.monotonic() < until:
            new = [mail for mail in self.cloud.letters() if self.email in mail.to and mail.ident not in self._read]
            if new:
                self._read |= {mail.ident for mail in new}
                match = _CODE.search(new[0].text)
                return match[1] if match else ""
            time.sleep(0.1)
        raise NoCloud(f"no mail with a code came to {self.role}")

    def _ask(self, method: str, path: str, body: bytes | None = None) -> DeskPage:
        headers = {"Cookie": f"__Host-desk={self.cookie}"} if self.cookie else {}
        headers |= {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
        sent = self.cloud.now()
        connection = http.client.HTTPConnection("127.0.0.1", self.cloud.port, timeout=PATIENCE_S)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            return DeskPage(0, "", "", sent, self.cloud.now())
        finally:
            connection.close()
        if given := answer.getheader("Set-Cookie", ""):
            self.cookie = given.partition("=")[2].partition(";")[0]
        return DeskPage(answer.status, text, answer.getheader("Location", ""), sent, self.cloud.now())
