"""Lets browsers reach the documents' bucket through the local cloud's one address, as they reach S3's own in AWS.

Only what a presigned post or a presigned address asks for goes through: the bucket itself judges both.
"""

from collections.abc import AsyncIterator

from aiohttp import ClientSession, web
from yarl import URL

PATH = "/_local/documents"
# A file and the fields around it; the bucket's own policy knows the exact limit.
MOST_BYTES = 11 * 1024 * 1024
TO_BUCKET = ("Content-Type", "Content-Length", "Range")
FROM_BUCKET = (
    "Content-Type", "Content-Length", "Content-Range", "Content-Disposition", "ETag", "Location", "Accept-Ranges"
)  # fmt: skip


def may_pass(request: web.Request, bucket: str) -> bool:
    """A file posted to the bucket, or one object fetched by its signed address."""
    path = request.path.removeprefix(PATH).strip("/")
    if request.method == "POST":
        return path == bucket and (request.content_length or 0) <= MOST_BYTES
    return request.method == "GET" and path.startswith(f"{bucket}/") and "X-Amz-Signature" in request.query


async def pass_on(request: web.Request, session: ClientSession, store: str) -> web.StreamResponse:
    """The body flows through as it comes, so that a browser's progress is the bucket's."""
    address = URL(store + request.raw_path.removeprefix(PATH), encoded=True)
    headers = {name: request.headers[name] for name in TO_BUCKET if name in request.headers}
    body = chunks(request) if request.can_read_body else None
    async with session.request(request.method, address, data=body, headers=headers, allow_redirects=False) as got:
        kept = {name: got.headers[name] for name in FROM_BUCKET if name in got.headers}
        answer = web.StreamResponse(status=got.status, headers={**kept, "Cache-Control": "no-store"})
        await answer.prepare(request)
        async for chunk in got.content.iter_chunked(64 * 1024):
            await answer.write(chunk)
        await answer.write_eof()
    return answer


async def chunks(request: web.Request) -> AsyncIterator[bytes]:
    async for chunk in request.content.iter_chunked(64 * 1024):
        yield chunk
