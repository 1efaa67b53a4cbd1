"""What was said, by whom, to whom, and what became of it?"""
