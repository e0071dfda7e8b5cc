"""Riwaya compares how Arabic news outlets tell the same story.

Six rooms, one direction: language, reading, tables, comparing, showing, running. A room imports only
from rooms named before it.
"""

__version__ = "0.1.0"
