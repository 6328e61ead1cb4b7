"""One run of the tool: its session and environment, its options, its errors and exit codes."""
