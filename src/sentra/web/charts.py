"""Charts as SVG text: no script, coloured by the stylesheet, so that dark screens and paper come for free.

Sizes are in SVG units (about CSS pixels at full width). Words are escaped here; callers pass plain text.
No inline styles: pages stay valid under a content security policy without 'unsafe-inline'.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sentra.web.numbers import plain

Format = Callable[[float], str]
STEPS = (1, 2, 2.5, 5, 10)
COLOURS = 4  # .s0 to .s3 in the stylesheet
CHARACTER = 6.2  # mean width of a character at the axis size
LARGER = 1.5  # how much larger the axis is drawn on phones


@dataclass(frozen=True, slots=True)
class Series:
    """One line: a value per label, None where nothing was observed. A dashed line is a target or a limit."""

    name: str
    values: Sequence[float | None]
    dashed: bool = False


class Observed(NamedTuple):
    """A value and where it is drawn."""

    x: float
    y: float
    value: float


@dataclass(frozen=True, slots=True)
class Frame:
    """The plot area inside the drawing, and the scale of its vertical axis."""

    width: int
    height: int
    left: float
    right: float
    top: float
    bottom: float
    low: float
    high: float

    def y(self, value: float) -> float:
        span = self.height - self.top - self.bottom
        return px(self.top + span * (1 - (value - self.low) / (self.high - self.low)))

    def column(self, index: int, count: int) -> tuple[float, float]:
        """Left edge and width of column `index` of `count`."""
        width = (self.width - self.left - self.right) / count
        return self.left + index * width, width


def px(value: float) -> float | int:
    """One decimal, without a useless .0: a tenth of a unit is finer than any screen."""
    rounded = round(value, 1)
    return int(rounded) if rounded == int(rounded) else rounded


def ticks(low: float, high: float, about: int = 5, least: float = 0) -> list[float]:
    """Round values covering low..high in steps of 1, 2, 2.5 or 5 x a power of ten, no finer than `least`."""
    if high <= low:
        high = low + 1
    rough = max((high - low) / about, least)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in STEPS if factor * power >= rough * 0.999)
    first = math.floor(low / step + 1e-9)
    last = math.ceil(high / step - 1e-9)
    return [round(index * step, 10) for index in range(first, max(last, first + 1) + 1)]


def svg_of(title: str, width: int, height: int, parts: Sequence[str]) -> SafeString:
    """A drawing that is read aloud as `title`."""
    return SafeString(
        f'<svg class="chart" viewBox="0 0 {width} {height}" role="img" aria-label="{escape(title)}">'
        f"{''.join(parts)}</svg>"
    )


def nothing(title: str, width: int, height: int) -> SafeString:
    words = escape(_("Belum ada data"))
    text = f'<text class="nothing" x="{width // 2}" y="{height // 2}" text-anchor="middle">{words}</text>'
    return svg_of(f"{title}: {words}", width, height, [text])


def framed(width: int, height: int, levels: Sequence[float], words: Format, top: float = 12) -> Frame:
    """A frame whose left margin fits the longest number of the axis."""
    longest = max(len(words(level)) for level in levels)
    return Frame(width, height, 14 + longest * CHARACTER, 20, top, 28, levels[0], levels[-1])


def rules(frame: Frame, levels: Sequence[float], words: Format) -> Iterator[str]:
    for level in levels:
        y = frame.y(level)
        yield f'<path class="rule" d="M{px(frame.left)} {y}H{px(frame.width - frame.right)}"/>'
        yield (
            f'<text class="axis" x="{px(frame.left - 8)}" y="{px(y + 4)}" text-anchor="end">'
            f"{escape(words(level))}</text>"
        )


def axis(frame: Frame, places: Sequence[tuple[float, str]]) -> Iterator[str]:
    """Words under the axis; when they would touch, only every second, third ... is written.

    Where they would touch on phones, whose letters are drawn larger, every other one is left out there.
    """
    if not places:
        return
    room = (frame.width - frame.left - frame.right) / len(places)
    longest = (max(len(word) for _x, word in places) + 1) * CHARACTER
    every = max(1, math.ceil(longest / room))
    touch = longest * LARGER > room * every
    for index, (x, word) in enumerate(places[::every]):
        style = "axis skip-narrow" if index % 2 and touch else "axis"
        place = f'x="{px(x)}" y="{frame.height - 8}" text-anchor="{_anchor(frame, x, word)}"'
        yield f'<text class="{style}" {place}>{escape(word)}</text>'


def _anchor(frame: Frame, x: float, word: str) -> str:
    """In the middle of its place; a long word at an edge stays inside the drawing, also on phones."""
    half = len(word) * CHARACTER * LARGER / 2
    if x - half < 0:
        return "start"
    return "end" if x + half > frame.width else "middle"


def sparkline(values: Sequence[float | None], width: int = 120, height: int = 36) -> SafeString:
    """A shape without axes beside a number that is written out; nothing when nothing was observed."""
    known = [value for value in values if value is not None]
    if not known:
        return SafeString("")
    known = known * 2 if len(known) == 1 else known
    low, span = min(known), (max(known) - min(known)) or 1
    step = width / (len(known) - 1)
    points = [
        f"{px(i * step)} {px(height - 3 - (v - low) / span * (height - 8))}" for i, v in enumerate(known)
    ]
    line = "M" + "L".join(points)
    return SafeString(
        f'<svg class="spark" viewBox="0 0 {width} {height}" preserveAspectRatio="none" aria-hidden="true">'
        f'<path class="area" d="{line}L{width} {height}H0Z"/><path class="line" d="{line}"/></svg>'
    )


def meter(percent: float, label: str = "", tone: str = "") -> SafeString:
    """A bar to the target, 0 to 100 %. Without a label it is decoration beside a written number."""
    role = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    width = px(min(100.0, max(0.0, percent)))
    classes = f"meter {tone}".strip()
    return SafeString(
        f'<svg class="{escape(classes)}" viewBox="0 0 100 4" preserveAspectRatio="none" {role}>'
        f'<rect width="{width}" height="4"/></svg>'
    )


def ring(percent: float, label: str = "") -> SafeString:
    """Completeness, 0 to 100 %; `label` is read aloud."""
    part = min(100.0, max(0.0, percent))
    around = 2 * math.pi * 34
    shown = round(part)
    words = escape(label or _("%(percent)s persen") % {"percent": shown})
    arc = (
        f'<circle class="part" cx="40" cy="40" r="34" stroke-dasharray="{px(around * part / 100)} '
        f'{px(around + 1)}" transform="rotate(-90 40 40)"/>'
    )
    return SafeString(
        f'<svg class="ring" viewBox="0 0 80 80" role="img" aria-label="{words}">'
        f'<circle cx="40" cy="40" r="34"/>{arc if part else ""}'
        f'<text x="40" y="47">{shown}</text></svg>'
    )


def _runs(points: Sequence[Observed | None]) -> Iterator[list[Observed]]:
    """The unbroken stretches of a line: a gap in the observations stays a gap."""
    run: list[Observed] = []
    for point in [*points, None]:
        if point is not None:
            run.append(point)
        elif run:
            yield run
            run = []


def _path(run: Sequence[Observed]) -> str:
    return "M" + "L".join(f"{px(point.x)} {px(point.y)}" for point in run)


def _line(frame: Frame, position: int, series: Series, words: Format) -> Iterator[str]:
    """Lines, soft areas below the first series, and at each line's end a dot that tells its last value."""
    colour = f"s{position % COLOURS}"
    step = (frame.width - frame.left - frame.right) / max(1, len(series.values) - 1)
    points = [
        None if value is None else Observed(frame.left + index * step, frame.y(value), value)
        for index, value in enumerate(series.values)
    ]
    for run in _runs(points):
        first, last, path = run[0], run[-1], _path(run)
        if position == 0 and len(run) > 1:
            ground = frame.height - frame.bottom
            area = f"{path}L{px(last.x)} {px(ground)}H{px(first.x)}Z"
            yield f'<path class="area {colour}" d="{area}"/>'
        yield f'<path class="line {colour}{" dashed" if series.dashed else ""}" d="{path}"/>'
        yield (
            f'<circle class="{colour}" cx="{px(last.x)}" cy="{px(last.y)}" r="4">'
            f"<title>{escape(series.name)}: {escape(words(last.value))}</title></circle>"
        )


