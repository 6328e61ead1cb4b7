"""A folder for a call of one's own: made of a template, and compared with it until nothing of the template is left."""

from .new_folder import NewCallError, load_with_fingerprint, make_folder_of_call, template_texts
from .proposed_dates import Window, next_opening, proposed_window
from .template_remainders import TemplateRemainder, default_pages, remainders

__all__ = [
    "NewCallError", "TemplateRemainder", "Window", "default_pages", "load_with_fingerprint", "make_folder_of_call",
    "next_opening", "proposed_window", "remainders", "template_texts",
]  # fmt: skip
