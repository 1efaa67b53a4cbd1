"""How does the database get its shape? One history for both engines, shipped in the wheel.

A migration imports nothing of the program: it must do the same in ten years. Changes expand
first and contract in a later release, so that old and new programs can run side by side; a
contracting migration raises `schema_compat.number`, which stops programs that are too old.
"""
