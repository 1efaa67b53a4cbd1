"""A day of the floor as a film: the board at any moment of a journal, recorded or simulated."""
