"""HTML of form, receipt and look-up: fragments for the static site, whole pages for those without JavaScript."""
