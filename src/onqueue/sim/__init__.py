"""The same floor under a seed: a contact centre in virtual time, for planning and for trials."""
