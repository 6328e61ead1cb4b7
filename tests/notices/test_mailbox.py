"""What is asked of SES, and what its answers mean: this mail refused, the service refusing, or nobody knows."""

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
from chalicelib.store.ses_mail import CONFIG, SesMailbox
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


def refusal(code: str, status: int, sentence: str = "") -> ClientError:
    error = {"Error": {"Code": code, "Message": sentence}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(error, "SendEmail")


SANDBOX = "Email address is not verified. The following identities failed the check in region EU-NORTH-1: a@b.kz"


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (refusal("MessageRejected", 400, "Email contains a virus"), ("failed", "MessageRejected")),
        (refusal("BadRequestException", 400, "Invalid domain name"), ("failed", "BadRequestException")),
        (refusal("MessageRejected", 400, SANDBOX), ("deferred", "AddressNotVerified")),
        (refusal("MessageRejected", 400, "Sending paused for this account."), ("deferred", "SendingPausedException")),
        (refusal("SendingPausedException", 400), ("deferred", "SendingPausedException")),
        (refusal("AccountSuspendedException", 400), ("deferred", "AccountSuspendedException")),
        (refusal("MailFromDomainNotVerifiedException", 400), ("deferred", "MailFromDomainNotVerifiedException")),
        (refusal("LimitExceededException", 400), ("deferred", "LimitExceededException")),
        (refusal("TooManyRequestsException", 429), ("deferred", "TooManyRequestsException")),
        (refusal("Throttling", 400, "Daily message quota exceeded."), ("deferred", "Throttling")),
        (refusal("AccessDeniedException", 403), ("deferred", "AccessDeniedException")),
        (refusal("ExpiredTokenException", 403), ("deferred", "ExpiredTokenException")),
        (refusal("InternalFailure", 500), ("deferred", "InternalFailure")),
        (refusal("ServiceUnavailable", 503), ("deferred", "ServiceUnavailable")),
        (refusal("502", 502), ("unclear", "502")),
        (refusal("504", 504), ("unclear", "504")),
        (EndpointConnectionError(endpoint_url="x"), ("deferred", "EndpointConnectionError")),
        (ConnectTimeoutError(endpoint_url="x"), ("deferred", "ConnectTimeoutError")),
        (ReadTimeoutError(endpoint_url="x"), ("unclear", "ReadTimeoutError")),
        (ConnectionClosedError(endpoint_url="x"), ("unclear", "ConnectionClosedError")),
        (NoCredentialsError(), ("deferred", "NoCredentialsError")),
    ],
    ids=lambda value: value[1] if isinstance(value, tuple) else "",
)
def test_a_refusal_of_this_mail_of_any_mail_and_a_lost_answer_are_told_apart(
    call: Call, error: ClientError | BotoCoreError, verdict: tuple[str, str]
) -> None:
    class Failing:
        def send_email(self, **wanted: Any) -> Any:
            raise error

    assert SesMailbox(Failing(), SENDER).send(mail(call, "received")) == verdict


def test_a_mail_is_tried_once() -> None:
    """A second try of botocore's own could be a second mail."""
    assert client().meta.config.retries["total_max_attempts"] == 1
