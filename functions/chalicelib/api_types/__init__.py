"""The shapes of what `web` tells and `pages` shows, for the type checker alone: nothing imports this when it runs."""
