"""What exists: procedures, limits, sentences, advice. Reviewed code, with its sources."""
