"""What keeps the demo's floor alive: simulated customers and agents, over the real protocols."""
