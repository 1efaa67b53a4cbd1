"""What happened, in order, and what is built from it. The journal is the truth."""
