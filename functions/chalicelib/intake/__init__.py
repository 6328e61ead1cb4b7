"""The applicant's verbs. Each is told the instant it happens at; none knows HTTP or the table."""
