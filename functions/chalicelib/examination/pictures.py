"""A picture that is a web page as well: whoever shows it by its bytes would run what stands in it."""

from __future__ import annotations

from typing import BinaryIO

# Words a browser takes for the beginning of a page, none of which a camera writes (XMP has others).
PAGE_MARKS = (b"<script", b"<!doctype", b"<html", b"<iframe", b"<?php")
CHUNK = 1024 * 1024
OVERLAP = max(map(len, PAGE_MARKS)) - 1


def fault_of(file: BinaryIO) -> str:
    """`web_page` where the picture is a web page too; empty for a picture without a fault."""
    file.seek(0)
    before = b""
    while chunk := file.read(CHUNK):
        lowered = before + chunk.lower()
        if any(mark in lowered for mark in PAGE_MARKS):
            return "web_page"
        before = lowered[-OVERLAP:]
    return ""
