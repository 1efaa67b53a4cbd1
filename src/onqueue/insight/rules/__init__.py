"""What the figures mean, how facts follow from events, and where days begin."""
