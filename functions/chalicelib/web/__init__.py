"""HTTP in and out: parsing, problem documents, HTML for those without JavaScript, and the clock on arrival."""
