"""What a browser may send or fetch, signed: it can change nothing of it, and it is good for one object and a while."""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TypeVar

MOST_LETTERS = 8000
T = TypeVar("T")


@dataclass(frozen=True)
class UploadPolicy:
    """One object `name` of `least` to `most` bytes, once, until `until` (seconds since 1970).

    `mark` tells this policy from every other. `takes_name`: the file's own name comes along. `back` is where the
    browser is sent afterwards; empty for a bare 204.
    """

    mark: str
    name: str
    least: int
    most: int
    until: int
    takes_name: bool = False
    back: str = ""


@dataclass(frozen=True)
class DownloadPolicy:
    """The object `name`, saved under `filename`, until `until`."""

    name: str
    filename: str
    content_type: str
    until: int


class Signer:
    """`secret` is the deployment's own; what is signed for one purpose is nothing for another."""

    def __init__(self, secret: bytes) -> None:
        self._secret = hmac.digest(secret, b"documents at home", "sha256")

    def sign(self, policy: UploadPolicy | DownloadPolicy) -> tuple[str, str]:
        """The policy as text for an address or a form, and its signature."""
        text = urlsafe_b64encode(json.dumps(asdict(policy), ensure_ascii=False).encode()).decode()
        return text, self._signature(type(policy), text)

    def read(self, kind: type[T], fields: Mapping[str, object]) -> T | None:
        """None for what was not signed here for this purpose. Its end is the caller's to look at."""
        text, given = (str(fields.get(name, "")) for name in ("policy", "signature"))
        if len(text) > MOST_LETTERS or not hmac.compare_digest(self._signature(kind, text).encode(), given.encode()):
            return None
        return kind(**json.loads(urlsafe_b64decode(text)))

    def _signature(self, kind: type, text: str) -> str:
        message = f"{kind.__name__}\0{text}".encode("utf-8", "surrogatepass")
        return hmac.digest(self._secret, message, "sha256").hex()
