"""What is put into a rehearsal's package and into no other: not imported here, but carried (infra/package.py)."""
