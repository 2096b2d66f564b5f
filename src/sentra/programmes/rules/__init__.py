"""What may be in a round: who may, in which state, and what stands in the way. Answers are verdicts."""
