"""Engines turn a problem into a solution. They know nothing of Django, of rooms or of each other."""
