"""What `baiqau results` publishes is on the site that runs, with no start anew and no change in the sources."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from infra.site_build import SiteFailed
from infra.site_rebuild import PublishedSite
from tests.local_cloud import own_loop


@dataclass
class Front:
    site: Path


def test_a_published_file_brings_a_site_built_anew(tmp_path: Path) -> None:
    front, built = Front(Path("old")), []

    def build(url: str, results: Path) -> Path:
        built.append((url, results))
        return Path("new")

    published = PublishedSite(front, "http://127.0.0.1:1/", tmp_path, build)
    assert own_loop.run(published.follow()) == "" and front.site == Path("old")
    (tmp_path / "call.json").write_text("{}", "utf-8")
    assert "published" in own_loop.run(published.follow())
    assert (front.site, built) == (Path("new"), [("http://127.0.0.1:1/", tmp_path)])
    # Nothing more happened: nothing is built.
    assert own_loop.run(published.follow()) == "" and len(built) == 1


def test_a_site_that_is_refused_leaves_the_old_one(tmp_path: Path) -> None:
    front = Front(Path("old"))

    def build(url: str, results: Path) -> Path:
        raise SiteFailed("another call's")

    published = PublishedSite(front, "http://127.0.0.1:1/", tmp_path, build)
    (tmp_path / "call.json").write_text("{}", "utf-8")
    assert "another call's" in own_loop.run(published.follow()) and front.site == Path("old")
