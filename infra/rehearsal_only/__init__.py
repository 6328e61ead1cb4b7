"""What is put into a rehearsal's package and into no other: not imported here, but put there (infra/package.py)."""
