"""Applications as staff read them: the whole table, one application, what waits on whom, what is damaged."""
