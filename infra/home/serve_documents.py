"""The documents' routes as a process of its own: `python -m infra.home.serve_documents --socket documents.sock`.

Whatever front stands before it passes `/documents` on as it comes, unbuffered, and adds the security headers. Reads
BAIQAU_HOME and KEY_PEPPER; it knows neither the table nor the mail.
"""

import argparse
import asyncio
import os
import signal
import sys
from pathlib import Path

from aiohttp import web

from chalicelib import deployment
from chalicelib.store.home.document_folder import FolderFiles
from infra.home import machine_clock
from infra.home.documents_routes import DocumentsRoutes
from infra.home.systemd_socket import handed_over
from infra.private_log import server_log


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--socket", type=Path, help="in the file system, for a front on this machine")
    where.add_argument("--port", type=int, help="of 127.0.0.1")
    where.add_argument("--handed-over", action="store_true", help="the socket that systemd opened for this process")
    wanted = parser.parse_args()
    # How long a signed policy is good is judged by this clock.
    machine_clock.insist()
    asyncio.run(serve(wanted))
    return 0


async def serve(options: argparse.Namespace) -> None:
    """Serve until it is told to stop; a transfer under way is finished first."""
    runner = web.AppRunner(application(), access_log=None, logger=server_log())
    await runner.setup()
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    await listening(runner, options).start()
    await stop.wait()
    await runner.cleanup()


def listening(runner: web.AppRunner, options: argparse.Namespace) -> web.BaseSite:
    if options.handed_over:
        return web.SockSite(runner, handed_over())
    return web.UnixSite(runner, options.socket) if options.socket else web.TCPSite(runner, "127.0.0.1", options.port)


def application() -> web.Application:
    layout = deployment.home()
    if layout is None:
        sys.exit("BAIQAU_HOME names the folder of the call.")
    app = web.Application()
    DocumentsRoutes(FolderFiles(layout.make().documents, os.environ["KEY_PEPPER"].encode())).add_to(app)
    return app


if __name__ == "__main__":
    sys.exit(main())
