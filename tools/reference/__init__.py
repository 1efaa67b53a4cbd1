"""Which pages of docs/reference are made from the code, and do they say what it says?"""
