"""The committee's commands, one subject a module. Each says things only through words/staff.toml."""
