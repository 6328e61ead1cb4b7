"""Copies the built site into its bucket."""

import hashlib
from pathlib import Path
from typing import Any

from infra.site_files import HASHED, cache_control, content_type


def publish(storage: Any, bucket: str, site: Path) -> tuple[int, int]:
    """Bring the bucket to the site's state; answers how many files were written and how many removed.

    Pages go last, so that none is there before what it needs; files named by a hash stay, for pages still open.
    """
    there = kept_objects(storage, bucket)
    files = sorted(
        (file for file in site.rglob("*") if file.is_file()), key=lambda file: (file.suffix == ".html", str(file))
    )
    keys = {file: file.relative_to(site).as_posix() for file in files}
    changed = [file for file in files if there.get(keys[file]) != hashlib.md5(file.read_bytes()).hexdigest()]
    for file in changed:
        put(storage, bucket, keys[file], file)
    stale = [key for key in there if key not in keys.values() and not HASHED.search(key)]
    for key in stale:
        storage.delete_object(Bucket=bucket, Key=key)
    return len(changed), len(stale)


def kept_objects(storage: Any, bucket: str) -> dict[str, str]:
    """Key to MD5 of what the bucket holds."""
    pages = storage.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return {entry["Key"]: entry["ETag"].strip('"') for page in pages for entry in page.get("Contents", [])}


def put(storage: Any, bucket: str, key: str, file: Path) -> None:
    served = {"ContentType": content_type(file), "CacheControl": cache_control(file)}
    storage.put_object(Bucket=bucket, Key=key, Body=file.read_bytes(), **served)
