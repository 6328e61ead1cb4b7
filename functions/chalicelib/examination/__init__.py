"""What a document really is and whether it may be opened: read from its bytes, whatever its name or its sender say.

`sandbox.type_of` is the way in: it examines in a process of its own that has no time, memory or credentials to spare.
"""
