"""A source becomes an Article, and an Article its mentions: figures, terms and quotes with their voices. Knows no tables."""
