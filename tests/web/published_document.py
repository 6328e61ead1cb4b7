"""Real replies held against the document that the API publishes of itself."""

from __future__ import annotations

from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from tests.web.gateway import Answer


def check(document: Any, method: str, path: str, answer: Answer) -> Answer:
    """That status and that kind of body are in the document, and a JSON body is valid against its schema."""
    response = document["paths"][path][method]["responses"][str(answer.status)]
    kind = answer.headers["Content-Type"].partition(";")[0]
    assert kind in response["content"], f"{method} {path} {answer.status} {kind}"
    if kind != "text/html":
        schema = response["content"][kind]["schema"] | {"components": document["components"]}
        Draft202012Validator(schema, format_checker=FormatChecker()).validate(answer.json)
    return answer


def operation_path(document: Any, path: str) -> str:
    """The document's own, of a request's: `/applications/2DFG-7JNR` is `/applications/{number}`."""
    said = path.split("/")
    fit = [known for known in document["paths"] if _fits(known.split("/"), said)]
    return min(fit, key=lambda known: known.count("{"))


def _fits(known: list[str], said: list[str]) -> bool:
    return len(known) == len(said) and all(
        name.startswith("{") or name == word for name, word in zip(known, said, strict=True)
    )
