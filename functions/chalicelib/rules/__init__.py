"""The rulebook as pure functions: no clock, no network, no installed library, no sentence for people."""
