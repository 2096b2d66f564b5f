"""Numbers without gaps: one counter a kind and year, held until the transaction ends."""

from sentra.base.documents.models import Counter


def next_number(kind: str, year: int) -> int:
    """The next one; whoever else asks waits for this transaction. Call it inside one."""
    counter = Counter.objects.select_for_update().get_or_create(kind=kind, year=year)[0]
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last
