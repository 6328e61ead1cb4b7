"""Mail by SMTP: the operator's own mail server or a service's, named in one setting.

`smtp://user:password@mail.example.kz:587` asks for STARTTLS and sends nothing without it; `smtps://…:465` speaks TLS
from the first byte; to this machine itself (`smtp://localhost:25`) no TLS is needed. One try a mail: a second could be
a second mail.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid, parseaddr
from urllib.parse import unquote, urlsplit

from ..mail_port import Mail

SECONDS = 20
HERE = ("localhost", "127.0.0.1", "::1")
# The server shuts down or has too much to do: that would meet any mail.
CLOSING = 421


class WrongAddress(ValueError):
    """The setting names no mail server; its text is never shown, since it may hold a password."""


@dataclass(frozen=True)
class MailServer:
    host: str
    port: int
    user: str = ""
    password: str = ""
    tls_at_once: bool = False

    @classmethod
    def of(cls, setting: str) -> MailServer:
        """The server that the setting names. Raises WrongAddress."""
        try:
            parts = urlsplit(setting)
            port = parts.port or {"smtp": 587, "smtps": 465}[parts.scheme]
        except (KeyError, ValueError):
            raise WrongAddress("a mail server is named as smtp://user:password@host:587") from None
        if not parts.hostname:
            raise WrongAddress("a mail server has a host")
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(parts.hostname, port, user, password, parts.scheme == "smtps")

    @contextmanager
    def session(self, trust: ssl.SSLContext) -> Iterator[smtplib.SMTP]:
        """Open, encrypted where it leaves this machine, signed in where a user is named."""
        if self.tls_at_once:
            session: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=SECONDS, context=trust)
        else:
            session = smtplib.SMTP(self.host, self.port, timeout=SECONDS)
        try:
            if not self.tls_at_once and self.host not in HERE:
                session.starttls(context=trust)
            if self.user:
                session.login(self.user, self.password)
            session.ehlo_or_helo_if_needed()
            yield session
        finally:
            with suppress(OSError, smtplib.SMTPException):
                session.quit()
            session.close()


class SmtpMailbox:
    def __init__(self, server: MailServer, sender: str, trust: ssl.SSLContext | None = None) -> None:
        self._server, self._sender = server, sender
        self._trust = trust or ssl.create_default_context()

    def send(self, mail: Mail) -> tuple[str, str]:
        """`sent` with the message's id; with a code `failed` (this mail was refused), `deferred` (the server refuses,
        or could not be reached) or `unclear` (it may have the mail)."""
        try:
            message = message_of(mail, self._sender).as_bytes()
        except ValueError as error:
            # What cannot stand in a header, in the address for one, would meet no other mail.
            return "failed", type(error).__name__
        try:
            with self._server.session(self._trust) as session:
                return _send_step_by_step(session, parseaddr(self._sender)[1], mail.to, message)
        except UnicodeError as error:
            return "failed", type(error).__name__
        except (OSError, smtplib.SMTPException) as error:
            return "deferred", _code(error)


def _send_step_by_step(session: smtplib.SMTP, sender: str, to: str, message: bytes) -> tuple[str, str]:
    """Step by step, since each step's refusal says something else of the mail."""
    for code, is_of_mail in ((session.mail(sender)[0], False), (session.rcpt(to)[0], True)):
        if code >= 400:
            return ("failed" if is_of_mail and code != CLOSING else "deferred"), f"SMTP{code}"
    try:
        code = session.data(message)[0]
    except smtplib.SMTPDataError as error:
        return "deferred", f"SMTP{error.smtp_code}"
    except (OSError, smtplib.SMTPException) as error:
        # The text was on its way: whether the server took it, nobody knows.
        return "unclear", type(error).__name__
    if code >= 400:
        return ("failed" if code >= 500 else "deferred"), f"SMTP{code}"
    return "sent", _id_of(message)


def _id_of(message: bytes) -> str:
    return str(message_from_bytes(message)["Message-ID"]).strip("<>")


def _code(error: Exception) -> str:
    """Never the server's sentence, which may quote an address."""
    return f"SMTP{error.smtp_code}" if isinstance(error, smtplib.SMTPResponseException) else type(error).__name__


def message_of(mail: Mail, sender: str) -> EmailMessage:
    """In seven bits, which every server carries. Raises ValueError for what no header may hold."""
    if not mail.to.isprintable():
        raise ValueError("no address has such signs")
    message = EmailMessage(SMTP.clone(cte_type="7bit"))
    message["From"], message["To"], message["Subject"] = sender, mail.to, mail.subject
    message["Date"], message["Auto-Submitted"] = formatdate(), "auto-generated"
    message["Message-ID"] = make_msgid(domain=parseaddr(sender)[1].rpartition("@")[2])
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    for attachment in mail.attachments:
        kind, *settings = (part.strip() for part in attachment.content_type.split(";"))
        main, _, sub = kind.partition("/")
        params = dict(setting.split("=", 1) for setting in settings)
        message.add_attachment(attachment.content, maintype=main, subtype=sub, filename=attachment.name, params=params)
    return message
