"""Brings a package into a cloud by CloudFormation: the same steps for AWS and for the emulator."""

import json
import time
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError, WaiterError

from infra.package import DeploymentPackage

KEEP = object()
"""As a parameter's value: what the stack already has."""


class DeploymentFailed(Exception):
    """CloudFormation did not do it; the message holds its reasons."""


def deploy(
    cloud: Any,
    storage: Any,
    stack: str,
    package: DeploymentPackage,
    code: Mapping[str, str],
    parameters: Mapping[str, Any],
) -> None:
    """Create or update `stack`; returns when it is done.

    `cloud` is a CloudFormation client, `storage` one of S3, `code` the zip's place there. Parameters not named keep
    their value, or take their default in a new stack.
    """
    name = f"deploy-{int(time.time() * 1000)}"
    exists = has_been_made(cloud, stack)
    cloud.create_change_set(
        StackName=stack,
        ChangeSetName=name,
        ChangeSetType="UPDATE" if exists else "CREATE",
        TemplateURL=put_template(storage, package, code),
        Parameters=stack_parameters(package.template, parameters, given_before(cloud, stack)),
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
    )
    if has_changes(cloud, stack, name):
        cloud.execute_change_set(StackName=stack, ChangeSetName=name)
        wait(cloud, stack)


def put_template(storage: Any, package: DeploymentPackage, code: Mapping[str, str]) -> str:
    """Beside the zip: it is larger than CloudFormation takes in a request (51,200 bytes)."""
    key = f"{code['Key'].removesuffix('.zip')}.json"
    body = json.dumps(with_code(package.template, code), ensure_ascii=False).encode()
    storage.put_object(Bucket=code["Bucket"], Key=key, Body=body)
    return f"{storage.meta.endpoint_url}/{code['Bucket']}/{key}"


def with_code(template: dict[str, Any], code: Mapping[str, str]) -> dict[str, object]:
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = dict(code)
    return template


def stack_parameters(
    template: Mapping[str, Any], given: Mapping[str, Any], before: Mapping[str, str]
) -> list[dict[str, object]]:
    """Only what the stack already has can be kept; a parameter new in the template takes its default."""
    unnamed = {name: KEEP for name in template["Parameters"] if name in before}
    asked = {**unnamed, **given}
    return [
        {"ParameterKey": name, **({"UsePreviousValue": True} if value is KEEP else {"ParameterValue": value})}
        for name, value in asked.items()
    ]


def has_changes(cloud: Any, stack: str, name: str) -> bool:
    """Waits until the change set is worked out; False when the stack already is as asked."""
    waiting = {"Delay": 1, "MaxAttempts": 180}
    try:
        cloud.get_waiter("change_set_create_complete").wait(StackName=stack, ChangeSetName=name, WaiterConfig=waiting)
    except WaiterError:
        reason = cloud.describe_change_set(StackName=stack, ChangeSetName=name).get("StatusReason", "")
        if "didn't contain changes" not in reason and "No updates" not in reason:
            raise DeploymentFailed(reason) from None
        cloud.delete_change_set(StackName=stack, ChangeSetName=name)
        return False
    return True


def wait(cloud: object, stack: str) -> None:
    pause = 0.1
    while status(cloud, stack).endswith("_IN_PROGRESS"):
        time.sleep(pause)
        pause = min(5.0, pause * 1.5)
    if status(cloud, stack) not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
        raise DeploymentFailed("\n".join([f"stack {stack}: {status(cloud, stack)}", *reasons(cloud, stack)]))


def reasons(cloud: Any, stack: str) -> list[str]:
    events = cloud.describe_stack_events(StackName=stack)["StackEvents"]
    return [
        f"  {event['LogicalResourceId']}: {event.get('ResourceStatusReason', 'no reason given')}"
        for event in events
        if event["ResourceStatus"].endswith("_FAILED")
    ]


def status(cloud: Any, stack: str) -> str:
    """Empty when there is no such stack."""
    try:
        return str(cloud.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"])
    except ClientError as error:
        if "does not exist" in str(error):
            return ""
        raise


def has_been_made(cloud: object, stack: str) -> bool:
    """A stack of which only a plan exists has nothing yet."""
    return status(cloud, stack) not in ("", "REVIEW_IN_PROGRESS")


def given_before(cloud: Any, stack: str) -> dict[str, str]:
    """The stack's parameters by name, those nobody may read back as stars; empty when there is no such stack."""
    if not has_been_made(cloud, stack):
        return {}
    given = cloud.describe_stacks(StackName=stack)["Stacks"][0].get("Parameters", [])
    return {parameter["ParameterKey"]: parameter.get("ParameterValue", "") for parameter in given}


def outputs(cloud: Any, stack: str) -> dict[str, str]:
    given = cloud.describe_stacks(StackName=stack)["Stacks"][0].get("Outputs", [])
    return {output["OutputKey"]: output["OutputValue"] for output in given}
