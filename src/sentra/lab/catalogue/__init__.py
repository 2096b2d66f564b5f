"""What kinds exist: procedures by edition, statutory limits, sentences for reasons, advice by band."""
