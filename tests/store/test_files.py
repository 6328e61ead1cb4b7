"""One suite for the bucket in a dictionary, for moto's and for the folder at home; and what a presigned policy says,
read from the policy."""

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import requests
from botocore.exceptions import EndpointConnectionError
from botocore.session import Session
from botocore.stub import Stubber
from moto import mock_aws

from chalicelib.intake.files_port import Files
from chalicelib.rules.refusals import OutcomeUnknown
from chalicelib.store import document_bucket as s3
from chalicelib.store.document_bucket import ARRIVING, CONFIG, DocumentFiles, disposition
from chalicelib.store.home.document_folder import FolderFiles
from chalicelib.store.upload_file_names import sent_name
from tests.building import FakeFiles
from tests.home.documents_server import DocumentsServer, documents_server
from tests.store.engines import CREDENTIALS

NAME, CONTENT = "2345-DFGJ/0123456789abcdef", b"%PDF-1.4 %%EOF"
SIZES = (len(CONTENT), len(CONTENT))


def client() -> Any:
    return Session().create_client("s3", config=CONFIG, **CREDENTIALS)


@dataclass
class Bucket:
    files: Files
    post: Callable[[bytes], None]


@pytest.fixture(params=["fake", "moto", "home"])
def bucket(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bucket]:
    if request.param == "home":
        with documents_server(FolderFiles(tmp_path, b"a secret")) as server:
            files = server.files
            yield Bucket(files, lambda content: sent_home(server, content))
        return
    if request.param == "fake":
        fake = FakeFiles()
        yield Bucket(fake, lambda content: fake.post(NAME, content))
        return
    with mock_aws():
        made = client()
        made.create_bucket(Bucket="documents", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
        made.put_bucket_versioning(Bucket="documents", VersioningConfiguration={"Status": "Enabled"})
        real = DocumentFiles(lambda: made, "documents")
        yield Bucket(real, lambda content: posted(real, content))


def sent_home(server: DocumentsServer, content: bytes) -> None:
    upload = server.files.upload(NAME, "application/pdf", (len(content), len(content)))
    assert server.post(upload, content).status == 204


def posted(files: DocumentFiles, content: bytes) -> None:
    upload = files.upload(NAME, "application/pdf", SIZES)
    answer = requests.post(upload.url, data=dict(upload.fields), files={"file": content}, timeout=60)
    # moto hands the field back as it came, a text.
    assert int(answer.status_code) == 204


def test_what_is_posted_arrives_whole_with_its_hash(bucket: Bucket) -> None:
    assert bucket.files.arrived_file(NAME, 100) is None
    bucket.post(CONTENT)
    arrived = bucket.files.arrived_file(NAME, 100)
    assert arrived is not None
    assert (arrived.size, arrived.sha256) == (len(CONTENT), sha256(CONTENT).hexdigest())
    arrived.file.seek(0)
    assert arrived.file.read() == CONTENT


def test_what_is_larger_than_asked_is_measured_but_not_read(bucket: Bucket) -> None:
    bucket.post(CONTENT)
    arrived = bucket.files.arrived_file(NAME, 5)
    assert arrived is not None
    arrived.file.seek(0)
    assert (arrived.size, arrived.file.read()) == (len(CONTENT), b"")


def test_who_keeps_first_is_kept_and_no_upload_or_discard_reaches_it(bucket: Bucket) -> None:
    bucket.post(CONTENT)
    first = bucket.files.arrived_file(NAME, 100)
    bucket.post(CONTENT + b"!")
    second = bucket.files.arrived_file(NAME, 100)
    assert first and second
    assert bucket.files.keep(NAME, first).sha256 == first.sha256
    bucket.files.discard(NAME)
    assert bucket.files.arrived_file(NAME, 100) is None
    assert bucket.files.keep(NAME, second).sha256 == first.sha256


def test_what_is_discarded_twice_is_gone_once(bucket: Bucket) -> None:
    bucket.files.discard(NAME)
    bucket.files.discard(NAME)


def policy(upload: Any) -> Any:
    return json.loads(base64.b64decode(upload.fields["policy"]))


def conditions(upload: Any) -> dict[str, Any]:
    """Every condition by its field; a list's operator goes with its value."""
    said: dict[str, Any] = {}
    for condition in policy(upload)["conditions"]:
        said |= condition if isinstance(condition, dict) else {condition[0]: tuple(condition[1:])}
    return said


def test_the_policy_itself_refuses_another_key_type_or_size() -> None:
    upload = DocumentFiles(client, "documents").upload(NAME, "application/pdf", (7, 7))
    said = conditions(upload)
    assert upload.url == "https://documents.s3.eu-central-1.amazonaws.com/"
    assert {name: said[name] for name in said if not name.startswith("x-amz-")} == {
        "bucket": "documents", "key": f"{ARRIVING}{NAME}", "Content-Type": "application/pdf",
        "content-length-range": (7, 7), "success_action_status": "204",
    }  # fmt: skip
    assert set(upload.fields) - {"policy", "x-amz-signature"} == set(said) - {"bucket", "content-length-range"}
    assert upload.fields["x-amz-algorithm"] == "AWS4-HMAC-SHA256"


def test_a_policy_lasts_a_quarter_of_an_hour() -> None:
    upload = DocumentFiles(client, "documents").upload(NAME, "application/pdf", (7, 7))
    ends = datetime.strptime(policy(upload)["expiration"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert timedelta(minutes=14) < ends - datetime.now(UTC) <= timedelta(minutes=15, seconds=1)


def test_a_post_lasts_until_a_slow_line_has_carried_the_largest_file() -> None:
    """10 MB at 64 kbit/s take 22 minutes, whenever within the quarter of an hour it was begun."""
    largest = 10 * 1024 * 1024
    upload = DocumentFiles(client, "documents").upload(NAME, "application/pdf", (1, largest))
    ends = datetime.strptime(policy(upload)["expiration"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    travel = timedelta(seconds=largest / 8000)
    assert timedelta(minutes=14) < ends - datetime.now(UTC) - travel < timedelta(minutes=15, seconds=2)


def test_a_blind_policy_bounds_the_size_and_lets_the_name_come_along() -> None:
    upload = DocumentFiles(client, "documents").upload(NAME, "", (1, 10), "https://example.kz/back?a=b")
    said = conditions(upload)
    assert (said["content-length-range"], said["Content-Type"]) == ((1, 10), "application/octet-stream")
    assert (said["success_action_redirect"], said["starts-with"]) == (
        "https://example.kz/back?a=b", ("$x-amz-meta-filename", ""),
    )  # fmt: skip
    assert upload.fields["x-amz-meta-filename"] == "${filename}"


def test_a_download_is_an_attachment_under_its_own_name_and_forced_type() -> None:
    name = "Ә" * 195 + '"\r\n.pdf'
    address = DocumentFiles(client, "documents").download(NAME, name, "application/pdf")
    asked = {key: value[0] for key, value in parse_qs(urlsplit(address).query).items()}
    assert urlsplit(address).path == f"/{NAME}"
    assert (asked["response-content-type"], asked["X-Amz-Expires"]) == ("application/pdf", "300")
    kind, _, encoded = asked["response-content-disposition"].partition("; filename*=UTF-8''")
    assert (kind, unquote(encoded)) == ("attachment", name)
    assert disposition("a;b\r\n'.pdf") == "attachment; filename*=UTF-8''a%3Bb%0D%0A%27.pdf"
    assert len(address) < 8000


def test_browsers_can_be_sent_to_another_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:4566")
    files = DocumentFiles(client, "documents", "/_local/documents/")
    assert files.upload(NAME, "application/pdf", (7, 7)).url == "/_local/documents/documents"
    assert files.download(NAME, "a.pdf", "application/pdf").startswith(f"/_local/documents/documents/{NAME}?")


@pytest.mark.parametrize("variable", ["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"])
def test_a_store_of_ones_own_is_asked_for_the_bucket_by_its_path(
    monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    for name, value in {variable: "https://s3.ps.kz", "AWS_DEFAULT_REGION": "kz", "AWS_ACCESS_KEY_ID": "a",
                        "AWS_SECRET_ACCESS_KEY": "b"}.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    files = DocumentFiles(s3.connect, "documents")
    assert files.upload(NAME, "application/pdf", SIZES).url == "https://s3.ps.kz/documents"
    address = files.download(NAME, "a.pdf", "application/pdf")
    assert address.startswith(f"https://s3.ps.kz/documents/{NAME}?")


@pytest.mark.parametrize(
    "kept", ["Құжат.pdf", "Құжат.pdf".encode().decode("latin-1"), "=?UTF-8?B?0prSsdC20LDRgi5wZGY=?="]
)
def test_a_name_beside_a_file_is_read_however_the_store_spells_it(kept: str) -> None:
    assert sent_name(kept) == "Құжат.pdf"


@pytest.mark.parametrize("kept", ["=?x?Q?a?=", "=?UTF-8?B?!!?=", "é", "=?UTF-8?B?"])
def test_a_name_that_cannot_be_read_breaks_nothing(kept: str) -> None:
    assert isinstance(sent_name(kept), str)


@pytest.mark.parametrize("code", ["AccessDenied", "SlowDown", "InternalError"])
def test_a_bucket_in_trouble_is_an_outcome_unknown(code: str) -> None:
    stubbed = client()
    files = DocumentFiles(lambda: stubbed, "documents")
    with Stubber(stubbed) as stub:
        for operation in ("get_object", "delete_object"):
            stub.add_client_error(operation, code)
        with pytest.raises(OutcomeUnknown):
            files.arrived_file(NAME, 10)
        with pytest.raises(OutcomeUnknown):
            files.discard(NAME)


def test_a_bucket_nobody_answers_for_is_an_outcome_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    class Silent:
        def get_object(self, **asked: Any) -> Any:
            raise EndpointConnectionError(endpoint_url="x")

    with pytest.raises(OutcomeUnknown):
        DocumentFiles(Silent, "documents").arrived_file(NAME, 10)


def test_no_client_is_made_before_a_document_needs_one() -> None:
    def never() -> Any:
        raise AssertionError

    DocumentFiles(never, "documents")
    assert s3.CONFIG.signature_version == "s3v4"
