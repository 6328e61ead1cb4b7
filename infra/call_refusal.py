"""Whether the call in use can be used at all: asked before anything is started, built or packed of it."""

from chalicelib.call import Call, DefinitionError, current_call
from chalicelib.call.definition_refusal import definition_refusal


class CallRefused(Exception):
    """The message is what `call_refusal` says."""


def call_in_use() -> Call:
    """The call in use. Raises CallRefused, whose text says what is wrong with its definition."""
    if refusal := call_refusal():
        raise CallRefused(refusal)
    return current_call()


def call_refusal() -> str:
    """What is wrong with its definition and where, a line each in every language; empty when nothing is."""
    try:
        current_call()
    except DefinitionError as error:
        return f"\n{definition_refusal(error)}"
    return ""
