"""What is asked of SES, and which of its answers mean: certainly not sent."""

from typing import Any

import pytest
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ReadTimeoutError,
)
from botocore.session import Session
from botocore.stub import Stubber

from chalicelib.call import Call
from chalicelib.store.mailbox import CONFIG, SesMailbox
from tests.notices.building import mail
from tests.store.engines import CREDENTIALS

SENDER = "call@baiqau.example"


def client() -> Any:
    return Session().create_client("sesv2", config=CONFIG, **CREDENTIALS)


@pytest.mark.parametrize(("kind", "files"), [("received", 0), ("interview_scheduled", 1)])
def test_the_request_is_one_that_ses_knows(call: Call, kind: str, files: int) -> None:
    """The stubber holds every parameter against SES's own model."""
    ses, made = client(), mail(call, kind)
    asked: dict[str, Any] = {}
    with Stubber(ses) as stub:
        stub.add_response("send_email", {"MessageId": "m-1"})
        ses.meta.events.register("before-parameter-build", lambda params, **_: asked.update(params))
        assert SesMailbox(ses, SENDER).send(made) == ("sent", "m-1")
    simple = asked["Content"]["Simple"]
    assert (asked["FromEmailAddress"], asked["Destination"]) == (SENDER, {"ToAddresses": ["aigerim@example.kz"]})
    assert simple["Body"]["Text"]["Data"] == made.text and simple["Body"]["Html"]["Data"] == made.html
    assert len(simple.get("Attachments", [])) == files


def refusal(code: str, status: int) -> ClientError:
    return ClientError({"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}, "SendEmail")


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (refusal("MessageRejected", 400), ("failed", "MessageRejected")),
        (refusal("TooManyRequestsException", 429), ("failed", "TooManyRequestsException")),
        (refusal("InternalFailure", 500), ("unclear", "InternalFailure")),
        (EndpointConnectionError(endpoint_url="x"), ("failed", "EndpointConnectionError")),
        (ConnectTimeoutError(endpoint_url="x"), ("failed", "ConnectTimeoutError")),
        (ReadTimeoutError(endpoint_url="x"), ("unclear", "ReadTimeoutError")),
        (ConnectionClosedError(endpoint_url="x"), ("unclear", "ConnectionClosedError")),
        (NoCredentialsError(), ("failed", "NoCredentialsError")),
    ],
    ids=lambda value: value[1] if isinstance(value, tuple) else "",
)
def test_only_what_never_left_is_said_to_have_failed(
    call: Call, error: ClientError | BotoCoreError, verdict: tuple[str, str]
) -> None:
    class Failing:
        def send_email(self, **wanted: Any) -> Any:
            raise error

    assert SesMailbox(Failing(), SENDER).send(mail(call, "received")) == verdict


def test_a_mail_is_tried_once() -> None:
    """A second try of botocore's own could be a second mail."""
    assert client().meta.config.retries["total_max_attempts"] == 1
