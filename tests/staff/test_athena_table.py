"""The table that the stack lays over exports is the one our questions are written for."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from infra.paths import RESOURCES
from staff.export.export_layout import ROOT
from staff.query import athena, base_views


class Template(yaml.SafeLoader):
    """CloudFormation's short tags as plain values."""


def plain(loader: Any, tag: str, node: Any) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    return loader.construct_sequence(node, deep=True)


Template.add_multi_constructor("!", plain)


@pytest.fixture(scope="module")
def resources() -> dict[str, Any]:
    return yaml.load(RESOURCES.read_text("utf-8"), Template)["Resources"]


def test_its_one_column_has_the_attributes_that_the_views_read(resources: dict[str, Any]) -> None:
    table = resources["Exported"]["Properties"]["TableInput"]
    members = [f"{each}:struct<s:string>" for each in base_views.TEXTS]
    members += [f"{each}:struct<n:string>" for each in base_views.NUMBERS]
    assert table["StorageDescriptor"]["Columns"] == [{"Name": "item", "Type": f"struct<{','.join(members)}>"}]
    assert table["Name"] == athena.TABLE and [key["Name"] for key in table["PartitionKeys"]] == ["export"]


def test_a_partition_is_the_data_folder_of_one_export(resources: dict[str, Any]) -> None:
    told = resources["Exported"]["Properties"]["TableInput"]["Parameters"]
    assert told["projection.export.type"] == "injected"
    # The exclamation mark keeps the second name from CloudFormation: it is Athena's to fill in.
    assert told["storage.location.template"] == f"s3://${{Exports}}/{ROOT}/${{!export}}/data/"


def test_answers_lie_where_exports_do_and_go_with_them(resources: dict[str, Any]) -> None:
    kept = resources["Asking"]["Properties"]["WorkGroupConfiguration"]
    assert kept["EnforceWorkGroupConfiguration"]
    assert kept["ResultConfiguration"]["OutputLocation"].startswith("s3://${Exports}/")


def test_the_local_cloud_has_none_of_it(resources: dict[str, Any]) -> None:
    assert {resources[name]["Condition"] for name in ("Questions", "Exported", "Asking")} == {"Public"}
