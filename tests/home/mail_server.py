"""A mail server for tests: takes mails, or says what a test has it say at a step."""

import datetime
import ipaddress
import socketserver
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

GREETING = {
    "": "220 hello", "EHLO": "250 mail.example.kz", "HELO": "250 mail.example.kz", "STARTTLS": "220 go",
    "AUTH": "235 ok", "MAIL": "250 ok", "RCPT": "250 ok", "DATA": "354 go", ".": "250 taken", "RSET": "250 ok",
    "QUIT": "221 bye",
}  # fmt: skip


@dataclass
class Taken:
    """What came: the commands in order, the texts of mails, and whether each was sent under TLS."""

    commands: list[str] = field(default_factory=list)
    mails: list[bytes] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)


@contextmanager
def mail_server(
    says: Mapping[str, str] | None = None, host: str = "127.0.0.1", certificate: Path | None = None
) -> Iterator[tuple[int, Taken]]:
    """`says` replaces the answer to a command ("." ends a text; "" is the greeting); "hang up" ends the line there."""
    replies, taken = {**GREETING, **(says or {})}, Taken()
    if certificate:
        replies["EHLO"] = "250-mail.example.kz\r\n250-STARTTLS\r\n250 AUTH PLAIN LOGIN"

    class Line(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.is_encrypted = False
            self.say("")
            while line := self.rfile.readline():
                name = line.split()[0].upper().decode() if line.split() else ""
                taken.commands.append(line.decode().strip())
                if not self.say(name):
                    return
                if name == "STARTTLS" and replies[name].startswith("220"):
                    self.encrypt()
                if name == "DATA" and replies[name].startswith("354") and not self.take():
                    return

        def say(self, name: str) -> bool:
            reply = replies.get(name, "500 what?")
            if reply == "hang up":
                return False
            self.wfile.write(f"{reply}\r\n".encode())
            return name != "QUIT"

        def take(self) -> bool:
            text = b""
            while not text.endswith(b"\r\n.\r\n"):
                if not (line := self.rfile.readline()):
                    return False
                text += line
            if replies["."].startswith("250"):
                taken.mails.append(text)
                taken.encrypted.append(self.is_encrypted)
            return self.say(".")

        def encrypt(self) -> None:
            assert certificate
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.connection = context.wrap_socket(self.connection, server_side=True)
            self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", buffering=0)
            self.is_encrypted = True

        def finish(self) -> None:
            super().finish()
            self.connection.close()

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads, allow_reuse_address = True, True

        def handle_error(self, request: object, client_address: object) -> None:
            """A client that does not trust the certificate breaks off: that is the test."""

    with Server((host, 0), Line) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield server.server_address[1], taken
        finally:
            server.shutdown()
            thread.join(5)


def certificate_for(host: str, folder: Path) -> Path:
    """Signed by itself; key and certificate in one file."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(host))]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = folder / "certificate.pem"
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file
