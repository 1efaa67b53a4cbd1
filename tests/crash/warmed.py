"""What every life of a server would do first, done once in the process they are forked from."""

from __future__ import annotations

import gc

from sqlalchemy.orm import configure_mappers

configure_mappers()
# What is there now lives as long as they do: none of them needs to look through it.
gc.collect()
gc.freeze()
