"""What kinds exist: fields of a list, branches of industry, size schemes, process steps."""
