"""Areas of the regency, versioned by law, each with a point; shapes for maps."""
