"""`make deploy`, with the emulator in the place of AWS: boto3's own endpoint variable is all it takes."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra import stack_deployment
from infra.emulator import REGION, Emulator, emulator
from infra.package import package
from infra.paths import ROOT

pytestmark = pytest.mark.deployed

STACK = "baiqau-staging"


@pytest.fixture(scope="module")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    with emulator(tmp_path_factory.mktemp("aws")) as running:
        yield running


@pytest.fixture(scope="module")
def deployed(aws: Emulator) -> dict[str, str]:
    ran = deploy(aws)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return stack_deployment.outputs(aws.client("cloudformation"), STACK)


def deploy(aws: Emulator, stage: str = "staging", *options: str) -> "subprocess.CompletedProcess[str]":
    keys = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local", "AWS_DEFAULT_REGION": REGION}
    environment = {
        **os.environ,
        **keys,
        "AWS_ENDPOINT_URL": aws.url,
        "PYTHONPATH": f"{ROOT / 'functions'}{os.pathsep}{ROOT}",
    }
    command = [sys.executable, "-m", "infra.deploy", "--stage", stage, *options]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


def test_the_table_keeps_what_it_is_given(aws: Emulator, deployed: dict[str, str]) -> None:
    table = aws.client("dynamodb").describe_table(TableName=deployed["TableName"])["Table"]

    assert table["DeletionProtectionEnabled"] is True
    assert table["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
    assert table["StreamSpecification"]["StreamViewType"] == "NEW_IMAGE"


@pytest.mark.parametrize("output", ["DocumentsBucket", "ExportsBucket", "SiteBucket"])
def test_every_bucket_is_closed_and_encrypted(aws: Emulator, deployed: dict[str, str], output: str) -> None:
    storage, bucket = aws.client("s3"), deployed[output]

    assert set(storage.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"].values()) == {True}
    assert storage.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"]


def test_the_site_is_published_with_its_types_and_lifetimes(aws: Emulator, deployed: dict[str, str]) -> None:
    page = aws.client("s3").head_object(Bucket=deployed["SiteBucket"], Key="ru/rules/index.html")

    assert (page["ContentType"], page["CacheControl"]) == ("text/html; charset=utf-8", "no-cache")


def test_the_log_is_kept_for_a_while_and_not_for_ever(aws: Emulator, deployed: dict[str, str]) -> None:
    name = f"/aws/lambda/{deployed['APIHandlerName']}"
    groups = aws.client("logs").describe_log_groups(logGroupNamePrefix=name)["logGroups"]

    assert [group["retentionInDays"] for group in groups] == [90]


def test_the_function_has_no_clock_to_shift(aws: Emulator, deployed: dict[str, str]) -> None:
    variables = environment_of(aws, deployed)

    assert variables["STAGE"] == "staging"
    assert "CLOCK_SHIFT_FILE" not in variables


def test_deploying_again_keeps_the_secret(aws: Emulator, deployed: dict[str, str]) -> None:
    before = secrets_of(aws, deployed)

    again = deploy(aws)

    assert again.returncode == 0, again.stdout + again.stderr
    assert secrets_of(aws, deployed) == before
    assert len(set(before)) == 2
    assert not [secret for secret in before if secret in again.stdout + again.stderr]


def secrets_of(aws: Emulator, deployed: dict[str, str]) -> list[str]:
    return [environment_of(aws, deployed)[name] for name in ("KEY_PEPPER", "ORIGIN_SECRET")]


def test_prod_without_a_certificate_is_refused_before_anything_is_built(aws: Emulator) -> None:
    refused = deploy(aws, "prod", "--parameter", "SiteDomain=call.example")

    assert refused.returncode == 1
    assert "stage prod needs CertificateArn" in refused.stderr
    assert "Packaging" not in refused.stdout


@pytest.mark.parametrize(
    "given", [{}, {"SiteDomain": "call.example"}, {"CertificateArn": "arn:aws:acm:::certificate/1"}]
)
def test_the_template_itself_refuses_prod_without_a_certificate(aws: Emulator, given: dict[str, str]) -> None:
    """Whoever deploys by other means meets CloudFormation's own rules."""
    parameters = {"Stage": "prod", "KeyPepper": "p" * 48, "OriginSecret": "s" * 48, **given}
    storage, code = aws.client("s3"), {"Bucket": "templates", "Key": "k.zip"}
    with suppress(ClientError):  # There already, from the case before.
        storage.create_bucket(Bucket="templates", CreateBucketConfiguration={"LocationConstraint": REGION})

    with pytest.raises((ClientError, stack_deployment.DeploymentFailed), match="certificate"):
        stack_deployment.deploy(aws.client("cloudformation"), storage, "refused", package("prod"), code, parameters)


def environment_of(aws: Emulator, deployed: dict[str, str]) -> dict[str, str]:
    function = aws.client("lambda").get_function_configuration(FunctionName=deployed["APIHandlerName"])
    return dict(function["Environment"]["Variables"])


@pytest.mark.node
@pytest.mark.parametrize(
    ("uri", "expected"),
    [
        ("/", "/index.html"),
        ("/ru/rules/", "/ru/rules/index.html"),
        ("/assets/site.css", "/assets/site.css"),
        ("/rules", 301),
        ("/nothing/", 404),
        ("/rules/index.html", 301),
        ("/rules/index.closed.html", 404),
        ("/404.html", 404),
    ],
)
def test_the_edge_knows_every_page_and_no_other(tmp_path: Path, uri: str, expected: Any) -> None:
    asked = f"const answer = handler({{request: {{uri: {json.dumps(uri)}}}}});"
    shown = "console.log(JSON.stringify(answer.statusCode || answer.uri))"
    program = "\n".join([edge_function("/ /rules/ /ru/ /ru/rules/"), asked, shown])

    ran = subprocess.run(["node", "-e", program], capture_output=True, text=True, check=True, cwd=tmp_path)

    assert json.loads(ran.stdout) == expected


def edge_function(pages: str) -> str:
    code = package("staging").template["Resources"]["PageAddress"]["Properties"]["FunctionCode"]["Fn::Sub"]
    return str(code).replace("${SitePages}", pages).replace("${SitePhases}", "open:0")
