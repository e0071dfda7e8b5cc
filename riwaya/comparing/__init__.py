"""Table to table: what outlets agree on, what they leave out, how often they use a word. Draws nothing."""
