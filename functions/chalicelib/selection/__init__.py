"""The committee's verbs. Each names who acts and on which state of the application the decision was taken."""
