"""What happens in programmes: every change, each asked of the rules, audited, atomic."""
