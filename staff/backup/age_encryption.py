"""Encrypting and decrypting by the program age (Debian's package of that name; the format is age-encryption.org/v1)."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import tarfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, BinaryIO

from staff.console.errors import TROUBLE, USAGE, Failed

CHUNK = 1024 * 1024
# More processes at once would slow down those who serve applicants.
TOGETHER = max(2, os.cpu_count() or 1)
# Errors that unpacking a truncated file can raise.
_CUT = (EOFError, BrokenPipeError, gzip.BadGzipFile, tarfile.TarError, zlib.error)
# Messages of age and our codes for them; any other message means a truncated or changed file.
_MEANINGS = (("no identity matched", "other_key"), ("intro", "not_sealed"), ("error: reading", "no_identity"))


class NotDecrypted(Exception):
    """A sealed file that does not open: `args[0]` is `other_key`, `not_sealed`, `no_identity` or `torn`."""


@contextmanager
def seal(target: BinaryIO, recipients: Path) -> Iterator[IO[bytes]]:
    """A stream to write to; it is encrypted into `target` for the keys in `recipients` alone. Raises Failed."""
    with _age(["--encrypt", "--recipients-file", str(recipients)], stdin=subprocess.PIPE, stdout=target) as age:
        assert age.stdin and age.stderr
        try:
            yield age.stdin
            age.stdin.close()
        except BrokenPipeError:
            pass
        complaint = age.stderr.read().decode("utf-8", "replace")
        if age.wait():
            raise Failed("backup.not_sealed", TROUBLE, "operating", said=_first_line(complaint))


@contextmanager
def open_sealed(file: Path, identity: Path) -> Iterator[IO[bytes]]:
    """The content; only what was read to the end of this block without NotDecrypted is whole."""
    with _age(["--decrypt", "--identity", str(identity), str(file)], stdout=subprocess.PIPE) as age:
        assert age.stdout and age.stderr
        cut = False
        try:
            yield age.stdout
        except _CUT:
            cut = True
        while age.stdout.read(CHUNK):
            pass
        complaint = age.stderr.read().decode("utf-8", "replace")
        if age.wait() or cut:
            raise NotDecrypted(_meaning(complaint))


@contextmanager
def beginning(file: Path, identity: Path) -> Iterator[IO[bytes]]:
    """The beginning of the content only. Raises NotDecrypted where not even that opens."""
    with _age(["--decrypt", "--identity", str(identity), str(file)], stdout=subprocess.PIPE) as age:
        assert age.stdout and age.stderr
        try:
            yield age.stdout
        except _CUT:
            raise NotDecrypted(_meaning(age.stderr.read().decode("utf-8", "replace"))) from None


@contextmanager
def _age(words: Sequence[str], **pipes: object) -> Iterator[subprocess.Popen[bytes]]:
    """The process of age, which is ended with the block in any case."""
    program = shutil.which("age")
    if program is None:
        raise Failed("backup.no_age", USAGE, "operating")
    age = subprocess.Popen([program, *words], stderr=subprocess.PIPE, **pipes)  # type: ignore[call-overload]
    try:
        yield age
    finally:
        age.kill()
        for pipe in (age.stdin, age.stdout, age.stderr):
            if pipe:
                _close(pipe)
        age.wait()


def _close(pipe: IO[bytes]) -> None:
    with suppress(BrokenPipeError):
        pipe.close()


def _meaning(said: str) -> str:
    return next((meaning for words, meaning in _MEANINGS if words in said), "torn")


def _first_line(said: str) -> str:
    return next(iter(said.splitlines()), "")
