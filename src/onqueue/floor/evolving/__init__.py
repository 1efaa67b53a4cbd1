"""What each event changes, by subject. Only `evolve` calls these."""
