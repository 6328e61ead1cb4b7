"""What several commands do: acts, erasure, publishing, another look of the scanner."""
