"""How the outside reaches us: one package for each kind of channel."""
