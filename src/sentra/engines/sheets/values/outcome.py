"""What reading one cell gives: a value, what is wrong or in doubt, and further values found beside it.

The severities mean: `rejected` - something was written and no value could be taken from it; `doubtful` -
an officer should look (the value, when there is one, may be used); `note` - repaired or simplified.
No sentence repeats what the cell held, because the cell may hold a personal number.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from sentra.engines.sheets.problem import Cell, Severity, Value
from sentra.engines.sheets.sentence import Sentence

NOTHING: Mapping[str, Value] = MappingProxyType({})


class Finding(NamedTuple):
    """One thing found about a cell; the place is added by whoever knows row and column."""

    code: str
    severity: Severity
    sentence: Sentence


class Parsed(NamedTuple):
    """`extra` holds further values by role: "male", "female", "2" (a second phone), "longitude"."""

    value: Value | None
    findings: tuple[Finding, ...] = ()
    extra: Mapping[str, Value] = NOTHING


Parser = Callable[[Cell], Parsed]

EMPTY = Parsed(None)


def refused(code: str, sentence: Sentence) -> Parsed:
    return Parsed(None, (Finding(code, "rejected", sentence),))


def doubted(value: Value | None, code: str, sentence: Sentence) -> Parsed:
    return Parsed(value, (Finding(code, "doubtful", sentence),))


def noted(value: Value, code: str, sentence: Sentence) -> Parsed:
    return Parsed(value, (Finding(code, "note", sentence),))


def doubt(code: str, sentence: Sentence) -> Finding:
    return Finding(code, "doubtful", sentence)


def note(code: str, sentence: Sentence) -> Finding:
    return Finding(code, "note", sentence)
