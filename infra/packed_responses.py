"""Answers as a front packs them: a file of the site with its mark and its time to be kept, text with gzip."""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from aiohttp import web

from infra.site_files import cache_control, content_type

WORTH_GZIP = 1400
TEXT = ("text/", "application/json", "application/problem+json", "application/xml", "image/svg", "application/manifest")


@dataclass(frozen=True)
class Served:
    body: bytes
    packed: bytes
    etag: str
    headers: Mapping[str, str]


def packed_response(request: web.Request, file: Path, status: int) -> web.Response:
    served = prepare(file)
    zipped = bool(served.packed) and "gzip" in request.headers.get("Accept-Encoding", "")
    etag = f'"{served.etag}{"-gz" if zipped else ""}"'
    headers = {**served.headers, "ETag": etag, **({"Content-Encoding": "gzip"} if zipped else {})}
    if status == 200 and etag in request.headers.get("If-None-Match", ""):
        return web.Response(status=304, headers={name: headers[name] for name in ("ETag", "Cache-Control", "Vary")})
    return web.Response(status=status, body=served.packed if zipped else served.body, headers=headers)


@lru_cache(maxsize=512)
def prepare(file: Path) -> Served:
    body, kind = file.read_bytes(), content_type(file)
    packed = gzip.compress(body, 9, mtime=0) if kind.startswith(TEXT) and len(body) > WORTH_GZIP else b""
    headers = {"Content-Type": kind, "Cache-Control": cache_control(file), "Vary": "Accept-Encoding"}
    return Served(body, packed, hashlib.sha256(body).hexdigest()[:24], headers)


def compress(request: web.Request, answer: web.Response) -> None:
    """As the gateway's `minimumCompressionSize` does."""
    body = answer.body if isinstance(answer.body, bytes) else b""
    wanted = "gzip" in request.headers.get("Accept-Encoding", "") and "Content-Encoding" not in answer.headers
    if wanted and len(body) > WORTH_GZIP and answer.headers.get("Content-Type", "").startswith(TEXT):
        answer.body = gzip.compress(body, 6, mtime=0)
        answer.headers["Content-Encoding"] = "gzip"
        answer.headers["Vary"] = "Accept-Encoding"
