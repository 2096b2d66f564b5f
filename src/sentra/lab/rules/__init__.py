"""What may be at the bench and on paper: who may, in which state, and what stands in the way."""
