"""What the published rules promise, written apart from the product: its own dates, its own reading of the events.

Nothing here imports `chalicelib.rules`, `intake` or `selection`, except the names of refusals. `telling` alone asks the
product for what it shows (page, mail, refusal), to compare it with what is true.
"""
