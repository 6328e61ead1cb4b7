"""The call as data, and its strict loader. Imports the standard library only."""

from .current import current_call
from .definition import Call
from .definition_error import DefinitionError
from .form_definition import Field, Form, Option, Text
from .words import say, words

__all__ = ["Call", "DefinitionError", "Field", "Form", "Option", "Text", "current_call", "say", "words"]
