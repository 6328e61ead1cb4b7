"""The rule of rules/masking.py, under the name that the tool has known it by."""

from chalicelib.rules.masking import (
    HIDDEN,
    MAILBOX,
    MASKED,
    NUMBER,
    TELLING_DIGITS,
    mask_answer,
    mask_document,
    mask_text,
    mask_unexplained,
    masked,
)

__all__ = [
    "HIDDEN",
    "MAILBOX",
    "MASKED",
    "NUMBER",
    "TELLING_DIGITS",
    "mask_answer",
    "mask_document",
    "mask_text",
    "mask_unexplained",
    "masked",
]
