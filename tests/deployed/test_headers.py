"""The security headers of the rendered template: what CloudFront says with every answer, and the edge with its own."""

import json
import subprocess
from pathlib import Path

import pytest

from infra import packaged_gateway
from infra.package import package
from tests.deployed.test_deploy import edge_function


@pytest.fixture(scope="module")
def headers() -> dict[str, str]:
    return packaged_gateway.security_headers(package("staging").template, "'sha256-x'")


def test_every_behaviour_of_the_distribution_has_a_policy_and_speaks_https() -> None:
    config = package("staging").template["Resources"]["Distribution"]["Properties"]["DistributionConfig"]
    behaviours = [config["DefaultCacheBehavior"], *config["CacheBehaviors"]]

    assert [
        (behaviour.get("PathPattern"), behaviour["ResponseHeadersPolicyId"]["Ref"], behaviour["ViewerProtocolPolicy"])
        for behaviour in behaviours
    ] == [
        (None, "SecurityHeaders", "redirect-to-https"),
        ("/api/*", "SecurityHeaders", "https-only"),
        ("/desk*", "DeskHeaders", "redirect-to-https"),
        ("/ru/desk*", "DeskHeaders", "redirect-to-https"),
    ]


def test_the_desks_policy_is_the_sites_but_for_what_is_stricter() -> None:
    resources = package("staging").template["Resources"]
    site, desk = (
        resources[name]["Properties"]["ResponseHeadersPolicyConfig"] for name in ("SecurityHeaders", "DeskHeaders")
    )

    assert desk["CustomHeadersConfig"] == site["CustomHeadersConfig"]
    stricter = {
        "ReferrerPolicy": {"ReferrerPolicy": "no-referrer", "Override": True},
        # What the desk's function says itself stands; without it nothing runs.
        "ContentSecurityPolicy": {
            "ContentSecurityPolicy": "default-src 'none'; frame-ancestors 'none'", "Override": False
        },
    }  # fmt: skip
    assert desk["SecurityHeadersConfig"] == {**site["SecurityHeadersConfig"], **stricter}


def test_a_browser_keeps_to_https_for_a_year() -> None:
    policy = package("staging").template["Resources"]["SecurityHeaders"]["Properties"]["ResponseHeadersPolicyConfig"]

    assert policy["SecurityHeadersConfig"]["StrictTransportSecurity"] == {
        "AccessControlMaxAgeSec": 31536000, "IncludeSubdomains": True, "Override": True
    }  # fmt: skip


def test_a_page_runs_its_own_scripts_and_is_framed_by_nobody(headers: dict[str, str]) -> None:
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))

    assert (policy["object-src"], policy["base-uri"], policy["frame-ancestors"]) == ("'none'", "'none'", "'none'")
    assert (policy["script-src"], policy["style-src"]) == ("'self' 'sha256-x'", "'self'")
    assert {name: value for name, value in headers.items() if name != "Content-Security-Policy"} == {
        "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=()", "Cross-Origin-Opener-Policy": "same-origin",
    }  # fmt: skip


def test_the_edges_own_404_carries_them_too(tmp_path: Path) -> None:
    shown = "console.log(JSON.stringify(handler({request: {uri: '/nothing/'}}).headers))"
    ran = subprocess.run(
        ["node", "-e", edge_function("/") + shown], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    said = {name: entry["value"] for name, entry in json.loads(ran.stdout).items()}

    assert "default-src 'none'" in said["content-security-policy"]
    assert {name: said[name] for name in ("x-content-type-options", "strict-transport-security")} == {
        "x-content-type-options": "nosniff", "strict-transport-security": "max-age=31536000; includeSubDomains"
    }  # fmt: skip
