"""The package that goes to Lambda: what it carries, what it may do, and that cutting it changed nothing."""

import json
import os
import pickle
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore import xform_name

from chalicelib.call import current_call
from chalicelib.store import desk_journal, projection, reviews, sign_ins, slot_claims
from chalicelib.store.request_counts import FAILED_KEYS, PREFIX
from chalicelib.web.desk.desk_handler import desk_secret
from chalicelib.web.lambda_handler import ORIGIN_HEADER as asked_for
from infra import stack_deployment
from infra.package import STAGES, DeploymentPackage, package
from infra.package_slimming import ELSEWHERE, NOT_ON_LAMBDA, unpack
from infra.packaged_gateway import ORIGIN_HEADER, desk_origin
from infra.paths import EMULATOR_PYTHON, ROOT
from infra.service_descriptions import OPERATIONS, SERVICES
from tests.examination.test_pdf import ALGORITHMS, locked

SHOW_CLIENTS = """
import json, sys
import botocore
from botocore.session import Session

def shown(name):
    client = Session().create_client(name, region_name="eu-central-1", aws_access_key_id="a", aws_secret_access_key="b")
    model = client.meta.service_model
    wanted = sorted(set(json.loads(sys.argv[1])[name]))
    operations = {op: [spelled(model.operation_model(op).input_shape), spelled(model.operation_model(op).output_shape)]
                  for op in wanted}
    return [name, client.meta.endpoint_url, operations]

def spelled(shape, seen=()):
    if shape is None or shape.name in seen:
        return shape and shape.name
    inner = [*getattr(shape, "members", {}).items()]
    inner += [(part, getattr(shape, part)) for part in ("member", "key", "value") if hasattr(shape, part)]
    return [shape.name, shape.type_name, shape.serialization, shape.metadata,
            [(name, spelled(part, (*seen, shape.name))) for name, part in inner]]

print(json.dumps([shown(name) for name in json.loads(sys.argv[1])], default=str))
print(botocore.__file__, file=sys.stderr)
"""

SHOW_STAGES = """
import json, sys
from samtranslator.translator.transform import transform

class NoPolicies:
    def load(self):
        return {}

resources = transform(json.load(sys.stdin), {}, NoPolicies())["Resources"].values()
kinds = ("AWS::ApiGateway::Stage", "AWS::ApiGateway::Deployment")
named = [resource["Properties"].get("StageName") for resource in resources if resource["Type"] in kinds]
print(json.dumps(sorted(name for name in named if name)))
"""


@pytest.fixture(scope="module")
def local() -> DeploymentPackage:
    return package("local")


