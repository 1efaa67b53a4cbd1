"""People outside who contact us: what we know of them, and how we know that it is them."""
