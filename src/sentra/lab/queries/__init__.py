"""What is: read-only answers about the laboratory. Those meant for people take `by`."""
