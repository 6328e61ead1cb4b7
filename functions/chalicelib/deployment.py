"""What stands under the ports of this deployment: AWS, or what speaks its protocols; at home, one folder.

`BAIQAU_HOME` names that folder. Then nothing here asks a cloud for anything.
"""

from __future__ import annotations

import os
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .desk.provider_sign_in import ProviderAccess
    from .intake.files_port import Files
    from .notices.ports import Mailbox
    from .store.home.home_layout import Layout
    from .store.home.sqlite_table import SqliteTable
    from .store.table_client import TableClient


def home() -> Layout | None:
    """The layout of the folder at home; None on AWS."""
    folder = os.environ.get("BAIQAU_HOME", "")
    if not folder:
        return None
    from .store.home.home_layout import Layout

    return Layout(Path(folder))


def table_name() -> str:
    if home() is None:
        return os.environ["TABLE_NAME"]
    from .store.home.sqlite_table import NAME

    return NAME


def table_client() -> TableClient:
    """A DynamoDB client, or what takes the same requests."""
    if layout := home():
        return table_at(layout.table)
    from .store.event_table import connect

    client: TableClient = connect()
    return client


@lru_cache(maxsize=1)
def table_at(file: Path) -> SqliteTable:
    """One for the whole process, whoever asks."""
    from .store.home.sqlite_table import SqliteTable

    return SqliteTable(file)


def counts_client() -> TableClient:
    """The same for the counts of requests, which wait for no slow table."""
    if home():
        return table_client()
    from .store.request_counts import connect

    return connect()


def document_files(hash_secret: bytes) -> Files:
    """Its client is made when a document first needs one."""
    if layout := home():
        from .store.home.document_folder import FolderFiles

        return FolderFiles(layout.documents, hash_secret)
    from .store import document_bucket

    bucket, reached_at = os.environ.get("DOCUMENTS_BUCKET", ""), os.environ.get("DOCUMENTS_UPLOAD_URL", "")
    return document_bucket.DocumentFiles(document_bucket.connect, bucket, reached_at)


def provider_access(clock_shift: timedelta) -> ProviderAccess | None:
    """The organisation's directory that `OPENID_ISSUER` names; None without it, and on AWS (docs/decisions/11)."""
    issuer = os.environ.get("OPENID_ISSUER", "")
    if home() is None or not issuer:
        return None
    from .desk.provider_sign_in import ProviderAccess
    from .store.home.provider_attempts import TableAttempts
    from .store.home.provider_settings import LateProvider, ProviderSettings

    client, secret, socket = (os.environ.get(f"OPENID_{name}", "") for name in ("CLIENT", "SECRET", "SOCKET"))
    provider = LateProvider(ProviderSettings(issuer, client, secret, socket), clock_shift)
    return ProviderAccess(provider, TableAttempts(table_client(), table_name(), clock_shift))


def mailbox() -> Mailbox:
    """SES; at home the server that `MAIL_SERVER` names, and an inbox in the folder where none is named."""
    layout, server, sender = home(), os.environ.get("MAIL_SERVER", ""), os.environ["MAIL_FROM"]
    if layout is None:
        from .store.ses_mail import SesMailbox, connect

        return SesMailbox(connect(), sender)
    if not server:
        from .store.home.mail_inbox import FolderMailbox

        return FolderMailbox(layout.mail)
    from .store.home.smtp_mail import MailServer, SmtpMailbox

    return SmtpMailbox(MailServer.of(server), sender)
