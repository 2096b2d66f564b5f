"""Drawn maps. Every shape is a link with a name and a number; pages put a table beside each map."""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sentra.web.maps.projection import MapGeometry, MapShape
from sentra.web.numbers import plain

CLASSES = 6  # .q0 to .q5 in the stylesheet
STRONG = 4  # from this colour on, names are written in the light ink


def classes(values: Sequence[float], most: int = CLASSES) -> list[float]:
    """The lower edges of up to `most` classes holding about equally many values; no class is empty."""
    ordered = sorted(values)
    edges = {ordered[len(ordered) * index // most] for index in range(most)} if ordered else set()
    return sorted(edges)


def choropleth(
    geometry: MapGeometry,
    values: Mapping[str, float],
    *,
    title: str,
    link: Callable[[str], str],
    words: Callable[[float], str] = plain,
) -> SafeString:
    """The map coloured by `values` (area code to number) in six classes, with its legend.

    `link` gives the address behind a shape, `words` writes a number. An area without a value is drawn dashed
    and named as such: unknown is not zero.
    """
    edges = classes(list(values.values()))
    parts = [_area(shape, values.get(shape.code), edges, link, words) for shape in geometry.shapes]
    names = [_name(shape, values.get(shape.code), edges) for shape in geometry.shapes if shape.label_fits]
    return SafeString(
        f'<svg class="map" viewBox="-4 -4 {geometry.width + 8} {geometry.height + 8}" role="group" '
        f'aria-label="{escape(title)}" fill-rule="evenodd">{"".join(parts)}'
        f'<g class="map-label" aria-hidden="true">{"".join(names)}</g></svg>'
        f"{_legend(edges, len(values) < len(geometry.shapes), words)}"
    )


def _class(value: float | None, edges: Sequence[float]) -> int:
    """The value's class, from 0; -1 for unknown."""
    return -1 if value is None else max(0, bisect_right(edges, value) - 1)


def _colour(index: int, count: int) -> int:
    """Which of the six colours class `index` of `count` takes: few classes span the whole scale."""
    return index if count < 2 else round(index * (CLASSES - 1) / (count - 1))


def _area(
    shape: MapShape,
    value: float | None,
    edges: Sequence[float],
    link: Callable[[str], str],
    words: Callable[[float], str],
) -> str:
    number = _("tanpa data") if value is None else words(value)
    index = _class(value, edges)
    style = "no-data" if index < 0 else f"q{_colour(index, len(edges))}"
    text = escape(f"{shape.name}: {number}")
    return (
        f'<a href="{escape(link(shape.code))}" aria-label="{text}"><path class="{style}" d="{shape.path}">'
        f"<title>{text}</title></path></a>"
    )


def _name(shape: MapShape, value: float | None, edges: Sequence[float]) -> str:
    strong = _colour(_class(value, edges), len(edges)) >= STRONG
    tone = "on-gap" if value is None else "on-strong" if strong else "on-light"
    return f'<text class="{tone}" x="{shape.label_x}" y="{shape.label_y}">{escape(shape.name)}</text>'


def _legend(edges: Sequence[float], gaps: bool, words: Callable[[float], str]) -> str:
    items = [
        f'<li><i class="q{_colour(i, len(edges))}"></i>{"≥ " if i else ""}{escape(words(edge))}</li>'
        for i, edge in enumerate(edges)
    ]
    title, nothing = _("Legenda"), _("tanpa data")
    if gaps:
        items.append(f'<li><i class="no-data"></i>{escape(nothing)}</li>')
    return f'<ol class="legend" aria-label="{escape(title)}">{"".join(items)}</ol>'


def point_map(
    geometry: MapGeometry, latitude: float, longitude: float, *, title: str, area: str = ""
) -> SafeString:
    """One point in its surroundings: the view closes in on `area` (a code; its villages count too).

    A point outside the drawing gets no marker but a sentence: a wrong coordinate must not look right.
    """
    here = [shape for shape in geometry.shapes if area and _within(shape.code, area)]
    x0, y0, width, height = _view(geometry, here)
    x, y = geometry.place(longitude, latitude)
    shown = x0 <= x <= x0 + width and y0 <= y <= y0 + height
    paths = "".join(
        f'<path class="{"here" if s in here else "near"}" d="{s.path}"/>' for s in geometry.shapes
    )
    mark = _mark(x, y, width / 60) if shown else _outside(x0, y0, width, height)
    words = title if shown else f"{title}: " + _("titik di luar peta")
    return SafeString(
        f'<svg class="map locator" viewBox="{x0} {y0} {width} {height}" role="img" '
        f'aria-label="{escape(words)}" fill-rule="evenodd">{paths}{mark}</svg>'
    )


def _within(code: str, area: str) -> bool:
    return code == area or code.startswith(f"{area}.")


def _view(geometry: MapGeometry, here: Sequence[MapShape]) -> tuple[int, int, int, int]:
    """x, y, width, height of the part to show: the shapes' common box and a fifth around it."""
    if not here:
        return 0, 0, geometry.width, geometry.height
    x0, y0 = min(shape.box[0] for shape in here), min(shape.box[1] for shape in here)
    x1, y1 = max(shape.box[2] for shape in here), max(shape.box[3] for shape in here)
    margin = max(x1 - x0, y1 - y0, 10) // 5
    return x0 - margin, y0 - margin, x1 - x0 + 2 * margin, y1 - y0 + 2 * margin


def _mark(x: float, y: float, size: float) -> str:
    place = f'cx="{x:.1f}" cy="{y:.1f}"'
    return f'<circle class="halo" {place} r="{size * 3:.1f}"/><circle {place} r="{size * 1.2:.1f}"/>'


def _outside(x: int, y: int, width: int, height: int) -> str:
    words = escape(_("Titik di luar peta"))
    return (
        f'<text x="{x + width // 2}" y="{y + height // 2}" text-anchor="middle" '
        f'font-size="{width / 18:.1f}">{words}</text>'
    )
