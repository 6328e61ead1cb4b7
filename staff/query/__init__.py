"""Questions to an export: views with one typed column per form field, saved questions, free SQL."""
