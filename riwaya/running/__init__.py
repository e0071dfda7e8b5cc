"""The command line and what it runs. Holds no method of its own."""
