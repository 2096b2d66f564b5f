"""What happens in the laboratory: every change, each asked of the rules, audited, atomic."""
