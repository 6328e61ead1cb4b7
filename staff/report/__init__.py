"""One page with charts that is reported upwards: self-contained HTML, no personal data."""
