"""Who waits, who is free, who gets whom: pure, without clock, dice or input and output."""
