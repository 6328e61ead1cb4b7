"""The one address of the local cloud: the site and `/api`, as CloudFront puts them together in production."""

import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar, web
from yarl import URL

from chalicelib.pages.phase_parts import is_phase_file
from infra import documents_proxy, local_mail, packaged_gateway
from infra.packed_responses import compress, packed_response
from infra.page_of_phase import page_file

# Lambda takes an event of 6 MB, in which the body stands as base64; API Gateway answers 413 for what does not fit.
BODY_LIMIT = 6 * 1024 * 1024 * 3 // 4 - 64 * 1024
UNASKED = ("Accept", "Content-Type", "User-Agent")
HOP_BY_HOP = frozenset({"connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "content-length"})

# The name of the gateway's stage, under which the desk lies too.
PREFIX = "/api"
DESK_OWN = ("Content-Security-Policy", "Referrer-Policy")

SESSION = web.AppKey("session", ClientSession)


@dataclass
class Front:
    """`site` may be exchanged for one built anew.

    `api` is where API Gateway listens, `origin` the headers by which it knows us, `documents` their bucket. `shift_ms`
    answers how far the rehearsal's clock is from the real one, by which a page's phase is chosen.
    """

    site: Path
    api: str
    origin: Mapping[str, str]
    template: Mapping[str, object]
    security: Mapping[str, str]
    documents: str = ""
    shift_ms: Callable[[], int] = lambda: 0
    prefix: ClassVar[str] = PREFIX

    def application(self) -> web.Application:
        app = web.Application(client_max_size=BODY_LIMIT)
        app.router.add_route("*", "/api/{path:.*}", self.call)
        self.add_desk(app)
        app.router.add_get("/_local/mail", self.inbox)
        app.router.add_get("/_local/mail/{message}", self.mail)
        self.add_documents(app)
        app.router.add_route("*", "/_local/{path:.*}", self.missing)
        app.router.add_get("/{path:.*}", self.page)
        app.on_response_prepare.append(self.secure)
        app.cleanup_ctx.append(connected)
        return app

    def add_documents(self, app: web.Application) -> None:
        app.router.add_route("*", documents_proxy.PATH + "/{path:.*}", self.bucket)

    def add_desk(self, app: web.Application) -> None:
        for base in packaged_gateway.DESK:
            app.router.add_route("*", base, self.call)
            app.router.add_route("*", base + "/{path:.*}", self.call)

    async def secure(self, request: web.Request, response: web.StreamResponse) -> None:
        own = local_mail.SECURITY if request.path.startswith("/_local/mail") else {}
        # The desk's own policy stands, as the distribution lets it.
        kept = {name: response.headers[name] for name in DESK_OWN if is_desk(request) and name in response.headers}
        response.headers.update({**self.security, **own, **kept})
        # As on a server, no answer names the program that gave it, nor its version.
        response.headers.pop("Server", None)

    async def call(self, request: web.Request) -> web.StreamResponse:
        try:
            body = await request.read()
        except web.HTTPRequestEntityTooLarge:
            return self.failure("REQUEST_TOO_LARGE", 413)
        try:
            return await self.passed_on(request, body)
        except (ClientError, TimeoutError):
            return self.failure("DEFAULT_5XX", 504)

    async def bucket(self, request: web.Request) -> web.StreamResponse:
        if not documents_proxy.may_pass(request, self.documents):
            return await self.missing(request)
        try:
            return await documents_proxy.pass_on(request, request.app[SESSION], self.api)
        except (ClientError, TimeoutError):
            return self.failure("DEFAULT_5XX", 504)

    async def passed_on(self, request: web.Request, body: bytes) -> web.Response:
        address = URL(self.api + (self.prefix if is_desk(request) else "") + request.raw_path, encoded=True)
        headers = self.request_headers(request, body)
        async with (
            self.turn(request),
            request.app[SESSION].request(
                request.method,
                address,
                data=body or None,
                headers=headers,
                allow_redirects=False,
                skip_auto_headers=UNASKED,
            ) as got,
        ):
            answer = web.Response(status=got.status, body=await got.read())
            kept = [(name, value) for name, value in got.headers.items() if name.lower() not in HOP_BY_HOP]
        answer.headers.extend(kept)
        answer.headers.setdefault("Cache-Control", "no-store")
        compress(request, answer)
        return answer

    def turn(self, request: web.Request) -> AbstractAsyncContextManager[None]:
        """Held while the functions answer. Here the emulator gives turns, once its gateway has stamped a request."""
        return nullcontext()

    def request_headers(self, request: web.Request, body: bytes) -> list[tuple[str, str]]:
        # Whatever a visitor says of these, the front's own word counts.
        dropped = HOP_BY_HOP | {"x-forwarded-for", "accept-encoding", *(name.lower() for name in self.origin)}
        # The desk's cookie is the desk's alone.
        dropped |= set() if is_desk(request) else {"cookie"}
        kept = [(name, value) for name, value in request.headers.items() if name.lower() not in dropped]
        # API Gateway takes a body without a type for JSON.
        typed = [("Content-Type", "application/json")] if body and "Content-Type" not in request.headers else []
        origin = packaged_gateway.desk_origin(self.origin) if is_desk(request) else self.origin
        return [*kept, *typed, *origin.items(), ("X-Forwarded-For", request.remote or "127.0.0.1")]

    def failure(self, name: str, status: int) -> web.Response:
        answer = packaged_gateway.errors(self.template)[name]
        headers = {**packaged_gateway.error_headers(answer), "Cache-Control": "no-store"}
        return web.Response(status=status, body=packaged_gateway.error_body(answer).encode(), headers=headers)

    async def missing(self, request: web.Request) -> web.Response:
        return self.failure("MISSING_AUTHENTICATION_TOKEN", 404)

    async def inbox(self, request: web.Request) -> web.Response:
        """The local inbox, newest mail first."""
        page = local_mail.listing(await local_mail.mails_sent(request.app[SESSION], self.api))
        return web.Response(text=page, content_type="text/html", headers={"Cache-Control": "no-store"})

    async def mail(self, request: web.Request) -> web.Response:
        mails = await local_mail.mails_sent(request.app[SESSION], self.api)
        page = local_mail.html_of(mails, request.match_info["message"])
        if page is None:
            return await self.missing(request)
        return web.Response(text=page, content_type="text/html", headers={"Cache-Control": "no-store"})

    async def page(self, request: web.Request) -> web.Response:
        file = self.file(request.path)
        if file and request.path != "/" and file.name == "index.html" and not request.path.endswith("/"):
            # From the file, never from what was asked: a path of two slashes would lead to another host.
            raise web.HTTPMovedPermanently(f"/{file.parent.relative_to(self.site.resolve()).as_posix()}/")
        if file:
            return packed_response(request, self.of_phase(file), 200)
        lost = self.site / ("ru/404.html" if request.path.startswith("/ru/") else "404.html")
        return packed_response(request, self.of_phase(lost), 404)

    def of_phase(self, page: Path) -> Path:
        return page_file(page, round(time.time() * 1000) + self.shift_ms())

    def file(self, path: str) -> Path | None:
        """The site's file for a path; None for what is not in the site, also by way of `..`."""
        if "\0" in path:
            return None  # No file's name has it, and the system call refuses it.
        wanted = (self.site / path.lstrip("/")).resolve()
        file = wanted / "index.html" if wanted.is_dir() else wanted
        # The file of a phase is chosen by the clock, never by who asks.
        is_page = file.is_file() and not is_phase_file(file.name)
        return file if is_page and file.is_relative_to(self.site.resolve()) else None


def is_desk(request: web.Request) -> bool:
    return any(request.path == base or request.path.startswith(f"{base}/") for base in packaged_gateway.DESK)


async def connected(app: web.Application) -> AsyncIterator[None]:
    limits = ClientTimeout(total=60)
    async with ClientSession(auto_decompress=False, timeout=limits, cookie_jar=DummyCookieJar()) as app[SESSION]:
        yield
