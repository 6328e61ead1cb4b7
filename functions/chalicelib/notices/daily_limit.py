"""How many mails a day go to an address that nobody has confirmed, of the kinds that any visitor can cause.

Without a bound anyone could have the call write to a stranger as often as they like. The page's receipt is valid
without its mail. What the committee's acts send is not bounded, so that nobody can use the bound up to keep a decision
from an applicant.
"""

from __future__ import annotations

from collections.abc import Mapping

OTHERS, CHANGES, LINKS = "others", "changes", "links"
# Kinds that follow from what anybody can do with anybody's address, and what they are counted under.
PURPOSES: Mapping[str, str] = {
    "draft_saved": OTHERS,
    "received": OTHERS,
    # Apart: whoever mends an application all day gets its receipt's and its withdrawal's mail all the same.
    "changed": CHANGES,
    "supplemented": CHANGES,
    "withdrawn": OTHERS,
    "draft_reminder": OTHERS,
    "draft_closed": OTHERS,
    "key_link": LINKS,
}
MOST_A_DAY: Mapping[str, int] = {OTHERS: 10, CHANGES: 10, LINKS: 5}
