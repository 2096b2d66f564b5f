"""Measurements of the allocation engine beside its peers."""
