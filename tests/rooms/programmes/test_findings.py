"""A finding has a key of its own, by which a person lets exactly that one pass."""

from sentra.programmes.models import Proposal, Waiver
from sentra.programmes.rules.findings import Finding


def test_a_finding_is_known_by_a_key_that_fits_its_column():
    """Whole, so that no two share one; the longest speaks of another proposal of the round."""
    number = Proposal._meta.get_field("number").max_length
    key = Finding("twice", f"bank-{'X' * number}", "").key
    assert key.endswith("X" * number)
    assert len(key) <= Waiver._meta.get_field("finding").max_length
