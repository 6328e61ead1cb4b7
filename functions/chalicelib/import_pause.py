"""No search for garbage while a function's modules are read: they make none, and it took a twentieth of a cold start.

Importing this module begins the pause.
"""

import gc

gc.disable()


def end() -> None:
    """What is loaded by now stays for the function's life: the collector never walks it again."""
    gc.freeze()
    gc.enable()
