"""What several commands do: acts, erasing, publishing, another look of the scanner."""
