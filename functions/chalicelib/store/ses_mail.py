"""Amazon SES, or anything that speaks its protocol. One try a mail: a second could be a second mail."""

from __future__ import annotations

from typing import Any

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

from .aws_clients import aws_client
from .mail_port import Attachment, Mail

CONFIG = Config(connect_timeout=3, read_timeout=10, retries={"mode": "standard", "total_max_attempts": 1})
# The request never left. After any other failure of the connection the service may have the mail.
NEVER_LEFT = (ConnectTimeoutError, EndpointConnectionError, ProxyConnectionError, SSLError)
# Refusals of this very mail, its address or its content; every other refusal would meet any mail.
OF_THIS_MAIL = ("BadRequestException", "MessageRejected")
# A gateway on the way lost the answer: what stands behind it may have the mail. Any other error is the service's own
# word that it did not take it.
ANSWER_LOST = (502, 504)
# SES tells these two apart from a mail it will not carry by its sentence only.
# Source: "Troubleshooting SendEmail", Amazon SES Developer Guide.
_SENTENCES = {"address is not verified": "AddressNotVerified", "paused": "SendingPausedException"}


def connect() -> Any:
    """An SES client; region, credentials and endpoint come from the environment's own AWS_* names."""
    return aws_client("sesv2", CONFIG)


class SesMailbox:
    def __init__(self, client: Any, sender: str) -> None:
        self._client, self._sender = client, sender

    def send(self, mail: Mail) -> tuple[str, str]:
        """`sent` with the message's id; with the error's code `failed` (this mail was refused), `deferred` (the service
        refuses, or could not be reached) or `unclear` (it may have the mail)."""
        try:
            answer = self._client.send_email(
                FromEmailAddress=self._sender,
                Destination={"ToAddresses": [mail.to]},
                Content={"Simple": _content(mail)},
            )
        except ClientError as error:
            return _verdict(error)
        except BotoCoreError as error:
            unclear = isinstance(error, HTTPClientError) and not isinstance(error, NEVER_LEFT)
            return ("unclear" if unclear else "deferred"), type(error).__name__
        return "sent", answer["MessageId"]


def _verdict(error: ClientError) -> tuple[str, str]:
    code, sentence = error.response["Error"]["Code"], error.response["Error"].get("Message", "")
    if error.response["ResponseMetadata"].get("HTTPStatusCode") in ANSWER_LOST:
        return "unclear", code
    if code not in OF_THIS_MAIL:
        return "deferred", code
    # The sentence itself may name the address: it goes no further.
    of_account = next((name for words, name in _SENTENCES.items() if words in sentence.lower()), "")
    return ("deferred", of_account) if of_account else ("failed", code)


def _content(mail: Mail) -> dict[str, object]:
    """SES builds the message itself from these parts: no header is written by hand."""
    content: dict[str, Any] = {
        "Subject": _utf8(mail.subject),
        "Body": {"Text": _utf8(mail.text), "Html": _utf8(mail.html)},
        "Headers": [{"Name": "Auto-Submitted", "Value": "auto-generated"}],
    }
    attached = [_attachment_part(attachment) for attachment in mail.attachments]
    return content | ({"Attachments": attached} if attached else {})


def _attachment_part(attachment: Attachment) -> dict[str, object]:
    return {"FileName": attachment.name, "ContentType": attachment.content_type, "RawContent": attachment.content,
            "ContentDisposition": "ATTACHMENT", "ContentTransferEncoding": "BASE64"}  # fmt: skip


def _utf8(text: str) -> dict[str, str]:
    return {"Data": text, "Charset": "UTF-8"}
