"""Mail by SMTP: encrypted or not at all, one try a mail, and each refusal for what it is."""

import base64
import ssl
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from chalicelib.notices.mail_composition import Attachment, Mail
from chalicelib.store.home.smtp_mail import MailServer, SmtpMailbox, WrongAddress
from tests.home.mail_server import certificate_for, mail_server
from tests.store.engines import free_port

CALENDAR = Attachment("interview.ics", "text/calendar; charset=utf-8; method=PUBLISH", "BEGIN:Ә".encode())
MAIL = Mail("aigerim@example.kz", "Өтінім қабылданды: 2345-DFGJ", "Мәтін\n.\nсоңы", "<p>Мәтін</p>", (CALENDAR,))
SENDER = "Байқау <baiqau@example.kz>"
# Of the machine itself, and yet no name that needs no encryption.
ELSEWHERE = "127.0.0.2"


def test_a_mail_arrives_whole_in_seven_bits_with_its_attachment() -> None:
    with mail_server() as (port, taken):
        verdict, name = SmtpMailbox(MailServer.of(f"smtp://localhost:{port}"), SENDER).send(MAIL)
    (text,) = taken.mails
    message = message_from_bytes(text.removesuffix(b".\r\n").replace(b"\r\n..", b"\r\n."), policy=policy.default)
    attached = list(message.iter_attachments())
    bodies = [part.get_content() for kind in ("plain", "html") if (part := message.get_body((kind,)))]
    assert (verdict, text.isascii()) == ("sent", True)
    assert message["Message-ID"] == f"<{name}>" and name.endswith("@example.kz")
    assert (message["To"], message["Subject"], message["Auto-Submitted"]) == (MAIL.to, MAIL.subject, "auto-generated")
    assert [body.replace("\r\n", "\n").strip() for body in bodies] == [MAIL.text, MAIL.html]
    assert [(part.get_filename(), part.get_content_type(), part.get_param("method"), part.get_payload(decode=True))
            for part in attached] == [("interview.ics", "text/calendar", "PUBLISH", "BEGIN:Ә".encode())]  # fmt: skip
    assert [command.lower().partition(" size=")[0] for command in taken.commands[1:3]] == [
        "mail from:<baiqau@example.kz>",
        "rcpt to:<aigerim@example.kz>",
    ]


def test_elsewhere_a_mail_goes_under_tls_and_signed_in(tmp_path: Path) -> None:
    certificate = certificate_for(ELSEWHERE, tmp_path)
    trust = ssl.create_default_context(cafile=str(certificate))
    with mail_server(host=ELSEWHERE, certificate=certificate) as (port, taken):
        server = MailServer.of(f"smtp://user:p%40ss@{ELSEWHERE}:{port}")
        verdict, _ = SmtpMailbox(server, SENDER, trust).send(MAIL)
    signed_in = base64.b64encode(b"\0user\0p@ss").decode()
    assert (verdict, taken.encrypted) == ("sent", [True])
    assert taken.commands.index("STARTTLS") < taken.commands.index(f"AUTH PLAIN {signed_in}")


def test_without_tls_or_with_a_certificate_nobody_trusts_nothing_is_sent(tmp_path: Path) -> None:
    with mail_server(host=ELSEWHERE) as (port, plain):
        bare = SmtpMailbox(MailServer.of(f"smtp://user:pass@{ELSEWHERE}:{port}"), SENDER).send(MAIL)
    with mail_server(host=ELSEWHERE, certificate=certificate_for(ELSEWHERE, tmp_path)) as (port, foreign):
        untrusted = SmtpMailbox(MailServer.of(f"smtp://user:pass@{ELSEWHERE}:{port}"), SENDER).send(MAIL)
    assert [bare, untrusted] == [("deferred", "SMTPNotSupportedError"), ("deferred", "SSLCertVerificationError")]
    said = [command for taken in (plain, foreign) for command in taken.commands]
    assert [command for command in said if command.startswith(("AUTH", "MAIL"))] == []


@pytest.mark.parametrize(("says", "verdict"), [
    ({"RCPT": "550 no such user"}, ("failed", "SMTP550")), ({"RCPT": "450 later"}, ("failed", "SMTP450")),
    ({".": "554 spam"}, ("failed", "SMTP554")), ({".": "451 later"}, ("deferred", "SMTP451")),
    ({"RCPT": "421 closing"}, ("deferred", "SMTP421")), ({"MAIL": "530 sign in"}, ("deferred", "SMTP530")),
    ({"DATA": "452 full"}, ("deferred", "SMTP452")), ({"": "554 not today"}, ("deferred", "SMTP554")),
    ({".": "hang up"}, ("unclear", "SMTPServerDisconnected")),
    ({"RCPT": "hang up"}, ("deferred", "SMTPServerDisconnected")),
])  # fmt: skip
def test_a_refusal_is_of_the_mail_of_the_server_or_in_doubt(says: dict[str, str], verdict: tuple[str, str]) -> None:
    with mail_server(says) as (port, taken):
        assert SmtpMailbox(MailServer.of(f"smtp://localhost:{port}"), SENDER).send(MAIL) == verdict
    assert taken.mails == []


def test_a_server_that_is_not_there_defers_the_mail() -> None:
    mailbox = SmtpMailbox(MailServer.of(f"smtp://localhost:{free_port()}"), SENDER)
    assert mailbox.send(MAIL) == ("deferred", "ConnectionRefusedError")


@pytest.mark.parametrize("to", ["a@example.kz\r\nBcc: all@example.kz", "a\0b@example.kz"])
def test_an_address_no_header_can_hold_is_this_mails_trouble_alone(to: str) -> None:
    with mail_server() as (port, taken):
        verdict, _ = SmtpMailbox(MailServer.of(f"smtp://localhost:{port}"), SENDER).send(
            Mail(to, MAIL.subject, MAIL.text, MAIL.html)
        )
    assert (verdict, taken.mails) == ("failed", [])


def test_a_server_is_named_in_one_setting() -> None:
    assert MailServer.of("smtp://mail.example.kz") == MailServer("mail.example.kz", 587)
    assert MailServer.of("smtps://u:p%3A@mail.example.kz") == MailServer("mail.example.kz", 465, "u", "p:", True)
    for wrong in ("mail.example.kz", "http://mail.example.kz", "smtp://", "smtp://u:secret@h:port"):
        with pytest.raises(WrongAddress) as refusal:
            MailServer.of(wrong)
        assert "secret" not in str(refusal.value)
