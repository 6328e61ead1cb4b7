"""Which event sends which mail, in which words, and how each goes out at most once."""

from .notice import KINDS, Notice
from .owed import Owed, owed
from .plan import plan
from .reminders import due

__all__ = ["KINDS", "Notice", "Owed", "due", "owed", "plan"]
