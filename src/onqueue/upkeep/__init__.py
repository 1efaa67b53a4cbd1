"""Is the whole server well, what did it repair or park by itself, and what can a person do?"""
