"""Lines over a numeric axis: how loud and how fast through a recording, with what happened when."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape

from django.utils.safestring import SafeString

from sentra.web import charts
from sentra.web.charts import CHARACTER, Format, Frame, px
from sentra.web.numbers import plain

MOST_POINTS = 640  # one a unit of the drawing: more would be drawn on top of each other
ROW = 19  # height of a row of words above the plot
WIDEST = 1.4 * CHARACTER  # of a letter, on phones


@dataclass(frozen=True, slots=True)
class Trace:
    """A line. A dashed one is what was expected, or only a companion."""

    name: str
    xs: Sequence[float]
    ys: Sequence[float]
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of time with a name: the hold."""

    name: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment with its words; `tone` "bad" for the place of a refusal."""

    name: str
    x: float
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """A height across the whole drawing, with its words; with `spread` a corridor around it."""

    name: str
    y: float
    spread: float = 0.0


@dataclass(frozen=True, slots=True)
class Plane:
    """The frame of a chart with numbers across as well."""

    frame: Frame
    first: float
    last: float

    def x(self, value: float) -> float:
        inner = self.frame.width - self.frame.left - self.frame.right
        share = (value - self.first) / ((self.last - self.first) or 1)
        return px(self.frame.left + inner * min(1.0, max(0.0, share)))

    def y(self, value: float) -> float:
        return self.frame.y(min(self.frame.high, max(self.frame.low, value)))

    @property
    def ground(self) -> float:
        return px(self.frame.height - self.frame.bottom)


def thinned(
    xs: Sequence[float], ys: Sequence[float], most: int = MOST_POINTS
) -> Iterator[tuple[float, float]]:
    """At most `most` points: of each stretch the highest, because a maximum must not vanish."""
    every = max(1, math.ceil(len(ys) / most))
    for start in range(0, len(ys), every):
        part = range(start, min(start + every, len(ys)))
        best = max(part, key=lambda index: ys[index])
        yield float(xs[best]), float(ys[best])


def plot(
    title: str,
    traces: Sequence[Trace],
    *,
    low: float,
    high: float,
    zones: Sequence[Zone] = (),
    levels: Sequence[Level] = (),
    marks: Sequence[Mark] = (),
    width: int = 640,
    height: int = 260,
    words: Format = plain,
    across: Format = plain,
) -> SafeString:
    """Traces between `low` and `high`; what lies outside is drawn at the edge.

    `words` and `across` word the numbers beside and below.
    """
    if not any(len(trace.xs) for trace in traces):
        return charts.nothing(title, width, height)
    heights = charts.ticks(low, high)
    first = min(float(trace.xs[0]) for trace in traces if len(trace.xs))
    last = max(float(trace.xs[-1]) for trace in traces if len(trace.xs))
    plane = Plane(charts.framed(width, height, heights, words), first, last)
    rows = _rows(plane, marks)
    top = plane.frame.top + ROW * (max(rows, default=-1) + 1)
    plane = replace(plane, frame=replace(plane.frame, top=top))
    parts = [_zone(plane, zone) for zone in zones]
    parts += [part for level in levels for part in _level(plane, level)]
    parts += charts.rules(plane.frame, heights, words)
    parts += _moments(plane, across)
    parts += [_trace(plane, at, trace) for at, trace in enumerate(traces)]
    placed = list(zip(marks, rows, strict=True))
    parts += [_mark(plane, mark, row) for mark, row in placed]
    parts += [_mark_words(plane, mark, row) for mark, row in placed]  # over every line
    return charts.svg_of(title, width, height, parts)


def _trace(plane: Plane, position: int, trace: Trace) -> str:
    points = [f"{plane.x(x)} {plane.y(y)}" for x, y in thinned(trace.xs, trace.ys) if not math.isnan(y)]
    style = "dashed" if trace.dashed else "fine"
    return (
        f'<path class="line {style} s{position % charts.COLOURS}" d="M{"L".join(points)}">'
        f"<title>{escape(trace.name)}</title></path>"
    )


def _zone(plane: Plane, zone: Zone) -> str:
    start, end = plane.x(zone.start), plane.x(zone.end)
    top = px(plane.frame.top)
    return (
        f'<rect class="zone" x="{start}" y="{top}" width="{px(max(1.0, end - start))}" '
        f'height="{px(plane.ground - plane.frame.top)}"/><text class="zone-text" '
        f'x="{px((start + end) / 2)}" y="{px(plane.ground - 7)}" text-anchor="middle">'
        f"{escape(zone.name)}</text>"
    )


def _level(plane: Plane, level: Level) -> Iterator[str]:
    left, right = px(plane.frame.left), px(plane.frame.width - plane.frame.right)
    y = plane.y(level.y)
    if level.spread:
        upper, lower = plane.y(level.y + level.spread), plane.y(level.y - level.spread)
        yield (
            f'<rect class="corridor" x="{left}" y="{upper}" width="{px(right - left)}" '
            f'height="{px(max(1.0, lower - upper))}"/>'
        )
    yield f'<path class="level" d="M{left} {y}H{right}"/>'
    yield (
        f'<text class="level-text" x="{px(right - 4)}" y="{px(y - 5)}" text-anchor="end">'
        f"{escape(level.name)}</text>"
    )


def _moments(plane: Plane, across: Format) -> Iterator[str]:
    """Round numbers under the axis, inside what was recorded."""
    steps = [at for at in charts.ticks(plane.first, plane.last, 8) if plane.first <= at <= plane.last]
    yield from charts.axis(plane.frame, [(plane.x(at), across(at)) for at in steps])


def _rows(plane: Plane, marks: Sequence[Mark]) -> list[int]:
    """In which row above the plot the words of each mark stand, so that none lie over each other."""
    rows: list[int] = []
    for mark in marks:
        near = [
            row
            for row, other in zip(rows, marks, strict=False)
            if abs(plane.x(mark.x) - plane.x(other.x)) < (len(mark.name) + len(other.name)) * WIDEST / 2 + 6
        ]
        rows.append(next(row for row in range(len(marks)) if row not in near))
    return rows


def _height_of(plane: Plane, row: int) -> float:
    return px(plane.frame.top - 4 - ROW * row)


def _mark(plane: Plane, mark: Mark, row: int) -> str:
    start = px(_height_of(plane, row) + 3)
    return f'<path class="mark {mark.tone}" d="M{plane.x(mark.x)} {start}V{plane.ground}"/>'


def _mark_words(plane: Plane, mark: Mark, row: int) -> str:
    """Towards the middle when the moment is near an edge."""
    x = plane.x(mark.x)
    inside = 0.18 * plane.frame.width < x < 0.82 * plane.frame.width
    anchor = "middle" if inside else "start" if x < plane.frame.width / 2 else "end"
    return (
        f'<text class="mark-text {mark.tone}" x="{x}" y="{_height_of(plane, row)}" text-anchor="{anchor}">'
        f"{escape(mark.name)}</text>"
    )


def words_with(unit: str, words: Callable[[float], str] = plain) -> Format:
    """A number with its unit behind it."""
    return lambda value: f"{words(value)} {unit}"