def line_chart(
    title: str,
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    low: float = 0,
    width: int = 640,
    height: int = 260,
    words: Format = plain,
) -> SafeString:
    """Lines over labelled steps. `low` is where the axis starts unless a value lies below it.

    Raises ValueError when a series does not have one value per label.
    """
    if any(len(one.values) != len(labels) for one in series):
        raise ValueError(f"{title}: every series needs one value per label")
    known = [value for one in series for value in one.values if value is not None]
    if not known:
        return nothing(title, width, height)
    levels = ticks(min(low, *known), max(known))
    frame = framed(width, height, levels, words)
    step = (width - frame.left - frame.right) / max(1, len(labels) - 1)
    parts = list(rules(frame, levels, words))
    parts += axis(frame, [(frame.left + i * step, label) for i, label in enumerate(labels)])
    for position, one in enumerate(series):
        parts += _line(frame, position, one, words)
    return svg_of(title, width, height, parts)


def key(series: Sequence[Series]) -> SafeString:
    """The names of the lines with their colours, to stand below the chart."""
    items = (
        f'<span><i class="dot s{i % COLOURS}"></i>{escape(one.name)}</span>' for i, one in enumerate(series)
    )
    return SafeString(f'<div class="key">{"".join(items)}</div>')


def bar_chart(
    title: str, bars: Sequence[tuple[str, float]], *, width: int = 640, words: Format = plain
) -> SafeString:
    """Lying bars, one a row, with name and number written out; for kinds, not for time. Values from 0 up.

    Raises ValueError for a negative value.
    """
    if any(value < 0 for _name, value in bars):
        raise ValueError(f"{title}: a bar cannot be negative")
    if not bars:
        return nothing(title, width, 80)
    most = max(value for _name, value in bars) or 1
    left = min(width * 0.45, 14 + max(len(name) for name, _value in bars) * 6.6)
    room = width - left - 14 - max(len(words(value)) for _name, value in bars) * 7
    parts = [_bar(row, bar, left, room * bar[1] / most, words) for row, bar in enumerate(bars)]
    return svg_of(title, width, len(bars) * 30, parts)