@pytest.fixture(scope="module")
def unpacked(local: DeploymentPackage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return unpack(local.zip, tmp_path_factory.mktemp("package") / "task")


@pytest.mark.parametrize("stage", [stage for stage in STAGES if stage != "local"])
def test_no_stage_but_local_carries_the_clock_s_setting(stage: str, local: DeploymentPackage) -> None:
    assert "CLOCK_SHIFT_FILE" not in json.dumps(package(stage).template)
    assert "CLOCK_SHIFT_FILE" in json.dumps(local.template)


ASK_THE_CLOCK = """
import json, sys
sys.path[:] = [sys.argv[1], *(place for place in sys.path if "site-packages" not in place)]
from app import app
context = {"resourcePath": "/call", "httpMethod": "GET", "requestId": "r", "requestTimeEpoch": 1631678400000}
event = {"requestContext": context, "pathParameters": {}, "multiValueQueryStringParameters": None,
         "stageVariables": None, "headers": {}, "body": "", "isBase64Encoded": True}
print(app(event, None)["body"])
"""


@pytest.mark.parametrize("stage", STAGES)
def test_no_setting_moves_the_clock_of_a_package_that_is_not_the_local_clouds(stage: str, tmp_path: Path) -> None:
    """What a person with all rights to the function could set; the local cloud's package shows that it would."""
    shift = tmp_path / "shift"
    shift.write_text("86400000")
    settings = {"STAGE": "local", "CLOCK_SHIFT_FILE": str(shift), "TABLE_NAME": "t", "KEY_PEPPER": "p",
                "AWS_DEFAULT_REGION": "eu-central-1"}  # fmt: skip
    folder = unpack(package(stage).zip, tmp_path / "task")
    ran = subprocess.run([sys.executable, "-S", "-c", ASK_THE_CLOCK, str(folder)], capture_output=True, text=True,
                         cwd=folder, env=settings)  # fmt: skip
    answer = json.loads(ran.stdout.splitlines()[-1])
    moved = stage == "local"

    assert answer["now"] == f"2021-09-{16 if moved else 15}T10:00:00.000+06:00", ran.stderr
    assert answer["rehearsal"] is moved
    holders = [file.name for file in folder.rglob("*") if file.is_file() and b"CLOCK_SHIFT_FILE" in file.read_bytes()]
    assert bool(holders) is moved


def test_everything_the_template_refers_to_is_in_it(local: DeploymentPackage) -> None:
    template = local.template
    known = {*template["Resources"], *template["Parameters"]}

    unknown = {name for name in referred(template["Resources"]) if not name.startswith("AWS::")} - known

    assert unknown == set()


def referred(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        yield from (name for item in node for name in referred(item))
    if isinstance(node, dict):
        yield from (name for item in node.values() for name in referred(item))
        yield from [node["Ref"]] if isinstance(node.get("Ref"), str) else []
        yield from [node["Fn::GetAtt"][0]] if isinstance(node.get("Fn::GetAtt"), list) else []
        yield from in_text(node["Fn::Sub"]) if "Fn::Sub" in node else []


def in_text(substituted: Any) -> set[str]:
    text, given = (substituted, {}) if isinstance(substituted, str) else substituted
    return {name.split(".")[0] for name in re.findall(r"\$\{([^!}]+)\}", text)} - set(given)


def listed(action: str | list[str]) -> list[str]:
    return [action] if isinstance(action, str) else action


def test_the_api_s_function_may_do_just_what_it_does_to_one_table_and_one_bucket(local: DeploymentPackage) -> None:
    resources = local.template["Resources"]
    own = [rule for policy in resources["ApiHandlerRole"]["Properties"]["Policies"] for rule in rules_of(policy)]
    given = [
        rule for policy in of_type(resources, "AWS::IAM::Policy") if concerns_api(policy) for rule in rules_of(policy)
    ]

    assert {action for rule in own for action in rule["Action"]} == {"logs:CreateLogStream", "logs:PutLogEvents"}
    everything = [action for rule in given for action in listed(rule["Action"])]
    assert sorted(everything) == [
        "dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem",
        "s3:DeleteObject", "s3:GetObject", "s3:ListBucket", "s3:PutObject",
    ]  # fmt: skip
    assert all("*" not in json.dumps(rule["Action"]) and rule["Resource"] != "*" for rule in given)
    deletable = [rule["Resource"] for rule in given if "s3:DeleteObject" in listed(rule["Action"])]
    assert deletable == [{"Fn::Sub": "${Documents.Arn}/arriving/*"}], "what was examined is never deleted"
    updatable = [rule["Condition"] for rule in given if "dynamodb:UpdateItem" in listed(rule["Action"])]
    leading = {"dynamodb:LeadingKeys": [f"{PREFIX}*", f"{FAILED_KEYS}*"]}
    assert updatable == [{"ForAllValues:StringLike": leading}], "counts of requests, and no application"


def test_whom_the_limits_count_is_written_by_the_distribution_over_whatever_the_viewer_wrote(
    local: DeploymentPackage,
) -> None:
    resources = local.template["Resources"]
    header = resources["APIHandler"]["Properties"]["Environment"]["Variables"]["CLIENT_HEADER"]
    api = next(
        behaviour
        for behaviour in resources["Distribution"]["Properties"]["DistributionConfig"]["CacheBehaviors"]
        if behaviour["PathPattern"] == "/api/*"
    )
    written = resources["ClientAddress"]["Properties"]["FunctionCode"]

    assert header == {"Fn::If": ["Public", "x-client-address", ""]}
    assert {"EventType": "viewer-request", "FunctionARN": {"Fn::GetAtt": ["ClientAddress", "FunctionARN"]}} in api[
        "FunctionAssociations"
    ]
    assert "event.request.headers['x-client-address'] = {value: event.viewer.ip};" in written


@pytest.mark.parametrize(("name", "metric"), [("failed_key", "KeyFailures"), ("status", "LimitsReached")])
def test_operators_are_told_of_guessing_and_flooding(local: DeploymentPackage, name: str, metric: str) -> None:
    resources = local.template["Resources"]
    watched = resources[metric]["Properties"]
    (made,) = watched["MetricTransformations"]
    alarms = [alarm.get("MetricName") for alarm in of_type(resources, "AWS::CloudWatch::Alarm")]

    assert watched["FilterPattern"].split()[1] == f"$.{name}"
    assert alarms.count(made["MetricName"]) == 1


def concerns_api(policy: dict[str, Any]) -> bool:
    """Of the code's own rights: what lets Lambda bring it into a network is denied to the code (test_documents.py)."""
    return {"Ref": "ApiHandlerRole"} in policy["Roles"] and policy["PolicyName"] != "NetworkAccess"


def rules_of(policy: dict[str, Any]) -> list[dict[str, Any]]:
    return list(policy["PolicyDocument"]["Statement"])


def of_type(resources: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [resource["Properties"] for resource in resources.values() if resource["Type"] == kind]


def test_the_table_can_be_brought_back_to_any_moment_and_forgets_what_expires(local: DeploymentPackage) -> None:
    """Read from the template: the emulator carries neither setting over (ministack 1.5.33)."""
    table = local.template["Resources"]["Table"]

    assert table["Properties"]["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["Properties"]["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}
    assert (table["DeletionPolicy"], table["UpdateReplacePolicy"]) == ("Retain", "Retain")


def test_the_secret_is_a_parameter_that_nobody_can_read_back(local: DeploymentPackage) -> None:
    assert local.template["Parameters"]["KeyPepper"]["NoEcho"] is True
    assert "Default" not in local.template["Parameters"]["KeyPepper"]


@pytest.fixture(params=[stage for stage in STAGES if stage != "local"])
def public(request: pytest.FixtureRequest) -> dict[str, Any]:
    return package(request.param).template


def test_the_gateway_has_one_stage_and_that_one_has_limits(public: dict[str, Any]) -> None:
    assert stages_of(public) == ["api"]
    assert public["Resources"]["RestAPI"]["Properties"]["StageName"] == "api"
    [limits] = public["Resources"]["RestAPI"]["Properties"]["MethodSettings"]
    assert (limits["HttpMethod"], limits["ResourcePath"]) == ("*", "/*")
    assert limits["ThrottlingRateLimit"] > 0 and limits["ThrottlingBurstLimit"] > 0


def test_without_its_setting_sam_would_add_a_stage_without_limits(public: dict[str, Any]) -> None:
    """That the test above can fail."""
    del public["Resources"]["RestAPI"]["Properties"]["OpenApiVersion"]

    assert stages_of(public) == ["Stage", "api"]


def stages_of(template: dict[str, Any]) -> list[str]:
    """The stages of the API after SAM's own translation, which CloudFormation does on AWS."""
    code = {"Bucket": "bucket", "Key": "key"}
    ran = subprocess.run(
        [str(EMULATOR_PYTHON), "-c", SHOW_STAGES], input=json.dumps(stack_deployment.with_code(template, code)),
        capture_output=True, text=True, check=True, env={**os.environ, "AWS_DEFAULT_REGION": "eu-central-1"},
    )  # fmt: skip
    return list(json.loads(ran.stdout))


def test_the_api_answers_only_the_one_distribution(public: dict[str, Any]) -> None:
    secret = {"Ref": "OriginSecret"}
    distribution = public["Resources"]["Distribution"]["Properties"]["DistributionConfig"]
    [sent] = [origin.get("OriginCustomHeaders") for origin in distribution["Origins"] if origin["Id"] == "api"]

    assert sent == [{"HeaderName": ORIGIN_HEADER, "HeaderValue": secret}]
    assert ORIGIN_HEADER.lower() == asked_for
    assert public["Resources"]["APIHandler"]["Properties"]["Environment"]["Variables"]["ORIGIN_SECRET"] == secret
    parameter = public["Parameters"]["OriginSecret"]
    assert (parameter["NoEcho"], parameter["MinLength"] >= 32, "Default" in parameter) == (True, True, False)
    others = {origin["Id"]: origin for origin in distribution["Origins"] if origin["Id"] != "api"}
    assert "OriginSecret" not in json.dumps(others["site"])
    # The desk is asked for by another word: whoever comes by an address of the API does not know it.
    [sent] = others["desk"]["OriginCustomHeaders"]
    assert sent == {"HeaderName": ORIGIN_HEADER, "HeaderValue": {"Fn::Sub": "desk-${OriginSecret}"}}
    assert desk_secret("s") == "desk-s" == desk_origin({ORIGIN_HEADER: "s"})[ORIGIN_HEADER]


def test_only_the_api_s_function_and_the_desk_s_know_the_distribution_s_secret(public: dict[str, Any]) -> None:
    knowing = [name for name, resource in public["Resources"].items() if "OriginSecret" in json.dumps(resource)]

    assert sorted(knowing) == ["APIHandler", "Desk", "Distribution"]


def test_the_desk_s_function_may_do_just_what_the_desk_does(public: dict[str, Any]) -> None:
    """Nothing it may reach can rewrite an event of an application or a line of the journal; it knows no pepper."""
    resources = public["Resources"]
    [given] = [policy for policy in of_type(resources, "AWS::IAM::Policy") if {"Ref": "DeskRole"} in policy["Roles"]]
    may = {action: rule for rule in rules_of(given) for action in listed(rule["Action"])}

    assert sorted(may) == [
        "dynamodb:BatchGetItem", "dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query",
        "dynamodb:UpdateItem", "s3:GetObject",
    ]  # fmt: skip
    changed = {prefix for action in ("dynamodb:UpdateItem", "dynamodb:DeleteItem")
               for prefix in may[action]["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]}  # fmt: skip
    assert not changed & {"application#*", "staff#*", "mail#*"}
    assert "KeyPepper" not in json.dumps(resources["Desk"])
    assert given["Roles"] == [{"Ref": "DeskRole"}]


def test_every_item_the_desk_s_stores_write_is_in_its_rights(local: DeploymentPackage) -> None:
    [given] = [
        policy
        for policy in of_type(local.template["Resources"], "AWS::IAM::Policy")
        if policy["PolicyName"] == "DeskAccess"
    ]
    prefixes = {
        action: set(rule["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"])
        for rule in rules_of(given) if "Condition" in rule for action in listed(rule["Action"])
    }  # fmt: skip
    written = {"application#", "members#", sign_ins.REQUESTS, sign_ins.SESSIONS, reviews.REVIEWS, reviews.ASSIGNMENTS,
               reviews.ORDERS, reviews.AGENDAS, slot_claims.SLOTS, projection.POINTERS, projection.LISTS,
               desk_journal.PREFIX}  # fmt: skip
    assert prefixes["dynamodb:PutItem"] == {f"{prefix}*" for prefix in written}
    read = (written - {sign_ins.REQUESTS}) | {sign_ins.LINKS, sign_ins.SIGN_IN_CODES, projection.STATE}
    assert prefixes["dynamodb:Query"] == {f"{prefix}*" for prefix in read}


def test_the_desk_s_cookie_never_reaches_the_api(public: dict[str, Any]) -> None:
    behaviours = public["Resources"]["Distribution"]["Properties"]["DistributionConfig"]["CacheBehaviors"]
    [api] = [behaviour for behaviour in behaviours if behaviour["PathPattern"] == "/api/*"]
    policy = public["Resources"]["WithoutCookies"]["Properties"]["OriginRequestPolicyConfig"]

    assert api["OriginRequestPolicyId"] == {"Ref": "WithoutCookies"}
    assert (policy["CookiesConfig"], "cookie" in policy["HeadersConfig"]["Headers"]) == (
        {"CookieBehavior": "none"},
        True,
    )
    desk = {behaviour["PathPattern"]: behaviour["TargetOriginId"] for behaviour in behaviours}
    assert (desk["/desk*"], desk["/ru/desk*"]) == ("desk", "desk")


def test_with_a_certificate_nothing_older_than_tls_1_2_is_spoken(public: dict[str, Any]) -> None:
    distribution = public["Resources"]["Distribution"]["Properties"]["DistributionConfig"]
    condition, own, amazon = distribution["ViewerCertificate"]["Fn::If"]

    assert (condition, own["MinimumProtocolVersion"]) == ("HasDomain", "TLSv1.2_2021")
    assert amazon == {"CloudFrontDefaultCertificate": True}
    behaviours = [distribution["DefaultCacheBehavior"], *distribution["CacheBehaviors"]]
    assert {behaviour["ViewerProtocolPolicy"] for behaviour in behaviours} <= {"https-only", "redirect-to-https"}
    protocols = [origin["CustomOriginConfig"] for origin in distribution["Origins"] if "CustomOriginConfig" in origin]
    assert protocols == [{"OriginProtocolPolicy": "https-only", "OriginSSLProtocols": ["TLSv1.2"]}] * 2


def test_every_method_the_store_calls_is_in_the_cut() -> None:
    called = set()
    for source in (ROOT / "functions" / "chalicelib" / "store").glob("*.py"):
        text = source.read_text("utf-8")
        called |= set(re.findall(r"_client\.([a-z0-9_]+)\(", text)) | set(
            re.findall(r'paginator\("([a-z0-9_]+)"', text)
        )
    kept = {xform_name(name) for names in OPERATIONS.values() for name in names}

    assert {"put_item", "get_item", "query"} <= called
    assert called - {"get_paginator", "generate_presigned_post", "generate_presigned_url"} <= kept


def test_the_cut_botocore_speaks_to_its_services_as_the_whole_one(unpacked: Path) -> None:
    whole, cut = clients_of(sys.path), clients_of([str(unpacked)])

    assert cut[1].startswith(str(unpacked))
    assert cut[0] == whole[0]


def clients_of(path: list[str]) -> tuple[str, str]:
    program = f"import sys; sys.path[:0] = {path!r}\n{SHOW_CLIENTS}"
    asked = json.dumps({name: sorted(wanted) for name, wanted in OPERATIONS.items()})
    ran = subprocess.run([sys.executable, "-c", program, asked], capture_output=True, text=True, check=True)
    return ran.stdout, ran.stderr


def test_the_package_carries_sources_byte_code_and_nothing_idle(local: DeploymentPackage) -> None:
    with zipfile.ZipFile(local.zip) as archive:
        names = set(archive.namelist())
    sources = {name for name in names if name.endswith(".py")}

    assert len([name for name in names if name.endswith(".pyc")]) == len(sources)
    assert not [
        name for name in names if name.startswith(("boto3/", "s3transfer/", "pip/", *NOT_ON_LAMBDA, *ELSEWHERE))
    ]
    assert {name.split("/")[2] for name in names if re.match(r"botocore/data/[^/]+/.", name)} == set(SERVICES)
    # A good megabyte of it opens PDFs; those who send no document never load it.
    assert local.zip.stat().st_size < 5_000_000


def test_the_package_opens_every_lock_of_a_pdf_with_the_ciphers_it_carries(unpacked: Path) -> None:
    files = [locked(algorithm, user) for algorithm in ALGORITHMS for user in ("secret", "")]
    program = (
        f"import sys; sys.path[:] = [{str(unpacked)!r}] + [p for p in sys.path if 'site-packages' not in p]; "
        "import pickle; "
        "from io import BytesIO; from chalicelib.examination.file_type import type_of;"
        "print([type_of(BytesIO(file)) for file in pickle.load(sys.stdin.buffer)])"
    )
    command = [sys.executable, "-S", "-c", program]
    ran = subprocess.run(command, input=pickle.dumps(files), capture_output=True, check=True, cwd=unpacked)

    assert ran.stdout.decode().strip() == str([("", "encrypted"), ("pdf", "")] * len(ALGORITHMS))


def test_byte_code_is_of_the_kind_that_no_date_can_make_stale(unpacked: Path) -> None:
    # PEP 552: the second word's lowest bits are 01 for a hash that is not checked.
    assert {file.read_bytes()[4:8] for file in unpacked.rglob("*.pyc")} == {b"\x01\x00\x00\x00"}


def test_the_package_starts_on_its_own_and_knows_the_call_s_time_zone(unpacked: Path) -> None:
    program = (
        f"import sys; sys.path[:] = [{str(unpacked)!r}] + [p for p in sys.path if 'site-packages' not in p]; import app"
    )
    zone = "import zoneinfo; zoneinfo.reset_tzpath([]); from chalicelib.call import current_call; "
    zone += "print(zoneinfo.ZoneInfo(current_call().timezone))"

    ran = subprocess.run(
        [sys.executable, "-S", "-c", f"{program}; {zone}"], capture_output=True, text=True, cwd=unpacked
    )

    assert (ran.returncode, ran.stdout.strip()) == (0, "Asia/Almaty"), ran.stderr


EVERY_MODULE = """
import importlib, os, pkgutil, sys
sys.path[:] = [os.getcwd()] + [p for p in sys.path if "site-packages" not in p]
import chalicelib
for module in pkgutil.walk_packages(chalicelib.__path__, "chalicelib."):
    importlib.import_module(module.name)
"""


def test_no_module_in_the_package_needs_one_that_stayed_behind(unpacked: Path) -> None:
    """Those that only a server of one's own, the tool, the site or the strict loader needs stay behind."""
    ran = subprocess.run([sys.executable, "-S", "-c", EVERY_MODULE], cwd=unpacked, capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_a_package_that_is_there_is_not_made_again() -> None:
    made = package("local").zip.stat().st_mtime_ns

    assert package("local").zip.stat().st_mtime_ns == made


def test_the_call_in_the_package_is_the_one_the_sources_define(unpacked: Path) -> None:
    shipped = pickle.loads((unpacked / "chalicelib" / "call" / "calls" / "current.pickle").read_bytes())

    assert shipped == current_call()
