"""The web application: what is served, to whom, and under which headers."""
