"""Tables become charts, articles become evidence pages, notebooks become HTML. Counts nothing."""
