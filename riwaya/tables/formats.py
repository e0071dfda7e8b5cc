"""The formats tables are written in, and what is said of tables that break their promise.

Belongs here: what the command line must know of tables before it loads what makes them. Does not: tables (tables.py).
"""

FORMATS = ("parquet", "csv", "jsonl")


class TableError(ValueError):
    """A table that breaks its promise, or a folder that holds no tables: what is wrong and the mend."""
