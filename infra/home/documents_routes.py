"""Where browsers send documents and fetch them: what a signed policy allows, and nothing else.

A file is refused while it arrives as soon as it is larger than its policy says. Nothing of it is anywhere until it was
whole, flushed to the disk and moved to its place in one step. An asynchronous server of its own: slow lines hold
nobody up.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass

from aiohttp import BodyPartReader, MultipartReader, web

from chalicelib.rules.refusals import OutcomeUnknown
from chalicelib.store.document_bucket import disposition
from chalicelib.store.home.document_folder import PATH, FolderFiles, header_of
from chalicelib.store.home.durable_files import whole_file
from chalicelib.store.home.signed_policies import DownloadPolicy, UploadPolicy
from infra import packaged_gateway
from infra.home import security_headers

CHUNK = 64 * 1024
MOST_FIELD = 16 * 1024
FIELDS = frozenset({"policy", "signature"})
# Seconds without a byte after which a sender is given up; no line is that slow.
SILENCE_S = 60


class UploadTooLarge(Exception):
    """More bytes came than the policy allows."""


class TooSmall(Exception):
    """Fewer bytes came than the policy asks for."""


class Unsigned(Exception):
    """There is no policy, or it is foreign, expired or already used."""


@dataclass(frozen=True)
class DocumentsRoutes:
    files: FolderFiles

    def add_to(self, app: web.Application) -> None:
        app.router.add_post(PATH, self.upload)
        app.router.add_get(PATH, self.download)

    async def upload(self, request: web.Request) -> web.StreamResponse:
        """204, or a redirect to the page that sent the file. A refusal is a problem document and stores nothing."""
        policy: UploadPolicy | None = None
        try:
            fields, part = await asyncio.wait_for(_fields(request), SILENCE_S)
            policy = self._policy_of(fields)
            await self._receive(policy, part)
        except Unsigned:
            return _refusal_reply(403)
        except UploadTooLarge:
            # Without scripts the refusal is shown by the page that lists all problems of the document.
            if not policy or not policy.back:
                return _refusal_reply(400)
            await asyncio.to_thread(self._note_too_large, policy)
        except (TooSmall, ValueError, TimeoutError, web.RequestPayloadError):
            if not policy or not policy.back:
                return _refusal_reply(400)
        except (OSError, OutcomeUnknown):
            return _refusal_reply(503)
        return _done_reply(policy)

    def _policy_of(self, fields: Mapping[str, str]) -> UploadPolicy:
        policy = self.files.signer.read(UploadPolicy, fields)
        if policy is None or self.files.is_over(policy):
            raise Unsigned
        if self.files.is_used(policy) and not policy.back:
            raise Unsigned
        return policy

    async def _receive(self, policy: UploadPolicy, part: BodyPartReader) -> None:
        if self.files.is_used(policy):
            return
        place = self.files.arriving_file(policy.name)
        name = (part.filename or "") if policy.takes_name else ""
        with whole_file(place, claim=lambda: self._claim(policy)) as file:
            await asyncio.to_thread(file.write, header_of(name))
            size = 0
            async for chunk in _chunks(part):
                size += len(chunk)
                if size > policy.most:
                    raise UploadTooLarge
                await asyncio.to_thread(file.write, chunk)
            if size < policy.least:
                raise TooSmall

    def _claim(self, policy: UploadPolicy) -> None:
        if not self.files.use_up(policy):
            raise Unsigned

    def _note_too_large(self, policy: UploadPolicy) -> None:
        """Store only the size of the file: the examination then says which size is allowed."""
        with whole_file(self.files.arriving_file(policy.name)) as file:
            header = header_of("")
            file.write(header)
            file.truncate(len(header) + policy.most + 1)

    async def download(self, request: web.Request) -> web.StreamResponse:
        policy = self.files.signer.read(DownloadPolicy, request.query)
        file = self.files.kept_file(policy.name) if policy and not self.files.is_over(policy) else None
        if policy is None or file is None or not file.is_file():
            return _refusal_reply(404)
        return web.FileResponse(file, chunk_size=CHUNK, headers={
            "Content-Type": policy.content_type, "Content-Disposition": disposition(policy.filename),
            "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff",
        })  # fmt: skip


async def _fields(request: web.Request) -> tuple[dict[str, str], BodyPartReader]:
    """The fields before the file, and the file, which is still to be read. Raises Unsigned where there is none."""
    if not request.content_type == "multipart/form-data":
        raise Unsigned
    reader = await request.multipart()
    fields: dict[str, str] = {}
    while (part := await reader.next()) is not None and not isinstance(part, MultipartReader):
        if part.name == "file":
            return fields, part
        # No field beyond the signed ones is accepted, and none twice.
        if part.name not in FIELDS - fields.keys():
            raise Unsigned
        fields[part.name] = (await _short(part)).decode("utf-8", "replace")
    raise Unsigned


async def _short(part: BodyPartReader) -> bytes:
    content = b""
    while chunk := await part.read_chunk(CHUNK):
        content += chunk
        if len(content) > MOST_FIELD:
            raise Unsigned
    return content


async def _chunks(part: BodyPartReader) -> AsyncIterator[bytes]:
    while chunk := await asyncio.wait_for(part.read_chunk(CHUNK), SILENCE_S):
        yield chunk


def _done_reply(policy: UploadPolicy | None) -> web.Response:
    if policy and policy.back:
        return web.Response(status=303, headers={"Location": policy.back, "Cache-Control": "no-store"})
    return web.Response(status=204, headers={"Cache-Control": "no-store"})


def _refusal_reply(status: int) -> web.Response:
    """The reply of a refusal, with the gateway's own text where it has one for this status."""
    errors = packaged_gateway.errors(security_headers.template())
    name = {404: "MISSING_AUTHENTICATION_TOKEN", 503: "DEFAULT_5XX"}.get(status)
    headers = {"Content-Type": "application/problem+json", "Cache-Control": "no-store"}
    body = packaged_gateway.error_body(errors[name]) if name else f'{{"type": "about:blank", "status": {status}}}'
    return web.Response(status=status, body=body.encode(), headers=headers)
