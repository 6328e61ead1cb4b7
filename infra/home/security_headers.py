"""The template's own words, for a front that is not CloudFront's: its security headers and the gateway's refusals."""

from functools import cache
from typing import Any

import yaml

from infra.paths import RESOURCES


class TemplateLoader(yaml.SafeLoader):
    """Reads `!Sub text` as `{"Fn::Sub": text}`, as the packaged template has it."""


def _tag_value(loader: yaml.SafeLoader, tag: str, node: yaml.Node) -> object:
    if isinstance(node, yaml.ScalarNode):
        return {f"Fn::{tag}": loader.construct_scalar(node)}
    assert isinstance(node, yaml.SequenceNode)
    return {f"Fn::{tag}": loader.construct_sequence(node, deep=True)}


TemplateLoader.add_multi_constructor("!", _tag_value)


@cache
def template() -> dict[str, object]:
    """The part of the template that is ours, before Chalice adds its own."""
    read: dict[str, Any] = yaml.load(RESOURCES.read_text("utf-8"), TemplateLoader)
    return read
