"""Programs inside documents: by the name under which they lie there, and by their first bytes."""

from __future__ import annotations

from .file_type import EXECUTABLES

# What Windows, the system of nearly every committee, runs when it is opened; and Android's and Java's.
EXTENSIONS = frozenset([
    "apk", "app", "bat", "chm", "cmd", "com", "cpl", "dll", "exe", "hta", "iso", "jar", "js", "jse", "lnk", "msc",
    "msi", "msp", "pif", "ps1", "reg", "scf", "scr", "sct", "settingcontent-ms", "sh", "url", "vbe", "vbs", "vhd",
    "wsc", "wsf", "wsh", "xll",
])  # fmt: skip
WITH_MACROS = frozenset(["docm", "dotm", "xlsm", "xltm", "xlam", "xlsb", "pptm", "potm", "ppam", "ppsm"])


def extension_of(name: str) -> str:
    """Lower case, without the dot; Windows passes over dots and spaces at the end."""
    return name.rstrip(". \0").rpartition(".")[2].lower() if "." in name else ""


def is_program_name(name: str) -> bool:
    return extension_of(name) in EXTENSIONS | WITH_MACROS


def is_program(head: bytes) -> bool:
    return head.startswith(EXECUTABLES)
