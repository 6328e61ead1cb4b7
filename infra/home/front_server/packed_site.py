"""A built site as the front serves it: every text file packed beforehand beside itself."""

import gzip
import hashlib
import os
import shutil
from pathlib import Path

from infra.packed_responses import TEXT, WORTH_GZIP
from infra.site_files import content_type

# So many former sites are kept, for browsers that have a page of them open.
OLD_SITES = 3


def put_in_place(built: Path, sites: Path) -> Path:
    """`sites`/current becomes this site in one step; a reader of the one before goes on reading it.

    The folder is named as the built one is, by what it was built of; a few that were current before stay.
    """
    target = sites / built.name
    if not target.is_dir():
        fresh = sites / f".{built.name}.new"
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(built, fresh)
        pack(fresh)
        fresh.rename(target)
    os.utime(target)
    point(sites / "current", target.name)
    forget_old(sites, target)
    return target


def pack(site: Path) -> None:
    """The front makes its ETags of a file's time and size: the time is made of the content, and says nothing else."""
    for file in [file for file in site.rglob("*") if file.is_file()]:
        body = file.read_bytes()
        mark = int.from_bytes(hashlib.sha256(body).digest()[:4], "big") >> 1
        os.utime(file, (mark, mark))
        if content_type(file).startswith(TEXT) and len(body) > WORTH_GZIP:
            packed = file.with_name(f"{file.name}.gz")
            packed.write_bytes(gzip.compress(body, 9, mtime=0))
            shutil.copystat(file, packed)


def point(link: Path, name: str) -> None:
    """Atomic: at every moment the link leads to one of the two."""
    fresh = link.with_name(f".{link.name}.new")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(name)
    fresh.replace(link)


def forget_old(sites: Path, current: Path) -> None:
    others = [site for site in sites.iterdir() if site.is_dir() and not site.is_symlink() and site != current]
    for site in sorted(others, key=lambda site: site.stat().st_mtime, reverse=True)[OLD_SITES:]:
        shutil.rmtree(site, ignore_errors=True)
