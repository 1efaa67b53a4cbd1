"""What recording decides and counts, without a clock, a database or a file."""
