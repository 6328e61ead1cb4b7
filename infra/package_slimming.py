"""Makes a Chalice deployment package small and quick to import."""

import importlib.util
import py_compile
import shutil
import tempfile
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

from infra.service_descriptions import SERVICES, lighten

from .packaged_call import read_the_call

# A zip knows no date before 1980; one date for all makes equal inputs equal packages.
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
# Imported at every start and then idle: they write botocore's manuals and switch HTTP/2 on. Ours to say instead.
IDLE = {
    "botocore/docs/__init__.py": b"",
    "botocore/docs/docstring.py": b"def _nothing(**about):\n    return ''\n\n\n"
    b"ClientMethodDocstring = PaginatorDocstring = WaiterDocstring = _nothing\n",
    "urllib3/http2/__init__.py": b"",
}
# What our libraries import only for what we never do: other sockets, calendars, templates that are not trusted, tests
# and manuals of services; and a copy of the zones of the earth beside the one that is packed by zone.
UNUSED = (
    *(f"botocore/docs/{name}" for name in (
        "bcdoc/", "client.py", "example.py", "method.py", "paginator.py", "params.py", "service.py", "shape.py",
        "sharedexample.py", "translator.py", "waiter.py",
    )),
    "botocore/stub.py",
    "dateutil/easter.py", "dateutil/rrule.py", "dateutil/zoneinfo/", "jinja2/ext.py", "jinja2/meta.py",
    "jinja2/nativetypes.py", "jinja2/sandbox.py", "urllib3/contrib/", "urllib3/http2/connection.py",
)  # fmt: skip
# What only a server of one's own runs, or the type checker reads: on Lambda it would be idle.
NOT_ON_LAMBDA = ("chalicelib/store/home/", "chalicelib/api_types/")
# What only the committee's tool, the site's builder or the type checker reads.
ELSEWHERE = tuple(f"chalicelib/{module}.py" for module in (
    "pages/form_data", "pages/form_preparation", "pages/phase_parts", "pages/site_fragments", "store/batch_writes",
    "store/bounces", "store/event_scan", "store/staff_log", "store/table_client", "store/table_erasure",
    "store/table_holdings",
))  # fmt: skip
# Of a library of ciphers just what opens a PDF: AES and RC4, one after another, without their tests and certificates.
CIPHERS = frozenset([
    "Crypto/__init__.py", "Crypto/Cipher/__init__.py", "Crypto/Cipher/AES.py", "Crypto/Cipher/ARC4.py",
    "Crypto/Cipher/_mode_cbc.py", "Crypto/Cipher/_mode_ecb.py", "Crypto/Cipher/_state_machine.py",
    "Crypto/Random/__init__.py", "Crypto/Util/__init__.py", "Crypto/Util/Padding.py", "Crypto/Util/_cpu_features.py",
    "Crypto/Util/_file_system.py", "Crypto/Util/_raw_api.py",
])  # fmt: skip
CIPHER_OBJECTS = ("_raw_aes", "_raw_aesni", "_raw_cbc", "_raw_ecb", "_ARC4", "_cpuid_c")


def slim(libraries: Path, functions: Path, slimmed: Path) -> None:
    """Put into `slimmed` what is needed of two of Chalice's packages, with byte code for the Python that runs this."""
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(functions) as ours, zipfile.ZipFile(libraries) as theirs:
            zones = zones_of_calls(ours)
            ours.extractall(folder, [name for name in ours.namelist() if is_needed(name, zones)])
            extract_light_files(theirs, folder, zones)
        read_the_call(Path(folder))
        compile_all(Path(folder))
        pack(Path(folder), slimmed)


def extract_light_files(theirs: zipfile.ZipFile, folder: str, zones: frozenset[str]) -> None:
    for name in theirs.namelist():
        if is_needed(name, zones) and not is_ours(name) and not name.endswith("/"):
            target, content = lighten(name, IDLE.get(name, theirs.read(name)))
            path = Path(folder, target)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def is_ours(name: str) -> bool:
    return name == "app.py" or name.startswith("chalicelib/")


def zones_of_calls(whole: zipfile.ZipFile) -> frozenset[str]:
    """The time zones that the packaged calls name; a file for every other zone on earth is most of the unpacking."""
    calls = [name for name in whole.namelist() if name.startswith("chalicelib/") and name.endswith("/call.toml")]
    return frozenset(zone for name in calls for zone in _zones(whole.read(name)))


def _zones(definition: bytes) -> list[str]:
    """Of a call that is not the current one and cannot be read, none: nothing in the package will ask for it."""
    try:
        return [str(tomllib.loads(definition.decode("utf-8-sig"))["timezone"])]
    except (ValueError, KeyError):
        return []


def is_needed(name: str, zones: frozenset[str]) -> bool:
    parts = name.split("/")
    if name.startswith((*NOT_ON_LAMBDA, *ELSEWHERE, *UNUSED)):
        return False
    if parts[0].endswith((".dist-info", ".data")) or "__pycache__" in parts or name.endswith((".pyi", "py.typed")):
        return False
    if parts[:2] == ["botocore", "data"] and len(parts) > 3:
        return parts[2] in SERVICES and not parts[-1].startswith("examples-")
    if parts[:2] == ["tzdata", "zoneinfo"] and not name.endswith(".py"):
        return "/".join(parts[2:]) in zones
    if parts[0] == "Crypto":
        return name in CIPHERS or (parts[-1].split(".")[0] in CIPHER_OBJECTS and name.endswith(".so"))
    return True


def compile_all(folder: Path) -> None:
    """Byte code that is trusted unread: a zip's dates would make the ordinary kind stale at once."""
    unchecked = py_compile.PycInvalidationMode.UNCHECKED_HASH
    for source in folder.rglob("*.py"):
        shown = str(source.relative_to(folder))
        target = importlib.util.cache_from_source(str(source))
        py_compile.compile(str(source), target, dfile=shown, doraise=True, invalidation_mode=unchecked)


def pack(folder: Path, target: Path) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for file in files_in_order(folder):
            entry = zipfile.ZipInfo(str(file.relative_to(folder)), ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, file.read_bytes())


def files_in_order(folder: Path) -> Iterator[Path]:
    return (file for file in sorted(folder.rglob("*")) if file.is_file())


def unpack(package: Path, folder: Path) -> Path:
    """Lay a package out as Lambda would; answers `folder`."""
    shutil.rmtree(folder, ignore_errors=True)
    with zipfile.ZipFile(package) as archive:
        archive.extractall(folder)
    return folder
