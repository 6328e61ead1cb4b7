"""HTTP of the committee's desk: its own handler, its routes as a table, forms in and pages out."""
