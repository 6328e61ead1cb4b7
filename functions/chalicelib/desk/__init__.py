"""The committee's people at work: who they are, what each may see and do, and what two of them must agree on."""
