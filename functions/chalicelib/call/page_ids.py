"""Names that no question may bear, because the form's own page bears them (tests/static/test_page_ids.py finds them).

A question's input has the question's id, and two elements of a page may not share one. An id of the page with a hyphen
is free of questions: theirs have none.
"""

PAGE_IDS = frozenset(
    ["application", "bq", "content", "found", "left", "phase", "problems", "receipt", "rehearsal", "search", "theme",
     "words", "work"]
)  # fmt: skip
# What the script asks of the form itself: an input of that name would stand before it.
FORM_PROPERTIES = frozenset(["contains", "hidden", "prepend", "reset"])
# What a plain form sends beside its answers; the rest of it begins with an underscore, as no id can.
SENT_BESIDE = frozenset(["idempotency_key"])


def is_of_page(name: str) -> bool:
    return name in PAGE_IDS | FORM_PROPERTIES | SENT_BESIDE
