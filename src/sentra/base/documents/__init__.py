"""Official documents: numbered without gaps, drawn by Typst, signed, stored once, and open to be checked."""
