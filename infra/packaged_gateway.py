"""Reads out of the packaged template what the local front must do as CloudFront and API Gateway would."""

import re
from collections.abc import Mapping
from typing import Any

ERRORS = "x-amazon-apigateway-gateway-responses"
HEADER = "gatewayresponse.header."
# The template's distribution sends it, the function asks for it (chalicelib/web/lambda_handler.py).
ORIGIN_HEADER = "X-Baiqau-Origin"
ELSEWHERE = re.compile(r" [^ ;]*\$\{[^ ;]*")

# The committee's desk stands beside the API behind the same gateway, and asks for another secret than the API.
DESK, DESK_MARK = ("/desk", "/ru/desk"), "desk-"

SECURITY_NAMES = {
    "ContentTypeOptions": ("X-Content-Type-Options", "nosniff"),
    "FrameOptions": ("X-Frame-Options", "FrameOption"),
    "ReferrerPolicy": ("Referrer-Policy", "ReferrerPolicy"),
    "ContentSecurityPolicy": ("Content-Security-Policy", "ContentSecurityPolicy"),
}


def errors(template: Mapping[str, Any]) -> dict[str, dict[str, object]]:
    """The gateway's own answers, by the gateway's name of the failure."""
    return dict(template["Resources"]["RestAPI"]["Properties"]["DefinitionBody"][ERRORS])


def error_body(answer: Mapping[str, Any]) -> str:
    return str(answer["responseTemplates"]["application/json"])


def error_headers(answer: Mapping[str, Any]) -> dict[str, str]:
    given = answer.get("responseParameters", {})
    return {name.removeprefix(HEADER): value.strip("'") for name, value in given.items()}


def desk_origin(origin: Mapping[str, str]) -> dict[str, str]:
    """The headers by which the desk knows the front: another secret than the API's, as the distribution sends it."""
    return {name: f"{DESK_MARK}{value}" if name == ORIGIN_HEADER and value else value for name, value in origin.items()}


def security_headers(
    template: Mapping[str, Any], inline_scripts: str, policy_name: str = "SecurityHeaders"
) -> dict[str, str]:
    """What CloudFront adds to every answer; without HSTS, which means nothing on plain HTTP."""
    policy = template["Resources"][policy_name]["Properties"]["ResponseHeadersPolicyConfig"]
    given = policy["SecurityHeadersConfig"]
    named = {header: text(given[key], field) for key, (header, field) in SECURITY_NAMES.items()}
    custom = {item["Header"]: item["Value"] for item in policy["CustomHeadersConfig"]["Items"]}
    filled = {name: value.replace("${InlineScripts}", inline_scripts) for name, value in {**named, **custom}.items()}
    # Addresses of AWS's own, the documents' bucket for one: here all of them are this one address, 'self'.
    return {name: ELSEWHERE.sub("", value) for name, value in filled.items()}


def strict_transport(template: Mapping[str, Any]) -> str:
    """The value of HSTS, for a front with TLS."""
    policy = template["Resources"]["SecurityHeaders"]["Properties"]["ResponseHeadersPolicyConfig"]
    setting = policy["SecurityHeadersConfig"]["StrictTransportSecurity"]
    subdomains = "; includeSubDomains" if setting["IncludeSubdomains"] else ""
    return f"max-age={setting['AccessControlMaxAgeSec']}{subdomains}"


def text(setting: Mapping[str, object], field: str) -> str:
    """A setting's value, the fixed text itself when the setting has no such field."""
    value = setting.get(field, field)
    return str(value["Fn::Sub"] if isinstance(value, Mapping) else value)
