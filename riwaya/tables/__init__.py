"""Records become checked, tidy tables; tables are written and read. Reads no Arabic."""
