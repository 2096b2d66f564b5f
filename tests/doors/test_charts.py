"""Charts are text that a browser must be able to read: well-formed, escaped, and honest with little data."""

import re
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.utils.translation import override

from sentra.web import charts
from sentra.web.charts import Series
from sentra.web.numbers import (
    day,
    decimal_comma,
    plain,
    rupiah,
    rupiah_full,
    rupiah_short,
    thousands,
)
from sentra.web.templatetags.icons import icon

HOSTILE = "<b>&\"'"
SPACE = "\u00a0"


def drawn(svg):
    """The parsed drawing. Parsing itself is a test: browsers accept no half-open tag in SVG."""
    return ElementTree.fromstring(svg)


def texts(svg, style):
    return [element.text for element in drawn(svg).iter() if style in element.get("class", "").split()]


@pytest.fixture(autouse=True)
def _indonesian():
    with override("id"):
        yield


@pytest.mark.parametrize(
    "svg",
    [
        charts.line_chart(HOSTILE, [HOSTILE, "b"], [Series(HOSTILE, [1, 2])]),
        charts.bar_chart(HOSTILE, [(HOSTILE, 3)]),
        charts.histogram(HOSTILE, [(1, 2), (2, 3)], unit=HOSTILE, limit=2, limit_label=HOSTILE),
        charts.ring(40, HOSTILE),
        charts.meter(40, HOSTILE),
    ],
    ids=["line", "bar", "histogram", "ring", "meter"],
)
def test_hostile_words_stay_words(svg):
    assert drawn(svg).get("aria-label") == HOSTILE
    assert drawn(svg).get("role") == "img"
    assert "<b>" not in svg


@pytest.mark.parametrize(
    ("low", "high", "levels"),
    [
        (0, 436, [0, 100, 200, 300, 400, 500]),
        (88, 104, [85, 90, 95, 100, 105]),
        (-20, 30, [-20, -10, 0, 10, 20, 30]),
        (0, 0.003, [0, 0.001, 0.002, 0.003]),
        (0, 0, [0, 0.2, 0.4, 0.6, 0.8, 1]),
    ],
)
def test_axes_stand_on_round_numbers_and_cover_the_values(low, high, levels):
    assert charts.ticks(low, high) == pytest.approx(levels)


def test_counts_have_no_fractions_on_their_axis():
    assert texts(charts.histogram("Uji", [(86, 1)]), "axis") == ["0", "1", "86"]


def test_no_data_is_said_not_drawn():
    for empty in (
        charts.line_chart("Ekspor", [], []),
        charts.line_chart("Ekspor", ["Jan"], [Series("Gula", [None])]),
        charts.bar_chart("Ekspor", []),
        charts.histogram("Ekspor", []),
    ):
        assert drawn(empty).get("aria-label") == "Ekspor: Belum ada data"
        assert texts(empty, "nothing") == ["Belum ada data"]
    assert charts.sparkline([]) == charts.sparkline([None]) == ""


def test_one_value_is_a_dot_with_its_number():
    svg = charts.line_chart("Gula", ["Nov"], [Series("Gula", [436])])
    assert [title.text for title in drawn(svg).iter("title")] == ["Gula: 436"]
    assert len(list(drawn(charts.sparkline([5])).iter("path"))) == 2


def test_long_words_at_the_edges_stay_inside_and_two_of_them_are_both_written():
    names = ["SP-1 Senyap 02/26", "SP-2 Senyap 10/26"]
    words = [
        each
        for each in drawn(charts.line_chart("Tren", names, [Series("a", [91, 89])])).iter("text")
        if each.text in names
    ]
    assert [(each.text, each.get("text-anchor"), each.get("class")) for each in words] == [
        (names[0], "start", "axis"),
        (names[1], "end", "axis"),
    ]


def test_a_gap_in_the_observations_breaks_the_line():
    whole = charts.line_chart("Gula", ["a", "b", "c"], [Series("Gula", [1, 2, 3])])
    broken = charts.line_chart("Gula", ["a", "b", "c"], [Series("Gula", [1, None, 3])])
    assert whole.count('class="line s0"') == 1
    assert broken.count('class="line s0"') == 2


def test_a_series_needs_a_value_for_every_label():
    with pytest.raises(ValueError, match="one value per label"):
        charts.line_chart("Gula", ["a", "b"], [Series("Gula", [1])])


def test_bars_are_as_long_as_their_values():
    bars = drawn(charts.bar_chart("Sentra", [("Gula", 400), ("Batik", 100), ("Kayu", 0)])).iter("rect")
    first, second, third = (float(bar.get("width")) for bar in bars)
    assert second == pytest.approx(first / 4, abs=0.1)
    assert third == 1
    with pytest.raises(ValueError, match="negative"):
        charts.bar_chart("Sentra", [("Gula", -1)])


