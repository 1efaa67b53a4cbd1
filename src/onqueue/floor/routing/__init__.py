"""Which contact goes to whom, at a cost that does not grow with the crowd."""
