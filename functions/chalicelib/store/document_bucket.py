"""Documents in an S3 bucket, or in anything that speaks its protocol.

`arriving/<number>/<document>` is where uploads land, and the bucket forgets it after a day;
`<number>/<document>` is what was examined and stays.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from functools import cached_property
from hashlib import sha256
from io import BytesIO
from typing import Any
from urllib.parse import quote, urlsplit

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from ..rules.refusals import OutcomeUnknown
from ..rules.upload import ArrivedFile, Upload, upload_lifetime
from .aws_clients import aws_client
from .request_outcome import unclear_when_silent
from .upload_file_names import sent_name

ARRIVING = "arriving/"
DOWNLOAD_SECONDS = 5 * 60
CHUNK = 256 * 1024
ANY_TYPE = "application/octet-stream"
NAME_FIELD = "x-amz-meta-filename"
# `virtual`: a bucket's regional address, good from its first hour. Checksums: other stores may not know the new ones.
CONFIG = Config(
    connect_timeout=2, read_timeout=6, retries={"mode": "standard", "total_max_attempts": 2}, signature_version="s3v4",
    s3={"addressing_style": "virtual"}, request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)  # fmt: skip
_ABSENT = ("404", "NoSuchKey", "NotFound")


# Any other store than Amazon's knows a bucket by its path; few have a name and a certificate for each bucket's host.
BY_PATH = CONFIG.merge(Config(s3={"addressing_style": "path"}))
_ENDPOINTS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")


def connect() -> Any:
    """An S3 client; region, credentials and endpoint come from the environment's own AWS_* names."""
    is_named = any(os.environ.get(name) for name in _ENDPOINTS)
    return aws_client("s3", BY_PATH if is_named else CONFIG)


class DocumentFiles:
    """`connect` makes a botocore S3 client when a document first needs one; nothing else waits for it.

    `reached_at` is where browsers reach the store if not at its own address: a path of the site, or another host.
    """

    def __init__(self, connect: Callable[[], Any], bucket: str, reached_at: str = "") -> None:
        self._connect, self._bucket, self._reached_at = connect, bucket, reached_at.rstrip("/")

    @cached_property
    def _client(self) -> Any:
        return self._connect()

    def upload(self, name: str, content_type: str, sizes: tuple[int, int], back: str = "") -> Upload:
        fields: dict[str, str] = {"Content-Type": content_type or ANY_TYPE}
        fields |= {"success_action_redirect": back} if back else {"success_action_status": "204"}
        conditions: list[Any] = [{field: value} for field, value in fields.items()]
        conditions.append(["content-length-range", *sizes])
        if not content_type:
            fields[NAME_FIELD] = "${filename}"
            conditions.append(["starts-with", f"${NAME_FIELD}", ""])
        post = self._client.generate_presigned_post(
            Bucket=self._bucket, Key=ARRIVING + name, Fields=fields, Conditions=conditions,
            ExpiresIn=int(upload_lifetime(sizes[1]).total_seconds()),
        )  # fmt: skip
        return Upload(self._public_address(post["url"]), post["fields"])

    def arrived_file(self, name: str, most: int) -> ArrivedFile | None:
        return self._find(ARRIVING + name, most)

    def _find(self, key: str, most: int) -> ArrivedFile | None:
        try:
            return self._read(key, most)
        except ClientError as error:
            if error.response["Error"]["Code"] in _ABSENT:
                return None
            raise OutcomeUnknown from error
        except BotoCoreError as error:
            raise OutcomeUnknown from error

    def keep(self, name: str, arrived: ArrivedFile) -> ArrivedFile:
        arrived.file.seek(0)
        with unclear_when_silent():
            try:
                self._client.put_object(Bucket=self._bucket, Key=name, Body=arrived.file, IfNoneMatch="*")
            except ClientError as error:
                if error.response["Error"]["Code"] not in ("PreconditionFailed", "ConditionalRequestConflict"):
                    raise
                return self._read(name, arrived.size * 2)
        return arrived

    def examined_file(self, name: str, most: int) -> ArrivedFile | None:
        """What was examined and stays; None when it is not there. For those who may read everything kept."""
        return self._find(name, most)

    def discard(self, name: str) -> None:
        with unclear_when_silent():
            self._client.delete_object(Bucket=self._bucket, Key=ARRIVING + name)

    def everything_of(self, number: str) -> dict[str, int]:
        """Each object under the number with its size, whether it was examined or not."""
        sizes: dict[str, int] = {}
        for version in self._versions(number):
            sizes[version["Key"]] = max(sizes.get(version["Key"], 0), version.get("Size", 0))
        return sizes

    def counts(self) -> dict[str, int]:
        """How many versions there are under each number; one look at the whole bucket."""
        with unclear_when_silent():
            keys = [version["Key"].removeprefix(ARRIVING) for version in versions(self._client, self._bucket, "")]
        return dict(Counter(key.partition("/")[0] for key in keys))

    def content(self, name: str) -> bytes:
        """Of one of `everything_of`, as it is now; empty for one deleted of which older versions remain."""
        with unclear_when_silent():
            try:
                return bytes(self._client.get_object(Bucket=self._bucket, Key=name)["Body"].read())
            except ClientError as error:
                if error.response["Error"]["Code"] not in _ABSENT:
                    raise
        return b""

    def erase(self, number: str) -> None:
        """Every version, and what marks one as deleted."""
        with unclear_when_silent():
            for version in self._versions(number):
                self._client.delete_object(Bucket=self._bucket, Key=version["Key"], VersionId=version["VersionId"])

    def _versions(self, number: str) -> list[Any]:
        with unclear_when_silent():
            return [
                version
                for room in ("", ARRIVING)
                for version in versions(self._client, self._bucket, f"{room}{number}/")
            ]

    def download(self, name: str, filename: str, content_type: str, seconds: int = DOWNLOAD_SECONDS) -> str:
        asked = {"ResponseContentDisposition": disposition(filename), "ResponseContentType": content_type}
        address = self._client.generate_presigned_url(
            "get_object", Params={"Bucket": self._bucket, "Key": name, **asked}, ExpiresIn=seconds
        )
        return self._public_address(str(address))

    def _read(self, key: str, most: int) -> ArrivedFile:
        answer = self._client.get_object(Bucket=self._bucket, Key=key)
        size, file, digest = answer["ContentLength"], BytesIO(), sha256()
        with closing(answer["Body"]) as body:
            for chunk in body.iter_chunks(CHUNK) if size <= most else ():
                file.write(chunk)
                digest.update(chunk)
        return ArrivedFile(size, digest.hexdigest(), file, sent_name(answer["Metadata"].get("filename", "")))

    def _public_address(self, address: str) -> str:
        """A presigned address as browsers must call it. What is signed is the policy, or host and path of the store."""
        return self._reached_at + address.partition(urlsplit(address).netloc)[2] if self._reached_at else address


def versions(client: Any, bucket: str, prefix: str) -> list[Any]:
    """Every version under a prefix and every mark of a deletion."""
    pages = client.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=prefix)
    return [version for page in pages for kind in ("Versions", "DeleteMarkers") for version in page.get(kind, ())]


def disposition(filename: str) -> str:
    """RFC 6266: saved, never shown in the page's own origin; the name in UTF-8 whatever letters it has."""
    return f"attachment; filename*=UTF-8''{quote(filename, safe='')}"
