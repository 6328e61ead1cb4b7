"""Cuts botocore's descriptions of services to what the functions use: reading them is a third of a cold start.

What is left is byte for byte what botocore ships, without the documentation and unpacked.
"""

import gzip
import json
from collections.abc import Callable, Mapping
from typing import Any

# What a function may ask of each service; a call of anything else fails as an unknown method, in the tests too.
OPERATIONS: Mapping[str, frozenset[str]] = {
    "dynamodb": frozenset(
        {
            "BatchGetItem",
            "BatchWriteItem",
            "DeleteItem",
            "GetItem",
            "PutItem",
            "Query",
            "Scan",
            "TransactWriteItems",
            "UpdateItem",
        }
    ),
    # CreateBucket is never asked for: botocore signs a browser's post by that operation's address.
    "s3": frozenset(
        {
            "CopyObject",
            "CreateBucket",
            "DeleteObject",
            "GetObject",
            "HeadBucket",
            "HeadObject",
            "ListObjectVersions",
            "ListObjectsV2",
            "PutObject",
        }
    ),
    "sesv2": frozenset({"SendEmail"}),
    "sts": frozenset({"AssumeRole", "AssumeRoleWithWebIdentity", "GetCallerIdentity"}),
}
SERVICES = tuple(OPERATIONS)
# Parts whose documentation botocore insists on when it makes a client (S3's, 1.44.5).
MUST_SAY = ("clientContextParams",)
# The names under which endpoints.json lists those services.
ENDPOINTS = frozenset({"dynamodb", "email", "s3", "sts"})


def lighten(name: str, content: bytes) -> tuple[str, bytes]:
    """The name and content a file of botocore is packed with; most files as they are."""
    parts = name.split("/")
    if name == "botocore/data/endpoints.json":
        return name, rewritten(content, cut_endpoints)
    if parts[:2] == ["botocore", "data"] and parts[-1] == "service-2.json.gz":
        wanted = OPERATIONS[parts[2]]
        return name.removesuffix(".gz"), rewritten(gzip.decompress(content), lambda model: cut_model(model, wanted))
    if parts[:2] == ["botocore", "data"] and name.endswith(".json.gz"):
        return name.removesuffix(".gz"), gzip.decompress(content)
    return name, content


def rewritten(content: bytes, change: Callable[[Any], Any]) -> bytes:
    return json.dumps(change(json.loads(content)), ensure_ascii=False, separators=(",", ":")).encode()


def cut_endpoints(endpoints: dict[str, Any]) -> dict[str, object]:
    for partition in endpoints["partitions"]:
        partition["services"] = {name: value for name, value in partition["services"].items() if name in ENDPOINTS}
    return endpoints


def cut_model(model: dict[str, Any], wanted: frozenset[str]) -> dict[str, object]:
    """The operations wanted and every shape they reach."""
    operations = {name: value for name, value in model["operations"].items() if name in wanted}
    reached: set[str] = set()
    reach(operations, model["shapes"], reached)
    shapes = {name: value for name, value in model["shapes"].items() if name in reached}
    kept = {name: model[name] for name in MUST_SAY if name in model}
    return {**without_documentation({**model, "operations": operations, "shapes": shapes}), **kept}


def reach(part: object, shapes: Mapping[str, object], reached: set[str]) -> None:
    """Add to `reached` the names of all shapes that `part` refers to, and that those refer to."""
    if isinstance(part, list):
        for item in part:
            reach(item, shapes, reached)
    elif isinstance(part, dict):
        name = part.get("shape")
        if isinstance(name, str) and name not in reached:
            reached.add(name)
            reach(shapes[name], shapes, reached)
        for value in part.values():
            reach(value, shapes, reached)


def without_documentation(part: object) -> Any:
    """A member of a shape may itself be called documentation; then its value is no text."""
    if isinstance(part, list):
        return [without_documentation(item) for item in part]
    if isinstance(part, dict):
        kept = ((name, value) for name, value in part.items() if name != "documentation" or not isinstance(value, str))
        return {name: without_documentation(value) for name, value in kept}
    return part
