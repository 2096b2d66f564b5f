"""Who they are: businesses, owners, sites and what is known of them, each value with its source."""
