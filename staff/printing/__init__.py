"""Everything the tool prints in the terminal or writes as a private file."""
