"""What was done, by whom, when, with old and new values: append-only and chained by hash."""
