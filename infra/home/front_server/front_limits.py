"""What one client may ask of the front: more than a village behind one address does, too little to close the call.

Sixty people who press at one moment send sixty applications, and each has before that opened pages of some twenty
files and asked for the phase, the checks and a look-up. The workers answer about 150 requests a second on two cores:
one laptop past its burst keeps a seventh of them busy, and whoever comes from elsewhere is answered as before.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rate:
    """`burst` requests at once, then `rate` a second."""

    rate: int
    burst: int


@dataclass(frozen=True)
class FrontLimits:
    """`sending` are applications and drafts, `asking` all else of the functions and documents, `pages` the files.

    `connections` at one time, slow ones among them: a village's browsers keep six each.
    """

    sending: Rate = Rate(10, 150)
    asking: Rate = Rate(20, 300)
    pages: Rate = Rate(200, 3000)
    connections: int = 500
    # Of these, requests for the functions: each may keep a body of megabytes on the front's disk while its
    # sender is slow with the last byte.
    requests: int = 200
    # Of one process of nginx: a connection is counted for its address only when its head is here, so one address must
    # not have as many ports as there are `lines`. `descriptors` are its own, its files' and those behind it.
    lines: int = 32768
    descriptors: int = 65536
