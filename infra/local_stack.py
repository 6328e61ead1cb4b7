"""The deployed stack inside the emulator: bring it up, set its rehearsal clock, warm it."""

import json
import os
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from infra import documents_proxy, packaged_gateway, stack_deployment
from infra.emulator import REGION, Emulator, EmulatorFailed
from infra.home import trial_clock
from infra.local_mail import set_variables
from infra.package import DeploymentPackage
from infra.packaged_gateway import ORIGIN_HEADER
from infra.secret_files import secret_in

STACK = "baiqau-local"
ARTIFACTS = "baiqau-local-artifacts"
CLOCK = "clock"
API_STAGE = "api"
# As many as the emulator lets run at once (emulator_main.py); each is asked for by a client of its own.
WARM = max(2, os.cpu_count() or 1) + 1
# Outputs that name the functions which are told the rehearsal clock.
WITH_MAIL = ("MailFunction", "RemindersFunction")
DESK = "DeskFunction"
WITH_CLOCK = ("APIHandlerName", DESK, *WITH_MAIL)


@dataclass
class LocalStack:
    """`given` are the stack's outputs by name; `origin_secret` is what the API asks of whoever comes.

    `clock` is the file that holds how far the functions' clock is set from the real one; nothing before it was set.
    """

    cloud: Emulator
    given: Mapping[str, str]
    origin_secret: str
    clock: Path

    @property
    def documents(self) -> str:
        return self.given["DocumentsBucket"]

    @property
    def host(self) -> str:
        """The name by which the emulator's gateway knows the API."""
        return f"{self.given['RestAPIId']}.execute-api.localhost:{self.cloud.port}"

    @property
    def origin_headers(self) -> dict[str, str]:
        """With these a request reaches the API, as the distribution's do in production."""
        return {"Host": self.host, ORIGIN_HEADER: self.origin_secret}

    @property
    def shift_ms(self) -> int:
        return trial_clock.shift_in(self.clock) if self.clock.exists() else 0

    def set_shift(self, shift_ms: int) -> None:
        """Move the functions' clock; returns when functions with the new clock are warm.

        They keep whether they are a rehearsal's for as long as they run: where that changes, others are started.
        """
        goes_on = self.clock.exists() and bool(self.shift_ms) == bool(shift_ms)
        trial_clock.set_shift(self.clock, shift_ms)
        if not goes_on:
            self.start_with_clock()

    def start_with_clock(self) -> None:
        functions = self.cloud.client("lambda")
        for name in (self.given[output] for output in WITH_CLOCK):
            set_variables(functions, name, {"CLOCK_SHIFT_FILE": str(self.clock.resolve())})
        with ThreadPoolExecutor(WARM) as pool:
            list(pool.map(self.ask, range(WARM)))

    def set_address(self, url: str) -> None:
        """Where the links in mails lead: this run's own port."""
        for output in (*WITH_MAIL, DESK):
            set_variables(self.cloud.client("lambda"), self.given[output], {"SITE_URL": url})

    @contextmanager
    def found_by_staff(self, address: str, state: Path) -> Iterator[None]:
        """While the cloud is open, `cloud.json` tells `baiqau --local` where it is."""
        note = state / "cloud.json"
        buckets = {"documents": self.documents, "exports": self.given["ExportsBucket"]}
        where = {"address": address, "endpoint": self.cloud.url, "region": REGION, "table": self.given["TableName"]}
        note.write_text(json.dumps(where | {"buckets": buckets}), encoding="utf-8")
        try:
            yield
        finally:
            note.unlink(missing_ok=True)

    def ask(self, client: int = 0) -> None:
        headers = {**self.origin_headers, "X-Forwarded-For": f"127.0.0.{client + 1}"}
        request = urllib.request.Request(f"{self.cloud.url}/{API_STAGE}/call", headers=headers)
        try:
            urllib.request.urlopen(request, timeout=60).close()
        except urllib.error.HTTPError as refusal:
            answer_text = refusal.read().decode("utf-8", "replace")
            raise EmulatorFailed(f"the functions do not start: {answer_text}") from None
        except OSError as failure:
            raise EmulatorFailed(
                f"the functions do not answer: {failure}; the emulator's log: {self.cloud.log}"
            ) from None


def bring_up(cloud: Emulator, package: DeploymentPackage, state: Path) -> LocalStack:
    """Deploy the package unless the kept state already holds just this one. Its clock is still to be set."""
    mark = state / "deployed.json"
    known = json.loads(mark.read_text(encoding="utf-8")) if mark.exists() else {}
    formation = cloud.client("cloudformation")
    if known.get("digest") != package.digest or not stack_deployment.status(formation, STACK).endswith("_COMPLETE"):
        mark.unlink(missing_ok=True)
        deploy(cloud, package, state)
        # The mark says what is on disk: a deployment that could not be saved is done anew.
        cloud.save()
        mark.write_text(json.dumps({"digest": package.digest}), encoding="utf-8")
    (clock := state / CLOCK).unlink(missing_ok=True)
    return LocalStack(cloud, stack_deployment.outputs(formation, STACK), secret_in(state / "origin-secret"), clock)


def deploy(cloud: Emulator, package: DeploymentPackage, state: Path) -> None:
    key = f"{package.digest}.zip"
    put_code(cloud.client("s3"), key, package)
    secrets_of_state = {
        "KeyPepper": secret_in(state / "key-pepper"),
        "OriginSecret": secret_in(state / "origin-secret"),
    }
    parameters = {"Stage": package.stage, **secrets_of_state, "DocumentsUploadURL": documents_proxy.PATH,
                      "MailsPerSecond": "100"}  # fmt: skip
    formation = cloud.client("cloudformation")
    stack_deployment.deploy(
        formation, cloud.client("s3"), STACK, package, {"Bucket": ARTIFACTS, "Key": key}, parameters
    )
    put_gateway_errors(
        cloud.client("apigateway"), stack_deployment.outputs(formation, STACK)["RestAPIId"], package.template
    )


def put_code(storage: Any, key: str, package: DeploymentPackage) -> None:
    try:
        storage.create_bucket(Bucket=ARTIFACTS, CreateBucketConfiguration={"LocationConstraint": REGION})
    except ClientError as error:
        if "AlreadyOwnedByYou" not in str(error):
            raise
    storage.put_object(Bucket=ARTIFACTS, Key=key, Body=package.zip.read_bytes())


def put_gateway_errors(apis: Any, api: str, template: dict[str, Any]) -> None:
    """The emulator passes over this part of an API's definition (ministack 1.5.33); AWS does not."""
    for kind, answer in packaged_gateway.errors(template).items():
        named = {
            name: answer[name] for name in ("statusCode", "responseParameters", "responseTemplates") if name in answer
        }
        apis.put_gateway_response(restApiId=api, responseType=kind, **named)
    apis.create_deployment(restApiId=api, stageName=API_STAGE)
