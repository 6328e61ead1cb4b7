"""A rehearsal: a whole call played at speed on a local cloud of its own, and every rule checked afterwards."""
