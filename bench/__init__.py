"""The bench: figures that are ratios, both halves measured in the same run, so that a slow machine changes little."""
