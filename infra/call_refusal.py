"""Whether the call in use can be used at all: asked before anything is started, built or packed of it."""

from chalicelib.call import DefinitionError, current_call
from chalicelib.call.definition_refusal import definition_refusal


def call_refusal() -> str:
    """What is wrong with its definition and where, a line each in every language; empty when nothing is."""
    try:
        current_call()
    except DefinitionError as error:
        return f"\n{definition_refusal(error)}"
    return ""
