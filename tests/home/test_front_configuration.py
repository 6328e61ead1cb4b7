"""The front server's configuration as text, its refusals and the packed site: no program is needed."""

import json
import re
from pathlib import Path

import pytest

from chalicelib.call import current_call, say
from infra import packaged_gateway
from infra.home import security_headers
from infra.home.front_server.configuration import Certificate, FrontPaths, configuration, quote
from infra.home.front_server.packed_site import OLD_SITES, put_in_place
from infra.home.front_server.refusal_files import REFUSALS, refusal_files


def written(tmp_path: Path, **changes: object) -> str:
    certificate = Certificate(tmp_path / "chain", tmp_path / "key", tmp_path)
    places = FrontPaths("baiqau.example.kz", "80", "443", tmp_path, tmp_path, tmp_path, tmp_path, tmp_path, certificate)
    return configuration(
        FrontPaths(**(vars(places) | changes)), current_call(), security_headers.template(), "the secret"
    )  # type: ignore[arg-type]


def test_the_gateway_and_the_front_refuse_in_the_same_words() -> None:
    for key, name in REFUSALS.values():
        body = packaged_gateway.error_body(packaged_gateway.errors(security_headers.template())[name]).replace(
            "$context.error.messageString", '""'
        )
        told = json.loads(body)
        languages = current_call().languages
        assert told["title"] == " / ".join(say("front", f"{key}.title", language) for language in languages)
        assert told["detail"] in ("", " ".join(say("front", f"{key}.detail", language) for language in languages))


def test_a_refusal_is_a_page_in_every_language_and_a_problem_document() -> None:
    files = refusal_files(current_call(), security_headers.template())
    assert sorted(files) == sorted(f"{status}.{kind}" for status in REFUSALS for kind in ("html", "json"))
    for status, (key, _) in REFUSALS.items():
        for language in current_call().languages:
            assert f'<section lang="{language}">' in files[f"{status}.html"]
            assert say("front", f"{key}.detail", language) in files[f"{status}.html"]
            assert say("front", f"{key}.detail", language) in json.loads(files[f"{status}.json"])["detail"]


def test_an_address_of_ipv6_is_one_client_with_its_network() -> None:
    pattern = re.compile(re.search(r'"~(\^\(\?<network>[^"]+)"', written(Path("/x")))[1].replace("?<", "?P<"))  # type: ignore[index]
    neighbours = {pattern.match(address)["network"] for address in ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2:ffff::1")}  # type: ignore[index]
    assert neighbours == {"2001:db8:1:2:"}
    assert pattern.match("2001:db8:1:3::1")["network"] == "2001:db8:1:3:"  # type: ignore[index]
    assert pattern.match("198.51.100.7") is None


def test_no_text_can_become_a_directive(tmp_path: Path) -> None:
    assert quote('a"; return 200 "b\\') == '"a\\"; return 200 \\"b\\\\"'
    for text in ("$host", "a\nb"):
        with pytest.raises(ValueError, match="nginx cannot be told"):
            quote(text)


def test_what_is_sent_goes_nowhere_without_a_certificate_once_there_is_one(tmp_path: Path) -> None:
    plain = written(tmp_path).partition("listen 443")[0].partition("listen 80 default_server")[2]
    assert "proxy_pass" not in plain and "return 301 https://baiqau.example.kz$request_uri" in plain
    assert "ssl_reject_handshake" not in written(tmp_path, certificate=None)


def test_of_a_request_its_act_and_its_status_are_told_and_nothing_else(tmp_path: Path) -> None:
    assert logs(written(tmp_path)) == ["error_log stderr emerg;", "access_log off;"]
    told = written(tmp_path, counts=Path("/run/counts.sock"))
    assert logs(told) == [
        "error_log stderr emerg;",
        "access_log syslog:server=unix:/run/counts.sock,nohostname,tag=front counts;",
    ]
    assert re.findall(r"log_format .*", told) == ['log_format counts "$act $status";']


def logs(text: str) -> list[str]:
    return re.findall(r"(?:access|error)_log .*", text)


def test_a_site_is_exchanged_in_one_step_and_a_few_old_ones_stay(tmp_path: Path) -> None:
    sites = tmp_path / "sites"
    sites.mkdir()
    for name in "abcdefg":
        built = tmp_path / name
        (built / "rules").mkdir(parents=True)
        (built / "rules" / "index.html").write_text(f"<p>{name}</p>" * 400)
        (built / "short.txt").write_text(name)
        put_in_place(built, sites)
        assert (sites / "current" / "short.txt").read_text() == name
    current = sites / "current"
    assert sorted(file.name for file in current.rglob("*") if file.is_file()) == [
        "index.html",
        "index.html.gz",
        "short.txt",
    ]
    assert len([site for site in sites.iterdir() if not site.is_symlink()]) == OLD_SITES + 1


def test_a_files_mark_follows_its_content_and_not_its_size(tmp_path: Path) -> None:
    for site, word in (("one", "a"), ("two", "b"), ("three", "a")):
        (tmp_path / site).mkdir()
        (tmp_path / site / "index.html").write_text(word)
    (tmp_path / "sites").mkdir()
    one, two, three = (
        (put_in_place(tmp_path / site, tmp_path / "sites") / "index.html").stat().st_mtime_ns
        for site in ("one", "two", "three")
    )
    assert one == three != two
