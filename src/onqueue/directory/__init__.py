"""How the centre is set up: queues, skills, hours, codes, texts, widgets and agents' profiles."""