def _bar(row: int, bar: tuple[str, float], left: float, length: float, words: Format) -> str:
    name, value = bar
    y = row * 30
    return (
        f'<text class="bar-text" x="{px(left - 8)}" y="{y + 19}" text-anchor="end">{escape(name)}</text>'
        f'<rect class="s0" x="{px(left)}" y="{y + 5}" width="{px(max(length, 1))}" height="20" rx="3"/>'
        f'<text class="bar-text" x="{px(left + length + 6)}" y="{y + 19}">{escape(words(value))}</text>'
    )


def histogram(
    title: str,
    bins: Sequence[tuple[float, int]],
    *,
    unit: str = "",
    limit: float | None = None,
    limit_label: str = "",
    width: int = 640,
    height: int = 240,
) -> SafeString:
    """Counts per class. `bins`: lower edge of each class (equally wide, ascending) and its count.

    With a limit, classes starting at or above it take the second colour and a line marks it: colour is
    never the only sign.
    """
    if not bins:
        return nothing(title, width, height)
    levels = ticks(0, max(count for _edge, count in bins), least=1)
    frame = framed(width, height, levels, plain, top=26)
    columns = [frame.column(index, len(bins)) for index in range(len(bins))]
    parts = list(rules(frame, levels, plain))
    parts += [_column(frame, one, at, unit, limit) for one, at in zip(bins, columns, strict=True)]
    middles = [x + room / 2 for x, room in columns]
    parts += axis(frame, [(x, plain(edge)) for x, (edge, _count) in zip(middles, bins, strict=True)])
    if limit is not None:
        parts.append(_limit(frame, bins, limit, limit_label))
    return svg_of(title, width, height, parts)


