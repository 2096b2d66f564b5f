"""Three runs that agree: which count, what they say together, and by which rule it is rounded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from sentra.engines.acoustics import repeats
from sentra.engines.acoustics.calibrating import drift_db
from sentra.engines.acoustics.problem import Calibration, Procedure, Quantity
from sentra.engines.acoustics.refusals import Reason, reason
from sentra.engines.acoustics.runs import Run, Setup

_ALIKE = ("procedure_id", "edition", "vehicle", "item", "geometry", "model", "target_rpm", "fs_hz")


def half_up(level_db: float) -> int:
    """To the nearest whole decibel, x.5 upwards, as the standards round and Python does not.

    A millionth of a decibel is taken off first: 76.4999999999 is an artefact of binary fractions.
    """
    return int(Decimal(repr(round(level_db, 6))).quantize(Decimal(1), ROUND_HALF_UP))


@dataclass(frozen=True, slots=True)
class Judged:
    """A run within its series. `reasons` are its own and those the series found; `reading_db` is rounded."""

    run: Run
    reasons: tuple[Reason, ...]
    reading_db: float
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """Runs of one item on one vehicle. `value_db` (rounded as the procedure asks) and `exact_db` are None
    unless valid.

    `drift_db` is None without a check afterwards.
    """

    procedure_id: str
    edition: str
    quantity: Quantity
    rounded: bool
    runs: tuple[Judged, ...]
    value_db: float | None
    exact_db: float | None
    spread_db: float | None
    drift_db: float | None
    reasons: tuple[Reason, ...]

    @property
    def valid(self) -> bool:
        return self.value_db is not None

    @property
    def counted(self) -> tuple[Run, ...]:
        return tuple(each.run for each in self.runs if each.counted)


def evaluate_series(
    runs: Sequence[Run], procedure: Procedure, *, before: Calibration | None, after: Calibration | None
) -> Series:
    """The first runs in a row that count and agree; an invalid run between them is no measurement and
    breaks nothing.

    Later runs never replace them: who measures until the result pleases would choose. Calibrator checks
    before and after must be there and agree.
    """
    judged = [
        Judged(
            run, (*run.reasons, *_differences(run, runs[0], before, at)), _rounded(run.value_db, procedure)
        )
        for at, run in enumerate(runs, 1)
    ]
    judged = _without_copies(judged)
    reasons = [*_checks(before, after, procedure)]
    chosen, spread = _chosen(judged, procedure)
    if chosen is None:
        valid = sum(not each.reasons for each in judged)
        enough = spread is not None
        reasons.append(
            reason("spread", spread_db=spread, most_db=procedure.spread_db)
            if enough
            else reason("too_few", valid=valid, least=procedure.runs)
        )
    exact, value = (None, None) if chosen is None or reasons else _together(judged, chosen, procedure)
    marked = tuple(
        Judged(
            each.run, each.reasons, each.reading_db, exact is not None and chosen is not None and at in chosen
        )
        for at, each in enumerate(judged)
    )
    return Series(
        procedure_id=procedure.id,
        edition=procedure.edition,
        quantity=procedure.quantity,
        rounded=procedure.rounding != "none",
        runs=marked,
        value_db=value,
        exact_db=exact,
        spread_db=spread,
        drift_db=None if before is None or after is None else drift_db(before, after),
        reasons=tuple(reasons),
    )


def _rounded(level_db: float, procedure: Procedure) -> float:
    return level_db if procedure.rounding == "none" else float(half_up(level_db))


def _checks(before: Calibration | None, after: Calibration | None, procedure: Procedure) -> Iterator[Reason]:
    for when, check in (("before", before), ("after", after)):
        if check is None:
            yield reason("cal_missing", when, when=when)
    if before is not None and after is not None:
        yield from drifted(before, after, procedure)


def drifted(before: Calibration, after: Calibration, procedure: Procedure) -> list[Reason]:
    """Why nothing between two checks counts: the chain moved by more than the procedure allows."""
    moved = abs(drift_db(before, after))
    if moved <= procedure.drift_db + 1e-9:
        return []
    return [reason("cal_drift", "after", drift_db=moved, most_db=procedure.drift_db)]


def _differences(run: Run, first: Run, before: Calibration | None, at: int) -> Iterator[Reason]:
    ours: Setup = run.setup
    for what in _ALIKE:
        if getattr(ours, what) != getattr(first.setup, what):
            yield reason("setup_differs", f"run {at}", what=what)
    if before is not None and ours.calibration_sha256 != before.sha256:
        yield reason("setup_differs", f"run {at}", what="calibration")


def _without_copies(judged: Sequence[Judged]) -> list[Judged]:
    """Of two runs that are one recording, the later does not count. A run that does not count spends
    nothing: handed in properly (a compressed one as it was recorded), it is a run of its own.
    """
    kept: list[Judged] = []
    for at, each in enumerate(judged, 1):
        spent = ((first, other.run) for first, other in enumerate(kept, 1) if not other.reasons)
        same = next((first for first, other in spent if _same(other, each.run)), None)
        copy = () if same is None else (reason("duplicate", f"run {at}", first=same, second=at),)
        kept.append(Judged(each.run, (*each.reasons, *copy), each.reading_db))
    return kept


def _same(one: Run, other: Run) -> bool:
    if one.reading.info.sha256 == other.reading.info.sha256:
        return True
    return repeats.likeness(one.fingerprint, other.fingerprint) >= repeats.ALIKE


def _chosen(judged: Sequence[Judged], procedure: Procedure) -> tuple[range | list[int] | None, float | None]:
    """(places of the runs that count, spread); the smallest spread found when none is small enough."""
    valid = [at for at, each in enumerate(judged) if not each.reasons]
    spreads = []
    for first in range(len(valid) - procedure.runs + 1):
        places = valid[first : first + procedure.runs]
        values = [judged[at].run.value_db for at in places]
        spread = max(values) - min(values)
        if spread <= procedure.spread_db + 1e-9:
            return places, spread
        spreads.append(spread)
    return None, min(spreads, default=None)


def _together(judged: Sequence[Judged], places: Sequence[int], procedure: Procedure) -> tuple[float, float]:
    """(unrounded, as reported): the highest or the mean, each reading rounded first where the procedure
    rounds.
    """
    exact = [judged[at].run.value_db for at in places]
    read = [judged[at].reading_db for at in places]
    if procedure.aggregate == "max":
        return max(exact), max(read)
    return sum(exact) / len(exact), _rounded(sum(read) / len(read), procedure)
