"""The one address of `make home`: the site, the functions, the documents and the inbox, as on a server."""

import asyncio
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web

from chalicelib.rules.client_address import client_of
from chalicelib.store.home import mail_inbox
from infra import local_mail, packaged_gateway
from infra.fair_queue import FairQueue
from infra.home import gunicorn_settings, security_headers
from infra.home.documents_routes import DocumentsRoutes
from infra.home.functions_gateway import RECEIVED
from infra.local_front import Front
from infra.site_files import inline_scripts


@dataclass
class TrialFront(Front):
    """`api` is where the workers listen; `mail` the folder of the inbox."""

    document_routes: DocumentsRoutes | None = None
    mail_folder: Path = field(default_factory=Path)
    queue: FairQueue = field(default_factory=lambda: FairQueue(gunicorn_settings.workers - 1, 1))

    def add_documents(self, app: web.Application) -> None:
        if self.document_routes:
            self.document_routes.add_to(app)

    def turn(self, request: web.Request) -> AbstractAsyncContextManager[None]:
        """Before the workers, and after the instant of arrival was written down."""
        return self.queue.turn(client_of(request.remote or ""))

    # The workers know the desk by a path of its own.
    prefix = ""

    def request_headers(self, request: web.Request, body: bytes) -> list[tuple[str, str]]:
        """The whole request is in when this is asked: that is the instant by which a deadline is judged."""
        headers = super().request_headers(request, body)
        kept = [(name, value) for name, value in headers if name.lower() != RECEIVED.lower()]
        return [*kept, (RECEIVED, str(time.time_ns() // 1_000_000))]

    async def inbox(self, request: web.Request) -> web.Response:
        page = local_mail.listing(await asyncio.to_thread(mail_inbox.mails, self.mail_folder))
        return web.Response(text=page, content_type="text/html", headers={"Cache-Control": "no-store"})

    async def mail(self, request: web.Request) -> web.Response:
        mails = await asyncio.to_thread(mail_inbox.mails, self.mail_folder)
        page = local_mail.html_of(mails, request.match_info["message"])
        if page is None:
            return await self.missing(request)
        return web.Response(text=page, content_type="text/html", headers={"Cache-Control": "no-store"})


def front(
    site: Path,
    api: str,
    origin: Mapping[str, str],
    document_routes: DocumentsRoutes,
    mail: Path,
    shift_ms: Callable[[], int],
) -> TrialFront:
    template = security_headers.template()
    security = packaged_gateway.security_headers(template, inline_scripts(site))
    return TrialFront(
        site, api, origin, template, security, shift_ms=shift_ms, document_routes=document_routes, mail_folder=mail
    )
