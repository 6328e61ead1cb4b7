"""Documents on the local cloud: the bucket's own refusals, the way to it, and what the template grants."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any

import pytest
import yaml

from infra.paths import ROOT
from tests import files_building as made
from tests.building import COMPLETE
from tests.deployed.cloud import JSON, Answer, Cloud

MOST_TRIES = 5


@pytest.fixture
def mine(cloud: Cloud) -> Any:
    return cloud.post("/api/applications", COMPLETE, {"Idempotency-Key": uuid.uuid4().hex}).json


def asked(cloud: Cloud, mine: Any, method: str, path: str, value: Any = None) -> Answer:
    headers = {**JSON, "Authorization": f"Bearer {mine['key']}"}
    body = json.dumps(value).encode() if value else b""
    return cloud.ask(method, f"/api/applications/{mine['number']}/documents{path}", body, headers)


def announced(cloud: Cloud, mine: Any) -> Any:
    return asked(cloud, mine, "POST", "", {"kind": "leader_id", "filename": "Ә.pdf", "size": len(made.PDF)}).json


def received(cloud: Cloud, mine: Any, document: str) -> Answer:
    """What its examination says. A machine that had no time for it is asked again, as a browser does."""
    answers = [asked(cloud, mine, "POST", f"/{document}/received")]
    while answers[-1].status == 503 and len(answers) < MOST_TRIES:
        answers.append(asked(cloud, mine, "POST", f"/{document}/received"))
    return answers[-1]


def posted(cloud: Cloud, upload: Any, content: bytes, **changes: str) -> int:
    parts = [f'name="{name}"\r\n\r\n{value}'.encode() for name, value in (upload["fields"] | changes).items()]
    parts.append(b'name="file"; filename="a.pdf"\r\n\r\n' + content)
    body = b"".join(b"--b\r\nContent-Disposition: form-data; " + part + b"\r\n" for part in parts) + b"--b--\r\n"
    return cloud.ask("POST", upload["url"], body, {"Content-Type": "multipart/form-data; boundary=b"}).status


@pytest.mark.deployed
def test_the_bucket_refuses_what_was_not_announced_and_takes_what_was(cloud: Cloud, mine: Any) -> None:
    told = announced(cloud, mine)
    upload, document = told["upload"], told["document_id"]
    refused = [posted(cloud, upload, made.PDF + b"!"), posted(cloud, upload, made.PDF[1:]),
               posted(cloud, upload, made.PDF, **{"Content-Type": "text/html"}),
               posted(cloud, upload, made.PDF, key=f"{mine['number']}/{document}")]  # fmt: skip
    assert refused == [400, 400, 403, 403]
    assert asked(cloud, mine, "POST", f"/{document}/received").json["code"] == "not_arrived"
    assert posted(cloud, upload, made.PDF) == 204
    assert received(cloud, mine, document).json["size"] == len(made.PDF)
    address = asked(cloud, mine, "GET", f"/{document}").json["url"]
    fetched = cloud.ask("GET", address)
    assert (fetched.body, fetched.headers["content-disposition"]) == (
        made.PDF,
        "attachment; filename*=UTF-8''%D3%98.pdf",
    )


@pytest.mark.deployed
def test_what_lies_there_in_another_s_clothes_is_refused(cloud: Cloud, mine: Any) -> None:
    told = announced(cloud, mine)
    assert posted(cloud, told["upload"], made.EXE[:2].ljust(len(made.PDF), b"\0")) == 204
    answer = received(cloud, mine, told["document_id"])
    assert (answer.status, answer.json["code"]) == (422, "executable")


@pytest.mark.deployed
def test_the_way_to_the_bucket_leads_nowhere_else(cloud: Cloud, mine: Any) -> None:
    bucket = announced(cloud, mine)["upload"]["url"]
    paths = [("GET", bucket), ("GET", f"{bucket}/x"), ("PUT", f"{bucket}/x"), ("DELETE", f"{bucket}/x"),
             ("GET", "/_local/documents/baiqau-local-artifacts/x?X-Amz-Signature=1"),
             ("POST", "/_local/documents/x")]  # fmt: skip
    assert {cloud.ask(method, path).status for method, path in paths} == {404}


class Tagged(yaml.SafeLoader):
    """Reads a template without minding what its tags mean."""


def untagged(loader: yaml.SafeLoader, tag: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    assert isinstance(node, yaml.SequenceNode)
    return loader.construct_sequence(node, deep=True)


Tagged.add_multi_constructor("!", untagged)


def resources() -> Any:
    return yaml.load((ROOT / "infra" / "resources.yaml").read_text("utf-8"), Tagged)["Resources"]


def test_the_function_can_forget_uploads_but_nothing_that_is_kept() -> None:
    statements = resources()["DocumentsAccess"]["Properties"]["PolicyDocument"]["Statement"]
    granted = {action: said["Resource"] for said in statements for action in _listed(said["Action"])}
    assert granted == {
        "s3:PutObject": "${Documents.Arn}/*", "s3:GetObject": "${Documents.Arn}/*",
        "s3:DeleteObject": "${Documents.Arn}/arriving/*", "s3:ListBucket": "Documents.Arn",
    }  # fmt: skip


def test_uploads_are_forgotten_after_a_day_and_browsers_may_only_post() -> None:
    bucket = resources()["Documents"]["Properties"]
    rules = {rule.get("Prefix"): rule.get("ExpirationInDays") for rule in bucket["LifecycleConfiguration"]["Rules"]}
    assert rules == {None: None, "arriving/": 1}
    assert [rule["AllowedMethods"] for rule in bucket["CorsConfiguration"]["CorsRules"]] == [["POST"]]


def test_a_scanner_brings_its_grants_with_it_and_none_without_one() -> None:
    access = resources()["ScanAccess"]
    assert (access["Condition"], access["Properties"]["Roles"]) == ("HasScanner", ["RemindersRole"])
    statements = access["Properties"]["PolicyDocument"]["Statement"]
    assert [(said["Action"], said["Resource"], said.get("Condition")) for said in statements] == [
        (["s3:GetObject"], "${Documents.Arn}/*", None),
        (["dynamodb:PutItem"], "Table.Arn",
         {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["application#*"]}}),
    ]  # fmt: skip


def test_the_scanner_s_address_reaches_those_who_ask_it_and_is_empty_unless_given() -> None:
    template = yaml.load((ROOT / "infra" / "resources.yaml").read_text("utf-8"), Tagged)
    parameter = template["Parameters"]["DocumentScanner"]
    assert parameter["Default"] == ""
    allowed = re.compile(parameter["AllowedPattern"])
    good, bad = (
        ("", "tcp:10.0.0.7:3310", "tcp:scanner.lan:3310"),
        ("10.0.0.7:3310", "unix:/x", "tcp:10.0.0.7", "tcp::1"),
    )
    assert [address for address in (*good, *bad) if allowed.search(address)] == list(good)
    asking = {name for name, found in template["Resources"].items()
              if "DOCUMENT_SCANNER" in str(found.get("Properties", {}).get("Environment", {}))}  # fmt: skip
    assert asking == {"APIHandler", "Reminders"}
    reminders = template["Resources"]["Reminders"]["Properties"]["Environment"]["Variables"]
    mail = template["Resources"]["Mail"]["Properties"]["Environment"]["Variables"]
    assert set(reminders) - set(mail) == {"DOCUMENT_SCANNER", "DOCUMENTS_BUCKET", "AWS_ENDPOINT_URL_S3"}
    assert set(mail) - set(reminders) == set()


def _listed(actions: Any) -> list[str]:
    return actions if isinstance(actions, list) else [actions]


def test_only_those_who_ask_the_scanner_enter_its_network_and_only_where_there_is_one() -> None:
    entering = {name: found for name, found in resources().items() if "VpcConfig" in found.get("Properties", {})}
    assert set(entering) == {"APIHandler", "Reminders"}
    for found in entering.values():
        condition, network, otherwise = found["Properties"]["VpcConfig"]
        assert (condition, otherwise) == ("HasNetwork", "AWS::NoValue")
        assert network == {"SubnetIds": [",", "ScannerSubnets"], "SecurityGroupIds": [",", "ScannerSecurityGroups"]}
        assert found["DependsOn"] == ["NetworkAccess"]


def test_lambda_may_bring_them_into_the_network_and_their_own_code_may_not() -> None:
    access = resources()["NetworkAccess"]
    allowed, denied = access["Properties"]["PolicyDocument"]["Statement"]
    assert (access["Condition"], access["Properties"]["Roles"]) == ("HasNetwork", ["ApiHandlerRole", "RemindersRole"])
    assert (allowed["Effect"], denied["Effect"]) == ("Allow", "Deny")
    assert allowed["Action"] == denied["Action"] and all(action.startswith("ec2:") for action in allowed["Action"])
    assert "Condition" not in allowed and list(denied["Condition"]["ArnLike"]) == ["lambda:SourceFunctionArn"]


def test_no_public_stage_sends_documents_to_a_scanner_from_outside_a_network() -> None:
    template = yaml.load((ROOT / "infra" / "resources.yaml").read_text("utf-8"), Tagged)
    scanner, guards = (template["Rules"][name] for name in ("AScannerIsAskedWithinANetwork", "ANetworkHasItsGuards"))
    assert scanner["RuleCondition"] == [[["Stage", "local"]], [["DocumentScanner", ""]]]
    assert [said["Assert"] for said in scanner["Assertions"]] == [[["ScannerSubnets", ""]]]
    assert [said["Assert"] for said in guards["Assertions"]] == [[["ScannerSecurityGroups", ""]]]
    for name, good in (("ScannerSubnets", "subnet-0a1,subnet-0b2"), ("ScannerSecurityGroups", "sg-0a1")):
        parameter = template["Parameters"][name]
        allowed = re.compile(parameter["AllowedPattern"])
        assert parameter["Default"] == ""
        assert [text for text in ("", good, f"{good},", "0a1", f"{good} x") if allowed.search(text)] == ["", good]
