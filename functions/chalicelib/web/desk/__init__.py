"""HTTP of the committee's desk: its own door, its routes as a table, forms in and pages out."""
