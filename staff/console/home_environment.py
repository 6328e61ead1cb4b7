"""A call on a server of one's own: its folder is the place, and whoever may read it is who the system says they are."""

from __future__ import annotations

import json
import os
import pwd
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from chalicelib.store.home.document_folder import FolderFiles
from chalicelib.store.home.file_versions import WrongFile
from chalicelib.store.home.home_layout import Layout
from chalicelib.store.home.sqlite_table import NAME, SqliteTable

from .environment import Place, rehearsal_now
from .errors import TROUBLE, USAGE, Failed
from .session import Session


def at_home(folder: Path) -> Place:
    """Raises Failed where no call is kept, or one of a version that is not known here. A running trial's clock judges
    as it does for applicants; otherwise the machine's own.
    """
    layout = Layout(folder.expanduser().resolve())
    table = _table(layout)
    trial = layout.folder / "trial.json"
    is_rehearsal = trial.exists()
    clock: Callable[[], datetime] = partial(datetime.now, UTC)
    if is_rehearsal:
        clock = partial(rehearsal_now, json.loads(trial.read_text("utf-8"))["address"])
    # Reading a document needs no signature and so no secret.
    files = FolderFiles(layout.documents, b"")
    return Place(partial(_connect, table), NAME, _caller, clock, {"exports": str(layout.exports)}, files, is_rehearsal)


def home_folder(session: Session) -> Path:
    """For what there is at home alone; the folder need not be there yet. Raises Failed where none is named."""
    if session.home_folder is None:
        session.fail("usage.no_home", USAGE)
    return session.home_folder.expanduser().resolve()


def home_layout(session: Session) -> Layout:
    """Raises Failed where no call is kept."""
    layout = Layout(home_folder(session))
    _table(layout).close()
    return layout


def _table(layout: Layout) -> SqliteTable:
    if not layout.table.is_file():
        raise Failed("trouble.no_home", USAGE, folder=layout.folder)
    table = SqliteTable(layout.table)
    try:
        table.database.connection  # noqa: B018  # opening it is the question
    except WrongFile:
        raise Failed("trouble.wrong_home", TROUBLE, file=layout.table) from None
    return table


def _connect(table: SqliteTable, service: str) -> object:
    if service != "dynamodb":
        raise Failed("trouble.no_cloud_at_home", USAGE)
    return table


def _caller() -> str:
    """The system's own name of whoever runs this; who became root by sudo is still who they were."""
    user = os.getuid()
    if user == 0 and os.environ.get("SUDO_UID", "").isdecimal():
        user = int(os.environ["SUDO_UID"])
    return f"home/{pwd.getpwuid(user).pw_name}"
