"""The product on a server of one's own, without any cloud: the functions' door, the documents' door, what is due.

`trial*.py` are `make home`: the same on this machine, with a rehearsal's clock. An installed server runs none of them.
"""
