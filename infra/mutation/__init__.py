"""Mutation testing: one change at a time in a module of the rulebook, which some test must notice.

`python -m infra.mutation rules/window.py intake` tries every change mutmut's operators make in functions, decorated
ones too, and a few of our own: conditions that always or never hold, calls left out, constants and rows of tables.
"""
