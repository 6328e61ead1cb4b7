"""`make deploy STAGE=…`: the package and the site to AWS, by CloudFormation. Never `chalice deploy`.

Credentials, region and endpoints are boto3's own: AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL and their kin.
"""

import argparse
import secrets
import sys
from collections.abc import Mapping
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.call import current_call
from infra import stack_deployment
from infra.call_refusal import call_refusal
from infra.package import STAGES, package
from infra.packaged_call import PackagingFailed
from infra.page_of_phase import edge_phases
from infra.site_build import LOCAL_URL, SiteFailed, build_site
from infra.site_files import inline_scripts, page_paths
from infra.site_upload import publish

PUBLIC_STAGES = tuple(stage for stage in STAGES if stage != "local")
WITHOUT_CERTIFICATE = "with CloudFront's own certificate TLS 1.0 is accepted"


class NoCertificate(Exception):
    """A public stage may not be reached by an outdated TLS; the message says what to give."""


def main() -> int:
    wanted = arguments()
    try:
        deploy(wanted.stage, wanted.artifacts, dict(wanted.parameter))
    except (
        NoCertificate,
        stack_deployment.DeploymentFailed,
        PackagingFailed,
        SiteFailed,
        BotoCoreError,
        ClientError,
    ) as problem:
        print(f"Not deployed: {problem}", file=sys.stderr)
        return 1
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make deploy", description=__doc__)
    parser.add_argument("--stage", required=True, choices=PUBLIC_STAGES)
    parser.add_argument("--artifacts", default="", help="bucket for packages; made when it is not there")
    parser.add_argument("--parameter", type=name_and_value, action="append", default=[], metavar="NAME=VALUE")
    return parser.parse_args()


def name_and_value(text: str) -> tuple[str, str]:
    """A template parameter, as SiteDomain=example.kz."""
    name, equals, value = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f"{text} is not NAME=VALUE")
    return name, value


def deploy(stage: str, artifacts: str, parameters: dict[str, str]) -> None:
    if refusal := call_refusal():
        raise PackagingFailed(refusal)
    formation, storage, stack = boto3.client("cloudformation"), boto3.client("s3"), f"baiqau-{stage}"
    before = stack_deployment.given_before(formation, stack)
    ensure_certificate(stage, parameters, before)
    print(f"Packaging {stage} …", flush=True)
    packed, site = package(stage), build_site(LOCAL_URL)
    bucket, key = artifacts or default_bucket(), f"{stage}/{packed.digest}.zip"
    ensure_bucket(storage, bucket)
    storage.put_object(Bucket=bucket, Key=key, Body=packed.zip.read_bytes())
    print(f"Deploying stack {stack} …", flush=True)
    printed = {
        "SitePages": " ".join(page_paths(site)), "SitePhases": edge_phases(current_call()),
        "InlineScripts": inline_scripts(site),
    }  # fmt: skip
    kept = {name: secret(name, before) for name in ("KeyPepper", "OriginSecret")}
    given = {"Stage": stage, **kept, **printed, **parameters}
    stack_deployment.deploy(formation, storage, stack, packed, {"Bucket": bucket, "Key": key}, given)
    publish_site(
        storage,
        stack_deployment.outputs(formation, stack),
        parameters.get("SiteDomain") or before.get("SiteDomain", ""),
    )


def publish_site(storage: object, outputs: dict[str, str], domain: str) -> None:
    """Only now is it known what the site's own links must begin with."""
    url = f"https://{domain}/" if domain else outputs["SiteURL"]
    written, removed = publish(storage, outputs["SiteBucket"], build_site(url))
    print(f"Published {written} files, removed {removed}.")
    for name, value in sorted(outputs.items()):
        print(f"  {name}: {value}")
    print(f"Done: {url}")


def secret(name: str, before: Mapping[str, str]) -> Any:
    """Made once, for a stack that has none yet; afterwards the stack keeps it, and nobody can read it back."""
    return stack_deployment.KEEP if name in before else secrets.token_urlsafe(48)


def ensure_certificate(stage: str, parameters: Mapping[str, str], before: Mapping[str, str]) -> None:
    """Raises NoCertificate before anything is built; the template's own rules say the same."""
    lacking = [name for name in ("SiteDomain", "CertificateArn") if not (parameters.get(name) or before.get(name))]
    if lacking and stage == "prod":
        raise NoCertificate(f"stage prod needs {' and '.join(lacking)}: {WITHOUT_CERTIFICATE}")
    if lacking:
        print(f"No certificate of one's own: {WITHOUT_CERTIFICATE}.", flush=True)


def default_bucket() -> str:
    account = boto3.client("sts").get_caller_identity()["Account"]
    return f"baiqau-artifacts-{account}-{boto3.session.Session().region_name}"


def ensure_bucket(storage: Any, bucket: str) -> None:
    """A private bucket of ours; S3 encrypts and closes new buckets by itself."""
    region = storage.meta.region_name
    placed = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    try:
        storage.create_bucket(Bucket=bucket, **placed)
    except ClientError as error:
        if error.response["Error"]["Code"] != "BucketAlreadyOwnedByYou":
            raise


if __name__ == "__main__":
    sys.exit(main())
