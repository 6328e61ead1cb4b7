"""Loads the plugin that skips tests whose program is not on this machine."""

pytest_plugins = ["infra.required_programs"]
