"""The committee's Excel file: a front page and a sheet for each group."""
