"""The data dictionary: every column staff can ask for, where it comes from and what it means, in both languages.

Made from the call's definition and the views, so that it cannot say anything else than they do.
"""

from .contents import as_json, dictionary
from .page import page

__all__ = ["as_json", "dictionary", "page"]
