"""The Purbalingga scenario: a synthetic truth and the messy lists that five offices keep of it."""

from sentra.cli.demo.lists import DemoFile, write_lists
from sentra.cli.demo.truth import build_truth
from sentra.cli.demo.units import Truth, read_areas

__all__ = ["DemoFile", "Truth", "build_truth", "read_areas", "write_lists"]