def test_classes_at_or_above_the_limit_take_the_second_colour():
    svg = charts.histogram("Uji", [(94, 3), (96, 2), (98, 1)], unit="dB(A)", limit=96, limit_label="batas 96")
    assert [bar.get("class") for bar in drawn(svg).iter("rect")] == ["s0", "s1", "s1"]
    assert [title.text for title in drawn(svg).iter("title")] == ["94 dB(A): 3", "96 dB(A): 2", "98 dB(A): 1"]
    assert texts(svg, "limit-text") == ["batas 96"]


@pytest.mark.parametrize(
    ("percent", "shown"), [(0, "0"), (82.4, "82"), (100, "100"), (140, "100"), (-5, "0")]
)
def test_a_ring_stays_between_nothing_and_full(percent, shown):
    svg = charts.ring(percent)
    assert drawn(svg).get("aria-label") == f"{shown} persen"
    assert len(list(drawn(svg).iter("circle"))) == (1 if shown == "0" else 2)


def test_pages_hold_no_inline_styles():
    for svg in (
        charts.ring(50),
        charts.meter(50),
        charts.sparkline([1, 2]),
        charts.bar_chart("a", [("b", 1)]),
    ):
        assert "style=" not in svg


def test_an_icon_is_decoration_and_an_unknown_one_is_refused():
    assert drawn(icon("store", 18)).get("aria-hidden") == "true"
    assert drawn(icon("store", 18)).get("width") == "18"
    with pytest.raises(KeyError):
        icon("no-such-icon")


@pytest.mark.parametrize(
    ("written", "indonesian", "english"),
    [
        (lambda: thousands(43358), "43.358", "43,358"),
        (lambda: thousands(None), "–", "–"),
        (lambda: decimal_comma(62.14), "62,1", "62.1"),
        (lambda: decimal_comma(-3.456, 2), "−3,46", "−3.46"),
        (lambda: plain(1250000), "1.250.000", "1,250,000"),
        (lambda: plain(0.25), "0,25", "0.25"),
        (lambda: rupiah_short(4_400_000_000), "Rp 4,4 M", "Rp 4.4 bn"),
        (lambda: rupiah_short(999_960_000), "Rp 1,0 M", "Rp 1.0 bn"),
        (lambda: rupiah_short(999_940_000), "Rp 999,9 jt", "Rp 999.9 m"),
        (lambda: rupiah_short(2_500_000_000_000), "Rp 2,5 T", "Rp 2.5 tn"),
        (lambda: rupiah_short(750), "Rp 750", "Rp 750"),
        (lambda: rupiah_short(Decimal(-45_000_000)), "−Rp 45,0 jt", "−Rp 45.0 m"),
        (lambda: rupiah_full(-4_400_000_000), "−Rp 4.400.000.000", "−Rp 4,400,000,000"),
        (lambda: rupiah(None), "–", "–"),
        (lambda: day(date(2026, 8, 21)), "21 Agustus 2026", "21 August 2026"),
        (lambda: day(None), "–", "–"),
    ],
)
def test_numbers_money_and_days_in_both_languages(written, indonesian, english):
    assert written().replace(SPACE, " ") == indonesian
    with override("en"):
        assert written().replace(SPACE, " ") == english


def test_a_short_amount_carries_the_whole_one():
    assert drawn(rupiah(4_400_000_000)).get("title") == f"Rp{SPACE}4.400.000.000"


def test_a_waterfall_leads_from_the_first_bar_to_the_sum():
    steps = [charts.Step("Nama & usaha", -15, 5), charts.Step("NIK", 5, 2)]
    drawing = charts.waterfall(
        "Bobot", charts.Step("Awal", 0, -15), steps, "Jumlah", words=lambda v: f"{v:+g}"
    )
    assert re.findall(r">([^<>]+)</text>", drawing) == [
        "Awal", "-15", "Nama &amp; usaha", "+20", "NIK", "-3", "Jumlah", "+2",
    ]  # fmt: skip
    bars = re.findall(r'<rect class="(s\d)" x="([\d.]+)" y="\d+" width="([\d.]+)"', drawing)
    assert [colour for colour, _x, _width in bars] == ["s5", "s0", "s1", "s5"]
    (_, left, wide), (_, start, length), (_, down, _fall), (_, zero, total) = (
        (colour, float(x), float(width)) for colour, x, width in bars
    )
    assert start == left  # the second bar begins where the first ended
    assert zero == left + wide  # and the sum stands on the same line as the first
    assert down == pytest.approx(zero + total, abs=0.2)  # the last step ends where the sum does
    assert length == pytest.approx(wide * 20 / 15, abs=0.2)


def test_a_waterfall_without_steps_is_its_first_bar():
    drawing = charts.waterfall("Bobot", charts.Step("Awal", 0, -15), [], "Jumlah")
    assert drawing.count("<rect") == 2
