"""nginx's own clock as the phase of the call: a map of `$msec`, with no module beside nginx's own."""

from chalicelib.call import Call
from infra.page_of_phase import beginnings

# nginx writes an instant as 1633003200.000.
SECONDS_DIGITS, DIGITS = 10, 13


def nginx_map(call: Call, variable: str = "page_phase") -> str:
    """A `map` block for nginx's `http` context: `variable` is the phase's name, as the site's files have it."""
    (first, _), *later = beginnings(call)
    # The first regular expression that matches counts, so the latest phase comes first.
    rows = [f'    "~{not_before(begins)}" {phase};' for phase, begins in reversed(later)]
    return "\n".join([f"map $msec ${variable} {{", f"    default {first};", *rows, "}", ""])


def not_before(instant_ms: int) -> str:
    """A regular expression for `$msec` at that Unix millisecond and later, until the year 2286."""
    digits = f"{instant_ms:0{DIGITS}}"
    later = [_beginning(digits[:index], int(digit) + 1) for index, digit in enumerate(digits) if digit != "9"]
    return f"^(?:{'|'.join([*later, _beginning(digits[:-1], int(digits[-1]))])})"


def _beginning(prefix: str, least: int) -> str:
    """A pattern: the same first digits, then a digit of at least `least`, with the point after the seconds."""
    stop = r"\." if len(prefix) == SECONDS_DIGITS else ""
    written = prefix if len(prefix) <= SECONDS_DIGITS else rf"{prefix[:SECONDS_DIGITS]}\.{prefix[SECONDS_DIGITS:]}"
    return f"{written}{stop}[{least}-9]"
