"""Rounds as people see them."""

from sentra.programmes.models import Package


def price_of(package: Package) -> int:
    """Budget value of a package in whole rupiah: its pieces at the prices of their kinds."""
    return sum(line.quantity * line.kind.price_idr for line in package.lines.all())
