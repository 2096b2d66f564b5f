"""Window, filled below."""
