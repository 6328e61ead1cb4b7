"""Clients of AWS, or of whatever speaks its protocols."""

from __future__ import annotations

from functools import cache
from threading import Lock
from typing import Any

from botocore.config import Config
from botocore.session import Session

# A session is not made for two threads at once; the clients it makes are.
_making = Lock()


@cache
def session() -> Session:
    """One for the process: each reads AWS's descriptions anew, a tenth of a second that a cold start waits for."""
    return Session()


def aws_client(service: str, config: Config, **settings: str) -> Any:
    """What `settings` leave open (region, credentials, endpoint) the environment's AWS_* names say."""
    with _making:
        return session().create_client(service, config=config, **settings)
