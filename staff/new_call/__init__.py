"""A folder for a call of one's own: made of a template, and compared with it until nothing of the template is left."""

from .comparing import Remainder, default_pages, remainders
from .making import NewCallError, load_with_fingerprint, make_folder_of_call, template_texts
from .proposing import Window, next_opening, proposed_window

__all__ = [
    "NewCallError", "Remainder", "Window", "default_pages", "load_with_fingerprint", "make_folder_of_call",
    "next_opening", "proposed_window", "remainders", "template_texts",
]  # fmt: skip
