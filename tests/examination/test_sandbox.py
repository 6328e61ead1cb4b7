"""Files made to hurt whoever opens them, examined in a process of its own: an answer within bounds."""

import json
import resource
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO

import pytest

from chalicelib.examination import sandbox, sandbox_process
from tests import files_building as made

MEGABYTE = 1024 * 1024


def deflated_nothing(size: int) -> bytes:
    packer, parts = zlib.compressobj(9), []
    for _ in range(size // MEGABYTE):
        parts.append(packer.compress(bytes(MEGABYTE)))
    return b"".join(parts) + packer.flush()


def office_of(method: int, size: int) -> bytes:
    """A listing that unpacks to `size`, in some method: in bzip2, 45 bytes a megabyte."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        with archive.open("[Content_Types].xml", "w", force_zip64=True) as member:
            for _ in range(size // MEGABYTE):
                member.write(b" " * MEGABYTE)
        archive.writestr("word/document.xml", "<x/>")
    return file.getvalue()


def many_members(count: int) -> bytes:
    return made.office("docx") + b"PK\x01\x02" * count


def pdf_stream(packed: bytes, kind: str) -> bytes:
    body = f"<< {kind} /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode()
    return b"%PDF-1.7\n1 0 obj\n" + body + packed + b"\nendstream\nendobj\nstartxref\n9\n%%EOF\n"


TABLE_OF_PLACES = "/Type /XRef /Size 9 /W [1 4 1] /Root 1 0 R"
HOSTILE: dict[str, Callable[[], bytes]] = {
    "bzip2": lambda: office_of(zipfile.ZIP_BZIP2, 60 * MEGABYTE),
    "lzma": lambda: office_of(zipfile.ZIP_LZMA, 60 * MEGABYTE),
    "deflate": lambda: office_of(zipfile.ZIP_DEFLATED, 60 * MEGABYTE),
    "members": lambda: many_members(60_000),
    "table of places": lambda: pdf_stream(
        deflated_nothing(150 * MEGABYTE), "/Type /XRef /Size 9 /W [1 4 1] /Root 1 0 R"
    ),
    "brackets": lambda: made.pdf("[" * 3_000_000),
    "dictionaries": lambda: made.pdf("<<" * 2_000_000),
    "pages in a circle": lambda: made.PDF.replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]"),
    "objects": lambda: made.pdf(*["<< /A 1 >>"] * 150_000),
    "names in comments": lambda: b"%PDF-1.7\n" + b"/S%" * 3_000_000 + made.PDF,
    "names": lambda: made.PDF + b"/JavaScript" * 800_000,
}


def examined_and_measured(content: bytes) -> tuple[str, str, float, int]:
    """The verdict, its seconds, and the most memory any examination took so far, in bytes."""
    started = time.monotonic()
    kind, code = sandbox.type_of(BytesIO(content))
    return kind, code, time.monotonic() - started, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


JUDGED = """
import sys, resource
from io import BytesIO
from chalicelib.examination import sandbox
try:
    kind, code = sandbox.type_of(BytesIO(sys.stdin.buffer.read()))
except sandbox.Overloaded:
    sys.exit(0)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(kind, code, used.ru_maxrss // 1024, used.ru_utime)
"""


def judged_apart(content: bytes) -> str:
    """Kind or code, megabytes and seconds. A machine that had no time for the file is asked again, as applicants do."""
    path = {"PYTHONPATH": ":".join(filter(None, sys.path))}
    for _ in range(5):
        ran = subprocess.run([sys.executable, "-c", JUDGED], input=content, capture_output=True, check=True, env=path)
        if ran.stdout:
            return ran.stdout.decode()
    raise AssertionError("never examined")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_judged_within_its_bounds(name: str) -> None:
    content = HOSTILE[name]()
    assert len(content) < 10 * MEGABYTE
    *verdict, megabytes, seconds = judged_apart(content).split()
    assert verdict in (["unreadable"], ["damaged"], ["archive"], ["pdf"])
    assert int(megabytes) <= sandbox_process.MOST_MEMORY // MEGABYTE
    assert float(seconds) <= sandbox_process.SECONDS + 1
    if name in ("bzip2", "lzma", "deflate", "members"):
        assert (verdict, int(megabytes) < 100) == (["unreadable"], True)


def test_the_process_bounds_itself_before_it_reads() -> None:
    program = "from chalicelib.examination import sandbox_process; sandbox_process.confine(1); "
    path = {"PYTHONPATH": ":".join(filter(None, sys.path))}
    for act in ("x = bytes(700 * 1024 * 1024)", "open('/tmp/never', 'wb').write(b'x' * 99999)", "\nwhile True: pass"):
        ran = subprocess.run([sys.executable, "-c", program + act], capture_output=True, env=path)
        assert ran.returncode != 0, act


def test_nothing_of_a_file_stays_behind_where_its_examination_ends_badly() -> None:
    """No core is written, and nothing can take the bounds away again."""
    program = (
        "import json, resource; from chalicelib.examination import sandbox_process; sandbox_process.confine();"
        "print(json.dumps({name: resource.getrlimit(getattr(resource, f'RLIMIT_{name}'))"
        " for name in ('CPU', 'AS', 'FSIZE', 'CORE')}))"
    )
    path = {"PYTHONPATH": ":".join(filter(None, sys.path))}
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, env=path)
    memory = 600 * MEGABYTE
    assert json.loads(ran.stdout) == {"CPU": [10, 10], "AS": [memory, memory], "FSIZE": [0, 0], "CORE": [0, 0]}


def test_a_file_is_read_only_once_the_bounds_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    spied = (
        "import sys; sys.path[:] = sys.argv[1:]; import resource;"
        "from chalicelib.examination import sandbox_process, file_type;"
        "memory = lambda: resource.getrlimit(resource.RLIMIT_AS)[0];"
        "file_type.type_of = lambda file: ('', 'bounded' if memory() == sandbox_process.MOST_MEMORY else 'free');"
        "sandbox_process.main()"
    )
    monkeypatch.setattr(sandbox, "PROGRAM", spied)
    assert sandbox.type_of(BytesIO(made.PDF)) == ("", "bounded")


def test_the_process_knows_nothing_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither key nor secret reaches what reads a stranger's file."""
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    spied = "import os, sys; sys.stdout.write(' damaged' if set(os.environ) <= {'LC_CTYPE'} else ' encrypted')"
    monkeypatch.setattr(sandbox, "PROGRAM", spied)
    assert sandbox.type_of(BytesIO(made.PDF)) == ("", "damaged")


@pytest.mark.parametrize("program", [
    "import os; os.kill(os.getpid(), 9)", "raise MemoryError", "pass", "print('\\xff')", "print('pdf pdf pdf')",
    "import os; os.close(0)",
])  # fmt: skip
def test_a_process_that_dies_or_says_nonsense_is_a_file_that_cannot_be_examined(
    program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "PROGRAM", program)
    assert sandbox.type_of(BytesIO(made.PDF))[0] == ""


@pytest.mark.parametrize(("program", "little"), [
    ("while True: pass", 0.1), ("import os; zeros = os.open('/dev/zero', 0)\nwhile True: os.read(zeros, 1 << 24)", 0.1),
    ("import time; time.sleep(60)", 0.0),
])  # fmt: skip
def test_a_process_that_does_not_end_is_ended(program: str, little: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "PROGRAM", program)
    monkeypatch.setattr(sandbox, "SECONDS", 2)
    monkeypatch.setattr(sandbox, "AT_FAULT_SECONDS", little)
    assert kind_at_last(made.PDF) == ("", "unreadable")


def kind_at_last(content: bytes) -> tuple[str, str]:
    """A machine that had no time even for what makes a file guilty is asked again."""
    for _ in range(30):
        with suppress(sandbox.Overloaded):
            return sandbox.type_of(BytesIO(content))
    raise AssertionError("never examined")


def test_a_file_is_not_blamed_for_a_machine_that_has_no_time_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """It got next to nothing of the processor until its time was over. Nobody waits for it any longer."""
    monkeypatch.setattr(sandbox, "PROGRAM", "import time; time.sleep(80)")
    monkeypatch.setattr(sandbox, "SECONDS", 1)
    began = time.monotonic()
    with pytest.raises(sandbox.Overloaded):
        sandbox.type_of(BytesIO(made.PDF))
    assert time.monotonic() - began < 70


def test_nor_for_one_that_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(sandbox.Overloaded):
        sandbox.type_of(BytesIO(made.PDF))


def test_ten_sound_megabytes_are_examined_quickly() -> None:
    scans = made.pdf(*[f"<< /Length 1000000 >>\nstream\n{'x' * 1_000_000}\nendstream"] * 9)
    kind, code, seconds, _ = examined_and_measured(scans)
    assert (kind, code, seconds < sandbox.SECONDS) == ("pdf", "", True)
