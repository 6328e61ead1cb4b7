"""Amazon SES, or anything that speaks its protocol. One try a mail: a second could be a second mail."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    HTTPClientError,
    ProxyConnectionError,
    SSLError,
)
from botocore.session import Session

CONFIG = Config(connect_timeout=3, read_timeout=10, retries={"mode": "standard", "total_max_attempts": 1})
# The request never left. After any other failure of the connection the service may have the mail.
NEVER_LEFT = (ConnectTimeoutError, EndpointConnectionError, ProxyConnectionError, SSLError)


class Attachment(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def content_type(self) -> str: ...
    @property
    def content(self) -> bytes: ...


class Mail(Protocol):
    @property
    def to(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def html(self) -> str: ...
    @property
    def attachments(self) -> Sequence[Attachment]: ...


def connect() -> Any:
    """An SES client; region, credentials and endpoint come from the environment's own AWS_* names."""
    return Session().create_client("sesv2", config=CONFIG)


class SesMailbox:
    def __init__(self, client: Any, sender: str) -> None:
        self._client, self._sender = client, sender

    def send(self, mail: Mail) -> tuple[str, str]:
        """`sent` with the message's id, `failed` (certainly not sent) or `unclear`, with the error's code."""
        try:
            answer = self._client.send_email(
                FromEmailAddress=self._sender,
                Destination={"ToAddresses": [mail.to]},
                Content={"Simple": _content(mail)},
            )
        except ClientError as error:
            refused = error.response["ResponseMetadata"].get("HTTPStatusCode", 500) < 500
            return ("failed" if refused else "unclear"), error.response["Error"]["Code"]
        except BotoCoreError as error:
            unclear = isinstance(error, HTTPClientError) and not isinstance(error, NEVER_LEFT)
            return ("unclear" if unclear else "failed"), type(error).__name__
        return "sent", answer["MessageId"]


def _content(mail: Mail) -> dict[str, Any]:
    """SES builds the message itself from these parts: no header is written by hand."""
    content: dict[str, Any] = {
        "Subject": _utf8(mail.subject),
        "Body": {"Text": _utf8(mail.text), "Html": _utf8(mail.html)},
        "Headers": [{"Name": "Auto-Submitted", "Value": "auto-generated"}],
    }
    attached = [_attached(each) for each in mail.attachments]
    return content | ({"Attachments": attached} if attached else {})


def _attached(attachment: Attachment) -> dict[str, Any]:
    return {"FileName": attachment.name, "ContentType": attachment.content_type, "RawContent": attachment.content,
            "ContentDisposition": "ATTACHMENT", "ContentTransferEncoding": "BASE64"}  # fmt: skip


def _utf8(text: str) -> dict[str, str]:
    return {"Data": text, "Charset": "UTF-8"}
