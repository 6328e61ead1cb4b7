"""Backups of a call at home, taken beside those who write and encrypted to the operator's public keys (age).

    <place>/<instant>.age                          one a backup: what it is, the table, settings, uploads that wait
    <place>/documents/<number>/<document>.age      each document that was kept, once

A document never changes once it is kept, so a backup adds what is new and names what belongs to it. The server cannot
read any of this again: the private key is not there. Whoever can write into the place could put something else there.
"""
