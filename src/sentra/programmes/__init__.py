"""What businesses are given: rounds of equipment aid, from the proposal to "still in use"."""
