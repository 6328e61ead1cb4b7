"""Which event sends which mail, in which words, and how each goes out at most once."""

from .mail_plan import plan
from .notice import KINDS, Notice
from .reminders import due
from .unsent_mails import UnsentMail, owed_mails

__all__ = ["KINDS", "Notice", "UnsentMail", "due", "owed_mails", "plan"]
