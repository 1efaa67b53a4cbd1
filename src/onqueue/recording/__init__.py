"""Which calls are recorded, what of them was, and who may hear it?"""
