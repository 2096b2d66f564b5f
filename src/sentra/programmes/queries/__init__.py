"""What is: read-only answers about programmes. Those meant for people take `by`."""
