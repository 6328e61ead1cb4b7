"""Invented applications with whole lives, for trials and figures. No real person: every IIN says the 19th century.

The form's choices come from the call's definition; a test holds every submitted one to the same checks as a real one.
"""

from .amounts import Contradiction
from .answers import invent, lengthened, reworded, titled, unfinished
from .identifiers import bin_, email, iin, phone
from .lives import application, applications
from .numbering import number_of

__all__ = [
    "Contradiction", "application", "applications", "bin_", "email", "iin", "invent", "lengthened", "number_of",
    "phone", "reworded", "titled", "unfinished",
]  # fmt: skip