def _column(
    frame: Frame, one: tuple[float, int], at: tuple[float, float], unit: str, limit: float | None
) -> str:
    (edge, count), (x, room) = one, at
    colour = "s1" if limit is not None and edge >= limit else "s0"
    top = frame.y(count)
    box = f'x="{px(x + 2)}" y="{top}" width="{px(room - 4)}" height="{px(frame.height - frame.bottom - top)}"'
    words = escape(f"{plain(edge)} {unit}".strip())
    return f'<rect class="{colour}" {box} rx="3"><title>{words}: {plain(count)}</title></rect>'


def _limit(frame: Frame, bins: Sequence[tuple[float, int]], limit: float, label: str) -> str:
    """A line at the limit; the words go to the side where there is room."""
    first, class_width = bins[0][0], (bins[1][0] - bins[0][0] if len(bins) > 1 else 1)
    x = frame.left + (limit - first) / class_width * frame.column(0, len(bins))[1]
    x = min(frame.width - frame.right, max(frame.left, x))
    after = x < frame.width * 0.6
    return (
        f'<path class="limit" d="M{px(x)} 8V{frame.height - int(frame.bottom)}"/>'
        f'<text class="limit-text" x="{px(x + (6 if after else -6))}" y="17" '
        f'text-anchor="{"start" if after else "end"}">{escape(label)}</text>'
    )


class Step(NamedTuple):
    """One bar of a waterfall: what it is, and from where to where it leads."""

    name: str
    start: float
    end: float


def waterfall(
    title: str, first: Step, steps: Sequence[Step], total: str, *, width: int = 640, words: Format = plain
) -> SafeString:
    """How a sum comes about: the first bar, what each step adds or takes away, and the sum below.

    The sign is written at every bar: colour is never the only one. `words` gives a number its sign.
    """
    end = steps[-1].end if steps else first.end
    bars = [first, *steps, Step(total, 0, end)]
    edges = [edge for bar in bars for edge in (bar.start, bar.end)]
    levels = ticks(min(edges), max(edges))
    left = 14 + max(len(bar.name) for bar in bars) * 6.6
    frame = Frame(width, len(bars) * 30 + 8, left, 64, 4, 4, levels[0], levels[-1])
    zero = _across(frame, 0)
    parts = [f'<path class="rule zero" d="M{zero} 0V{frame.height}"/>']
    parts += [_fall(frame, row, bar, words, whole=row in (0, len(bars) - 1)) for row, bar in enumerate(bars)]
    return svg_of(title, width, frame.height, parts)


def _across(frame: Frame, value: float) -> float:
    span = frame.width - frame.left - frame.right
    return px(frame.left + span * (value - frame.low) / (frame.high - frame.low))


def _fall(frame: Frame, row: int, bar: Step, words: Format, *, whole: bool) -> str:
    """A bar with its name before and its number behind it; a thread leads down to the next one's start."""
    y, change = row * 30 + 4, bar.end - bar.start
    near, far = sorted((_across(frame, bar.start), _across(frame, bar.end)))
    colour = "s5" if whole else "s0" if change >= 0 else "s1"
    thread = (
        "" if row * 30 + 38 > frame.height else f'<path class="rule" d="M{_across(frame, bar.end)} {y}v30"/>'
    )
    return (
        f'<text class="bar-text" x="{px(frame.left - 8)}" y="{y + 19}" text-anchor="end">{escape(bar.name)}'
        f'</text>{thread}<rect class="{colour}" x="{px(near)}" y="{y + 5}" width="{px(max(far - near, 1))}" '
        f'height="20" rx="3"/><text class="bar-text" x="{px(far + 6)}" y="{y + 19}">{escape(words(change))}'
        f"</text>"
    )
