"""How Arabic news reports speech: cues, the phrases and names of speakers, the grammar of a report, its reach."""
